// The keyboard: Alt with a key (by its place, so that it works in every layout), Ctrl or Cmd with Enter in the composer.
// No bare letters: nothing happens to anybody who is only typing.

import { go } from "./route.js";

const focus = (selector) => document.querySelector(selector)?.focus();

function neighbour(desk, step) {
  const id = desk.inbox.neighbour(desk.talk?.id, step);
  if (id) go("inbox", id);
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
  ["KeyG", "Alt+G", "keys.suggestions", () => focus("#suggestions")],
  ["KeyR", "Alt+R", "keys.reading", () => focus("#side .reading select")],
  ["KeyL", "Alt+L", "keys.list", () => focus(".rows a[aria-current], .rows a")],
  ["KeyS", "Alt+S", "keys.search", (desk) => search(desk)],
  ["KeyP", "Alt+P", "keys.promises", () => go("promises")],
  ["KeyI", "Alt+I", "keys.inbox", () => go("inbox")],
  ["KeyH", "Alt+H", "keys.help", (desk) => desk.set({ help: !desk.state.help })],
];

function search(desk) {
  if (!document.querySelector("#search")?.checkVisibility()) go("inbox");
  requestAnimationFrame(() => setTimeout(() => focus("#search")));
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
