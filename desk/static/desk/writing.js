// What an agent is writing: reply or note, the coach's marks in it, what keeps it from going out. The composer shows it.

import { Coach } from "./coach.js";
import { fix } from "./fixes.js";
import { lost, soon } from "./keys.js";
import { number } from "./names.js";
import { bare, carried, edited, upright } from "./spans.js";
import { withSteps } from "./steps.js";

const PLACEHOLDER = /\{[^{}]*\}|[{}]|[[<](?:name|nom|nome|namn|nimi|الاسم|date|data|datum|xxx)[\]>]/i;
const LONGEST = { reply: 4000, note: 10_000 };
const LONGEST_SUGGESTED = 6000;
const WORD_BEFORE = /(^|\s)$/;

// As if typed, so that the browser's own undo takes it back.
function type(area, put, start = area.selectionStart, end = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(start, end);
  const done = put ? document.execCommand("insertText", false, put) : start === end || document.execCommand("delete");
  if (done) return;
  area.setRangeText(put, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// The marks that are missing, with the cursor left behind the same letters.
function straighten(area) {
  const { value, selectionEnd } = area;
  const wanted = upright(value);
  if (wanted === value) return;
  let at = 0;
  for (let left = bare(value.slice(0, selectionEnd)).length; left > 0; at++) left -= bare(wanted[at]).length;
  const { start, tail } = edited(value, wanted);
  type(area, wanted.slice(start, wanted.length - tail), start, value.length - tail);
  area.setSelectionRange(at, at);
}

// A paragraph of its own between what stands around the cursor.
function apart(area, text) {
  const before = area.value.slice(0, area.selectionStart);
  const after = area.value.slice(area.selectionEnd);
  const lead = !before.trim() || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  return lead + text + (after.trim() && !after.startsWith("\n") ? "\n\n" : "");
}

// Several suggestions stacked are one in what is told of them: the first one's tone, everybody's wordings.
function stacked(before, { tone, text, wordings }, { fault, solvable }) {
  if (!before) return { tone, wordings, text, fault, solvable };
  return { ...before, wordings: [...new Set([...before.wordings, ...wordings])], text: `${before.text}\n\n${text}`.slice(0, LONGEST_SUGGESTED) };
}

export class Writing {
  constructor(desk, talk, redraw) {
    Object.assign(this, { desk, talk, redraw, area: { current: null } });
    const { mode } = talk.draft;
    this.state = { mode, text: upright(talk.draft[mode]), seen: { text: "", findings: [], marks: null }, blocked: "", finding: false };
    this.coach = new Coach(talk, (seen) => this.set({ seen }));
  }

  begin() {
    this.talk.hands = this; // so that keys and cards reach it
    if (this.desk.writesTo === this.talk.id) this.area.current.focus();
    this.desk.writesTo = null;
    if (!this.note) this.coach.check(this.state.text);
  }

  end() {
    this.coach.stop();
    this.talk.hands = {};
  }

  set(change) {
    this.state = { ...this.state, ...change };
    this.redraw();
  }

  get note() {
    return this.state.mode === "note";
  }

  // What is written, without the marks that keep it upright on the screen.
  get words() {
    return bare(this.state.text);
  }

  get over() {
    return this.words.length - LONGEST[this.state.mode];
  }

  get findings() {
    const { seen, text } = this.state;
    return this.note ? [] : carried(seen.findings, seen.text, text);
  }

  // As they stand in the text once they are put in.
  get parts() {
    const { before, plan, question } = this.talk.state.suggestions[0]?.parts ?? {};
    return { before: upright(before ?? ""), plan: (plan ?? []).map((step) => ({ ...step, text: upright(step.text) })), question: upright(question ?? "") };
  }

  change(text) {
    const { mode } = this.state;
    const words = bare(text);
    if (!words.trim() !== !this.words.trim()) this.desk.changed(); // the summary above makes room for a text
    this.set({ text, blocked: "" });
    this.talk.keep({ [mode]: words, ...(!this.note && !words.trim() && { suggestion: null, steps: [], promised: [] }) });
    if (this.note) return;
    this.talk.type(words.trim() !== "");
    this.coach.check(text);
  }

  // What is typed and pasted is kept upright, once the browser is done with it; what is undone stays undone.
  heard({ target, inputType = "", isComposing }) {
    this.change(target.value);
    if (inputType.startsWith("insert") && !isComposing) queueMicrotask(() => straighten(target));
  }

  replace = (text) => this.change(upright(text));

  toggle(mode = this.note ? "reply" : "note") {
    this.talk.type(false);
    this.talk.keep({ mode });
    this.set({ mode, text: upright(this.talk.draft[mode]), blocked: "" });
    this.area.current.focus();
  }

  insert(suggestion) {
    if (!suggestion) return;
    if (!this.note) return this.put(suggestion); // at once: what is typed next comes behind it
    this.toggle("reply");
    requestAnimationFrame(() => this.put(suggestion)); // the box shows the other draft only after the next drawing
  }

  put(suggestion) {
    const { talk } = this;
    type(this.area.current, apart(this.area.current, upright(suggestion.text)));
    if (suggestion.tone) talk.keep({ suggestion: stacked(talk.draft.suggestion, suggestion, talk.state), ...withSteps(talk.draft, suggestion) });
    this.desk.changed();
  }

  jump({ start, end }) {
    this.area.current.focus();
    this.area.current.setSelectionRange(start, end);
  }

  fix(mark = this.findings[0]) {
    if (!mark) return;
    const does = fix(this.state.text, mark, this.parts);
    if (does.put === null) this.jump(does);
    else type(this.area.current, does.put, does.start, does.end);
  }

  found(put) {
    this.set({ finding: false });
    if (put === null) this.area.current.focus();
    else type(this.area.current, put === "/" ? "/" : apart(this.area.current, upright(put)));
  }

  refuse(blocked) {
    this.set({ blocked });
    const at = this.state.text.match(PLACEHOLDER);
    if (at) this.jump({ start: at.index, end: at.index + at[0].length });
  }

  // Why it can't go out as it is; nothing where it can.
  get hindrance() {
    const { t, state } = this.desk;
    if (this.over > 0) return t("composer.over", { n: number(state.strings, this.over) });
    const left = !this.note && this.state.text.match(PLACEHOLDER);
    return left ? t("composer.placeholder_left", { what: left[0] }) : "";
  }

  async send() {
    const { talk } = this;
    if (!this.words.trim() || talk.state.busy || !talk.state.data) return;
    if (this.hindrance) return this.refuse(this.hindrance);
    if (this.note) return (await talk.note()) && this.set({ text: "" });
    if (!talk.item.agent && !(await talk.act("take"))) return;
    talk.type(false);
    this.wasSent(await talk.send());
  }

  wasSent({ event, refusal }) {
    if (refusal?.status === 422) return this.refuse(this.desk.sentence(refusal));
    if (!event) return;
    this.coach.check("");
    this.set({ text: upright(this.talk.draft.reply) });
    soon(() => lost() && this.area.current?.focus()); // what sent it may have gone with what was sent
  }

  onKey(event) {
    if (event.isComposing) return;
    const { value, selectionStart } = this.area.current;
    const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const finds = event.key === "/" && !this.note && !event.ctrlKey && !event.altKey && WORD_BEFORE.test(value.slice(0, selectionStart));
    if (!sends && !finds) return;
    event.preventDefault();
    if (sends) this.send();
    else this.set({ finding: true });
  }
}
