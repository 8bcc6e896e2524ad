// The keyboard: Alt with a key (by its place, so that it works in every layout), Ctrl or Cmd with Enter in the composer.
// No bare letters: nothing happens to anybody who is only typing.

import { go } from "./route.js";

// After the next drawing.
export const soon = (act) => requestAnimationFrame(() => setTimeout(act));

// The focus was on something that has gone, or is on nothing but the page.
export function lost() {
  const { activeElement: at } = document;
  return !at || at === document.body || at.id === "main" || at.disabled || !at.checkVisibility();
}

// The first of these that is there; on a narrow screen in its pane.
export function focus(...selectors) {
  const wanted = selectors.map((each) => document.querySelector(each)).find(Boolean);
  if (!wanted || wanted.checkVisibility()) return wanted?.focus();
  document.querySelector(".tabs [aria-pressed=false]")?.click();
  soon(() => wanted.focus());
}

// Up and down go from row to row, to the first thing that can be done in each. In a closed choice they choose.
export const between = (rows, target) => (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey || event.target.matches("select")) return;
  const all = [...event.currentTarget.querySelectorAll(rows)];
  const next = all[all.findIndex((row) => row.contains(event.target)) + step]?.querySelector(target);
  if (!next) return;
  event.preventDefault();
  next.focus();
};

// The focus goes along: to the title of what opens.
function neighbour(desk, step) {
  const id = desk.inbox.neighbour(desk.talk?.id, step);
  if (!id) return;
  document.activeElement.blur();
  go("inbox", id);
}

const insert = (desk, at) => desk.talk?.hands.insert?.(desk.talk.state.suggestions.filter(({ dismissed }) => !dismissed)[at]);

function takeOrGive(desk) {
  if (!desk.talk?.item) return;
  if (desk.talk.mine) desk.talk.act("give_back", { to: "queue" });
  else desk.talk.act("take");
}

// Also what the help sheet shows, in this order.
export const KEYS = [
  ["Digit1", "Alt+1", "keys.insert", (desk) => insert(desk, 0)],
  ["Digit2", "Alt+2", null, (desk) => insert(desk, 1)],
  ["Digit3", "Alt+3", null, (desk) => insert(desk, 2)],
  ["KeyF", "Alt+F", "keys.fix", (desk) => desk.talk?.hands.fix?.()],
  ["KeyN", "Alt+N", "keys.note", (desk) => desk.talk?.hands.toggle?.()],
  ["KeyT", "Alt+T", "keys.take", takeOrGive],
  ["KeyJ", "Alt+J", "keys.next", (desk) => neighbour(desk, 1)],
  ["KeyK", "Alt+K", "keys.previous", (desk) => neighbour(desk, -1)],
  ["KeyC", "Alt+C", "keys.composer", () => focus("#composer")],
  ["KeyM", "Alt+M", "keys.transcript", () => focus("#log")],
  ["KeyG", "Alt+G", "keys.suggestions", () => focus(".stance :checked", "#suggestions")],
  ["KeyR", "Alt+R", "keys.reading", () => focus("#side .reading select")],
  ["KeyL", "Alt+L", "keys.list", () => focus(".rows a[aria-current]", ".rows a", ".rows-table button")],
  ["KeyS", "Alt+S", "keys.search", (desk) => search(desk)],
  ["KeyP", "Alt+P", "keys.promises", () => go("promises")],
  ["KeyI", "Alt+I", "keys.inbox", () => go("inbox")],
  ["KeyH", "Alt+H", "keys.help", (desk) => desk.set({ help: !desk.state.help })],
];

function search(desk) {
  if (!document.querySelector("#search")?.checkVisibility()) go("inbox");
  soon(() => focus("#search"));
}

export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    const plainAlt = event.altKey && !event.ctrlKey && !event.metaKey && !event.getModifierState("AltGraph");
    if (!plainAlt || desk.state.phase !== "in" || desk.state.ended || event.isComposing) return;
    const found = KEYS.find(([code]) => code === event.code);
    if (!found || (desk.state.help && event.code !== "KeyH")) return;
    event.preventDefault();
    found[3](desk);
  });
}
