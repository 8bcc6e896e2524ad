// What the coach says: the words underlined behind the text, each reason in a list with its fix, and three quiet marks.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { fix } from "./fixes.js";
import { number } from "./names.js";
import { pieces } from "./spans.js";

export const Underlines = ({ text, findings }) => html`<div class="under" dir="auto" aria-hidden="true">${pieces(text, findings).map(({ text: part, span }) => (span ? html`<mark class=${`is-${span.severity}`}>${part}</mark>` : part))}${"\n"}</div>`;

function Finding({ finding, first, text, parts, strings, onFix, onJump }) {
  const words = text.slice(finding.start, finding.end);
  const { kind } = fix(text, finding, parts);
  return html`
    <li>
      ${words.trim() && words.length < 80 && html`<button type="button" class="link words" title=${strings.t("coach.jump")} onClick=${() => onJump(finding)}><q dir="auto">${marked(words, false)}</q></button>`}
      <span class="why" dir="auto">${finding.why} ${finding.instead}</span>
      <button type="button" class="soft small" onClick=${() => onFix(finding)}>${strings.t(`coach.fix.${kind}`)}${first && html` <kbd dir="ltr">Alt+F</kbd>`}</button>
    </li>`;
}

const NAMES = ["warmth", "understanding", "exploration"];

function Mark({ name, mark, strings }) {
  return html`<span class=${`mark is-${mark.level}`} title=${[mark.why, mark.add].filter(Boolean).join(" ")}><span aria-hidden="true">${"●".repeat(mark.level)}${"○".repeat(2 - mark.level)}</span> ${strings.t(`coach.${name}`)}<span class="hidden">: ${strings.t(`coach.level.${mark.level}`)}</span></span>`;
}

// What would make it better, in words: one thing at a time, the first that is missing.
const missing = (marks) => NAMES.map((name) => marks[name]).find((mark) => mark?.level === 0 && mark.add)?.add;

export function Marks({ coach, parts, strings, onFix, onJump }) {
  const { text, findings, marks } = coach;
  return html`
    <div class="coach" role="group" aria-label=${strings.t("coach.label")}>
      <p class="hidden" role="status">${findings.length > 0 && strings.t("coach.count", { n: number(strings, findings.length) })}</p>
      ${findings.length > 0 && html`<ul class="findings">${findings.map((finding, at) => html`<${Finding} key=${`${finding.rule} ${at}`} finding=${finding} first=${at === 0} text=${text} parts=${parts} strings=${strings} onFix=${onFix} onJump=${onJump} />`)}</ul>`}
      ${marks && html`<p class="three">${NAMES.map((name) => marks[name] && html`<${Mark} key=${name} name=${name} mark=${marks[name]} strings=${strings} />`)}${missing(marks) && html`<span class="add" dir="auto">${missing(marks)}</span>`}</p>`}
    </div>`;
}
