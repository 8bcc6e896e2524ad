// Where the customer writes: Enter sends, Shift+Enter is a new line, a file can go along, a person is one button away.

import { html, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { ACCEPT, check } from "./files.js";
import { Icon } from "./icons.js";
import { Store } from "./storage.js";

const LIMIT = 2000;
const NEAR_LIMIT = 200;
const TALLEST = 160;

// The desk counts characters, not UTF-16 units: an emoji is one.
const length = (text) => [...text].length;

// What was begun survives a reload of this tab.
function useDraft(audience) {
  const store = useRef(null);
  store.current ??= new Store(audience, "sessionStorage");
  const [text, setText] = useState(() => store.current.get("draft") ?? "");
  const change = (next) => {
    setText(next);
    store.current.set("draft", next);
  };
  return [text, change];
}

function useGrowing(field, text) {
  useLayoutEffect(() => {
    const { style } = field.current;
    style.blockSize = "auto";
    style.blockSize = `${Math.min(TALLEST, field.current.scrollHeight)}px`;
  }, [text]);
}

function Counter({ left, strings }) {
  if (left > NEAR_LIMIT) return null;
  return html`<p id="counter" class=${left < 0 ? "counter is-over" : "counter"}>${left < 0 ? strings.t("composer.over", { n: -left }) : strings.t("composer.left", { n: left })}</p>`;
}

function Attach({ chat, onProblem }) {
  const input = useRef();
  const { strings } = chat.state;
  const chosen = async () => {
    for (const file of input.current.files) {
      const { file: good, problem } = await check(file);
      if (problem) onProblem(strings.t(`file.${problem}`, { name: file.name }));
      else chat.sendFile(good);
    }
    input.current.value = "";
  };
  return html`
    <input ref=${input} type="file" hidden accept=${ACCEPT} onChange=${chosen} />
    <button type="button" class="round" aria-label=${strings.t("composer.attach")} title=${strings.t("composer.attach")} onClick=${() => input.current.click()}><${Icon} name="attach" /></button>`;
}

export function Composer({ chat }) {
  const { strings } = chat.state;
  const [text, setText] = useDraft(chat.audience);
  const [problem, setProblem] = useState("");
  const field = useRef();
  useGrowing(field, text);
  const left = LIMIT - length(text.trim());
  const send = (event) => {
    event.preventDefault();
    if (!text.trim() || left < 0) return;
    chat.send(text.trim());
    setText("");
    setProblem("");
    field.current.focus();
  };
  // keyCode 229: the Enter that ends a composed character, in browsers that don't say isComposing any more by then.
  const onKey = (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229 && send(event);
  const onInput = (event) => {
    setText(event.target.value);
    chat.typing();
  };
  return html`
    ${problem && html`<p class="note" role="alert" dir="auto">${problem}</p>`}
    <form class="composer" onSubmit=${send}>
      <${Attach} chat=${chat} onProblem=${setProblem} />
      <label class="hidden" for="text">${strings.t("composer.label")}</label>
      <textarea id="text" ref=${field} rows="1" dir=${text ? "auto" : strings.direction} enterkeyhint="send" value=${text} placeholder=${strings.t("composer.placeholder")} aria-describedby="counter" aria-invalid=${left < 0 ? "true" : undefined} onInput=${onInput} onKeyDown=${onKey} />
      <button type="submit" class="round send" aria-label=${strings.t("composer.send")} disabled=${left < 0}><${Icon} name="send" /></button>
    </form>
    <div class="below">
      ${!chat.personAsked && html`<button type="button" class="link person" onClick=${() => ask(chat, field)}><${Icon} name="person" />${strings.t("person.ask")}</button>`}
      <${Counter} left=${left} strings=${strings} />
    </div>`;
}

function ask(chat, field) {
  chat.askForPerson();
  field.current.focus();
}
