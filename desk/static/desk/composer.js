// Where the agent writes: a reply or a private note, with suggestions put in at the cursor, the coach beside it, the promises under it.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { Coach } from "./coach.js";
import { Finder } from "./finder.js";
import { fix } from "./fixes.js";
import { Icon } from "./icons.js";
import { Marks, Underlines } from "./marks.js";
import { number } from "./names.js";
import { carried } from "./spans.js";
import { Agreed, withSteps } from "./steps.js";

const PLACEHOLDER = /\{[^{}]*\}|[{}]|[[<](?:name|nom|nome|namn|nimi|الاسم|date|data|datum|xxx)[\]>]/i;
const LONGEST = { reply: 4000, note: 10_000 };

// As if typed, so that the browser's own undo takes it back.
function type(area, put, start = area.selectionStart, end = area.selectionEnd) {
  area.focus();
  area.setSelectionRange(start, end);
  const done = put ? document.execCommand("insertText", false, put) : start === end || document.execCommand("delete");
  if (done) return;
  area.setRangeText(put, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
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
  return { ...before, wordings: [...new Set([...before.wordings, ...wordings])], text: `${before.text}\n\n${text}` };
}

function useHands(talk, area, pieces) {
  const latest = useRef();
  latest.current = pieces;
  useEffect(() => {
    const names = Object.keys(pieces);
    talk.hands = Object.fromEntries(names.map((name) => [name, (...given) => latest.current[name](...given)]));
    return () => (talk.hands = {});
  }, [talk]);
}

function Beaten({ talk, strings }) {
  const { beaten } = talk.state;
  return beaten && html`
    <div class="beaten" role="alert">
      <p><strong>${strings.t("beaten.title", { name: beaten.by })}</strong> ${strings.t("beaten.kept")}</p>
      ${beaten.text && html`<blockquote dir="auto">${beaten.text}</blockquote>`}
      <button type="button" class="link" onClick=${() => talk.set({ beaten: null })}>${strings.t("beaten.read")}</button>
    </div>`;
}

function Followup({ talk, strings }) {
  const { followup } = talk.state;
  const use = () => {
    talk.hands.insert({ text: followup.text });
    talk.set({ followup: null });
  };
  return followup && html`
    <div class="drafted"><p>${strings.t("promises.followup")}</p><p class="text" dir="auto" lang=${followup.language}>${followup.text}</p>
      <button type="button" class="soft small" onClick=${use}>${strings.t("promises.use")}</button> <button type="button" class="link" onClick=${() => talk.set({ followup: null })}>${strings.t("promises.not_now")}</button></div>`;
}

function Modes({ mode, setMode, strings }) {
  return html`
    <div class="modes" role="group" aria-label=${strings.t("composer.modes")}>
      ${["reply", "note"].map((each) => html`<button key=${each} type="button" aria-pressed=${String(each === mode)} onClick=${() => setMode(each)}>${each === "note" && html`<${Icon} name="lock" />`}${strings.t(`composer.${each}`)}</button>`)}
      <kbd dir="ltr">Alt+N</kbd>
    </div>`;
}

export function Composer({ desk, talk }) {
  const { strings } = desk.state;
  const [mode, setMode] = useState(talk.draft.mode);
  const [text, setText] = useState(talk.draft[talk.draft.mode]);
  const [seen, setSeen] = useState({ text: "", findings: [], marks: null });
  const [blocked, setBlocked] = useState("");
  const [finding, setFinding] = useState(false);
  const area = useRef();
  const coach = useRef(null);
  coach.current ??= new Coach(talk, setSeen);
  const note = mode === "note";
  const over = text.length - LONGEST[mode];
  const parts = talk.state.suggestions[0]?.parts;
  const findings = note ? [] : carried(seen.findings, seen.text, text);

  const change = (value) => {
    if (!value.trim() !== !text.trim()) desk.changed(); // the summary above makes room for a text
    setText(value);
    setBlocked("");
    talk.keep({ [mode]: value, ...(!note && !value.trim() && { suggestion: null, steps: [], promised: [] }) });
    if (note) return;
    talk.type(value.trim() !== "");
    coach.current.check(value);
  };
  const turn = (to = note ? "reply" : "note") => {
    talk.type(false);
    talk.keep({ mode: to });
    setMode(to);
    setText(talk.draft[to]);
    setBlocked("");
    area.current.focus();
  };
  const insert = (suggestion) => {
    if (!suggestion) return;
    if (note) turn("reply");
    // The box shows the other draft only after the next drawing.
    requestAnimationFrame(() => {
      type(area.current, apart(area.current, suggestion.text));
      if (suggestion.tone) talk.keep({ suggestion: stacked(talk.draft.suggestion, suggestion, talk.state), ...withSteps(talk.draft, suggestion) });
      desk.changed();
    });
  };
  const jump = ({ start, end }) => {
    area.current.focus();
    area.current.setSelectionRange(start, end);
  };
  const apply = (mark = findings[0]) => {
    if (!mark) return;
    const does = fix(text, mark, parts);
    if (does.put === null) jump(does);
    else type(area.current, does.put, does.start, does.end);
  };
  const refuse = (reason) => {
    setBlocked(reason);
    const at = text.match(PLACEHOLDER);
    if (at) jump({ start: at.index, end: at.index + at[0].length });
  };
  const send = async () => {
    if (!text.trim() || talk.state.busy || !talk.state.data) return;
    if (over > 0) return refuse(strings.t("composer.over", { n: number(strings, over) }));
    if (note) return (await talk.note()) && setText("");
    if (PLACEHOLDER.test(text)) return refuse(strings.t("composer.placeholder_left", { what: text.match(PLACEHOLDER)[0] }));
    if (!talk.item.agent && !(await talk.act("take"))) return;
    talk.type(false);
    const answer = await talk.send();
    if (answer.refusal?.status === 422) return refuse(answer.refusal.body.error ?? strings.t("errors.failed"));
    if (!answer.event) return;
    coach.current.check("");
    setText(talk.draft.reply);
  };
  const onKey = (event) => {
    if (event.isComposing) return;
    const before = area.current.value.slice(0, area.current.selectionStart);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.preventDefault(), send();
    else if (event.key === "/" && !note && !event.ctrlKey && !event.altKey && /(^|\s)$/.test(before)) event.preventDefault(), setFinding(true);
  };
  const found = (put) => {
    setFinding(false);
    if (put === null) return area.current.focus();
    type(area.current, put === "/" ? "/" : apart(area.current, put));
  };
  useHands(talk, area, { insert, toggle: turn, fix: apply, replace: change, focus: () => area.current.focus() });
  useEffect(() => {
    if (!note) coach.current.check(text);
    return () => coach.current.stop();
  }, []);
  // Behind the text, scrolled with it.
  useLayoutEffect(() => {
    const under = area.current.previousElementSibling;
    if (under) under.scrollTop = area.current.scrollTop;
  });
  const onScroll = () => area.current.previousElementSibling && (area.current.previousElementSibling.scrollTop = area.current.scrollTop);

  return html`
    <section class=${`composer is-${mode}`} aria-label=${strings.t(`composer.${mode}`)}>
      <${Beaten} talk=${talk} strings=${strings} />
      <${Followup} talk=${talk} strings=${strings} />
      <${Modes} mode=${mode} setMode=${turn} strings=${strings} />
      ${finding && html`<${Finder} desk=${desk} talk=${talk} onDone=${found} />`}
      <div class="field">
        ${!note && html`<${Underlines} text=${text} findings=${findings} />`}
        <textarea id="composer" ref=${area} rows="3" dir="auto" lang=${note ? strings.language : talk.item?.language} spellcheck="true" value=${text} aria-label=${strings.t(`composer.${mode}_label`)} aria-describedby="blocked" aria-invalid=${String(Boolean(blocked))} placeholder=${strings.t(`composer.${mode}_hint`)} onInput=${(event) => change(event.target.value)} onKeyDown=${onKey} onScroll=${onScroll} onBlur=${() => talk.type(false)} />
      </div>
      <p id="blocked" class="wrong" role="alert">${blocked}</p>
      ${!note && html`<div class="beside"><${Marks} coach=${{ ...seen, text, findings }} parts=${parts} strings=${strings} onFix=${apply} onJump=${jump} /><${Agreed} talk=${talk} text=${text} strings=${strings} /></div>`}
      <div class="sending">
        <p class="quiet">${note ? strings.t("composer.note_private") : findings.length > 0 ? strings.t("composer.over_mark") : over > -300 ? strings.t("composer.left", { n: number(strings, -over) }) : ""}</p>
        <button type="button" class="strong" disabled=${!text.trim() || talk.state.busy} onClick=${send}>${note ? strings.t("composer.save_note") : talk.item && !talk.item.agent ? strings.t("composer.take_and_send") : strings.t("composer.send")} <kbd dir="ltr">Ctrl+Enter</kbd></button>
      </div>
    </section>`;
}
