// The end: one question with five answers and a free line, then thanks, and the way back in.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";

const CHOICES = [5, 4, 3, 2, 1];
const LOW = 2; // from here down a lead reads it and follows up

export function Ending({ chat }) {
  const { strings, rated } = chat.state;
  const [given, setGiven] = useState(null);
  const top = useRef();
  useEffect(() => top.current.focus(), [rated || given !== null]);
  const done = rated || given !== null;
  return html`
    <div class="card ending">
      ${done
        ? html`<h2 ref=${top} tabindex="-1">${strings.t(given !== null && given <= LOW ? "rating.thanks_low" : "rating.thanks")}</h2>`
        : html`<${Question} chat=${chat} top=${top} onGiven=${setGiven} />`}
      <button type="button" class=${done ? "strong" : "link"} onClick=${() => chat.again()}>${strings.t("again")}</button>
    </div>`;
}

function Question({ chat, top, onGiven }) {
  const { strings } = chat.state;
  const [feeling, setFeeling] = useState(null);
  const [text, setText] = useState("");
  const [hint, setHint] = useState(false);
  const send = async (event) => {
    event.preventDefault();
    setHint(feeling === null);
    if (feeling === null) return;
    const refused = await chat.tell("rating", { feeling, text: text.trim() });
    if (refused === null) onGiven(feeling);
  };
  return html`
    <form onSubmit=${send}>
      <fieldset>
        <legend ref=${top} tabindex="-1">${strings.t("rating.question")}</legend>
        ${CHOICES.map((choice) => html`
          <label key=${choice} class="choice">
            <input type="radio" name="feeling" value=${choice} checked=${feeling === choice} onChange=${() => setFeeling(choice)} />
            <span>${strings.t(`rating.choices.${choice}`)}</span>
          </label>`)}
      </fieldset>
      <p class="wrong" role="alert">${hint && strings.t("rating.choose")}</p>
      <label for="words">${strings.t("rating.words")}</label>
      <textarea id="words" rows="2" dir="auto" maxlength="1000" value=${text} onInput=${(event) => setText(event.target.value)} />
      <button type="submit" class="strong">${strings.t("rating.send")}</button>
    </form>`;
}
