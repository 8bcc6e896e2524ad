// Where the agent writes: a reply or a private note, with the coach beside it, the promises under it, and what came between above it.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { Finder } from "./finder.js";
import { Icon } from "./icons.js";
import { Marks, Underlines } from "./marks.js";
import { number } from "./names.js";
import { Agreed } from "./steps.js";
import { Writing } from "./writing.js";

const SAY_LEFT = 300; // characters: from here on it is said how many are left

function Beaten({ talk, strings }) {
  const { beaten } = talk.state;
  return beaten && html`
    <div class="beaten" role="alert">
      <p><strong>${strings.t("beaten.title", { name: beaten.by })}</strong> ${strings.t("beaten.kept")}</p>
      ${beaten.text && html`<blockquote dir="auto">${marked(beaten.text, false)}</blockquote>`}
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
    <div class="drafted"><p>${strings.t("promises.followup")}</p><p class="text" dir="auto" lang=${followup.language}>${marked(followup.text, false)}</p>
      <p><button type="button" class="soft small" onClick=${use}>${strings.t("promises.use")}</button> <button type="button" class="link" onClick=${() => talk.set({ followup: null })}>${strings.t("promises.not_now")}</button></p></div>`;
}

const Modes = ({ mode, onMode, strings }) => html`
  <div class="modes" role="group" aria-label=${strings.t("composer.modes")}>
    ${["reply", "note"].map((each) => html`<button key=${each} type="button" aria-pressed=${String(each === mode)} onClick=${() => onMode(each)}>${each === "note" && html`<${Icon} name="lock" />`}${strings.t(`composer.${each}`)}</button>`)}
    <kbd dir="ltr">Alt+N</kbd>
  </div>`;

// The underlines stand behind the text and are scrolled with it.
function Field({ writing, talk, strings }) {
  const { mode, text, blocked } = writing.state;
  const follow = () => {
    const under = writing.area.current.previousElementSibling;
    if (under) under.scrollTop = writing.area.current.scrollTop;
  };
  useLayoutEffect(follow);
  return html`
    <div class="field">
      ${!writing.note && html`<${Underlines} text=${text} findings=${writing.findings} />`}
      <textarea id="composer" ref=${writing.area} rows="3" dir="auto" lang=${writing.note ? strings.language : talk.item?.language} spellcheck="true" value=${text} aria-label=${strings.t(`composer.${mode}_label`)} aria-describedby="blocked" aria-invalid=${String(Boolean(blocked))} placeholder=${strings.t(`composer.${mode}_hint`)}
        onInput=${(event) => writing.heard(event)} onKeyDown=${(event) => writing.onKey(event)} onScroll=${follow} onBlur=${() => talk.type(false)} />
    </div>`;
}

function hint(writing, strings) {
  if (writing.note) return strings.t("composer.note_private");
  if (writing.findings.length > 0) return strings.t("composer.over_mark");
  return writing.over > -SAY_LEFT ? strings.t("composer.left", { n: number(strings, -writing.over) }) : "";
}

function Sending({ writing, talk, strings }) {
  const key = writing.note ? "save_note" : talk.item && !talk.item.agent ? "take_and_send" : "send";
  return html`
    <div class="sending"><p class="quiet">${hint(writing, strings)}</p>
      <button type="button" class="strong" disabled=${!writing.words.trim() || talk.state.busy} onClick=${() => writing.send()}>${strings.t(`composer.${key}`)} <kbd dir="ltr">Ctrl+Enter</kbd></button></div>`;
}

const Beside = ({ writing, talk, strings }) => html`
  <div class="beside">
    <${Marks} coach=${{ ...writing.state.seen, text: writing.state.text, findings: writing.findings }} parts=${writing.parts} strings=${strings} onFix=${(mark) => writing.fix(mark)} onJump=${(mark) => writing.jump(mark)} />
    <${Agreed} talk=${talk} text=${writing.words} strings=${strings} />
  </div>`;

export function Composer({ desk, talk }) {
  const { strings } = desk.state;
  const [, redraw] = useState(0);
  const kept = useRef(null);
  kept.current ??= new Writing(desk, talk, () => redraw((count) => count + 1));
  const writing = kept.current;
  const { mode, blocked, finding } = writing.state;
  useEffect(() => {
    writing.begin();
    return () => writing.end();
  }, []);
  return html`
    <section class=${`composer is-${mode}`} aria-label=${strings.t(`composer.${mode}`)}>
      <${Beaten} talk=${talk} strings=${strings} />
      <${Followup} talk=${talk} strings=${strings} />
      <${Modes} mode=${mode} onMode=${(to) => writing.toggle(to)} strings=${strings} />
      ${finding && html`<${Finder} desk=${desk} talk=${talk} onDone=${(put) => writing.found(put)} />`}
      <${Field} writing=${writing} talk=${talk} strings=${strings} />
      <p id="blocked" class="wrong" role="alert">${blocked}</p>
      ${!writing.note && html`<${Beside} writing=${writing} talk=${talk} strings=${strings} />`}
      <${Sending} writing=${writing} talk=${talk} strings=${strings} />
    </section>`;
}
