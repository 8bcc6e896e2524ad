// Below the conversation: one line about what is wrong, if anything, and then the composer, or the question at the end.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { AddressForm } from "./address.js";
import { Composer } from "./composer.js";
import { Ending } from "./rating.js";

function Note({ state: { away, note, strings } }) {
  const key = away ? "line.away" : note;
  return key && html`<p class=${`note ${away ? "is-away" : ""}`} dir="auto">${strings.t(key)}</p>`;
}

export function Foot({ chat }) {
  const { state } = chat;
  const [later, setLater] = useState(false);
  const nobody = !state.staffed && state.status === "waiting" && !state.addressKept && !later;
  if (state.status === "closed") return html`<footer><${Note} state=${state} /><${Ending} chat=${chat} /></footer>`;
  return html`
    <footer>
      <${Note} state=${state} />
      ${nobody && html`<${AddressForm} chat=${chat} onLater=${() => setLater(true)} />`}
      <${Composer} chat=${chat} />
    </footer>`;
}
