// What an agent who comes in must know, in the customer's own words first. Open until they have taken it over or begun to write.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { Due } from "./promise.js";

const List = ({ title, lines }) => lines?.length > 0 && html`<section><h3>${title}</h3><ul>${lines.map((line, at) => html`<li key=${at} dir="auto">${line}</li>`)}</ul></section>`;

export function Handoff({ desk, talk }) {
  const { t } = desk;
  const { summary, promises } = talk.state.data;
  const [open, setOpen] = useState(null);
  const shown = open ?? (!talk.mine && talk.item.status !== "closed" && !talk.draft.reply.trim());
  const reason = summary.reason && desk.state.strings.strings.reasons?.[summary.reason];
  const waiting = promises.filter(({ state }) => state !== "kept");
  return html`
    <section class="handoff" aria-labelledby="handoff">
      <h2 id="handoff"><button type="button" class="plain" aria-expanded=${String(shown)} onClick=${() => setOpen(!shown)}>${t("handoff.title")}${reason && html` <span class="reason">${reason}</span>`}</button></h2>
      ${shown && html`<div class="told">
        <section><h3>${t("handoff.happened")}</h3>${summary.happened.map((words, at) => html`<blockquote key=${at} dir="auto">${marked(words, false)}</blockquote>`)}</section>
        <${List} title=${t("handoff.tried")} lines=${summary.tried} />
        ${waiting.length > 0 && html`<section><h3>${t("handoff.promised")}</h3><ul>${waiting.map((promise) => html`<li key=${promise.id}><span dir="auto">${marked(promise.text, false)}</span> <${Due} promise=${promise} desk=${desk} />${promise.state === "broken" && html` <strong class="is-grave">${t("promises.broken")}</strong>`}</li>`)}</ul></section>`}
      </div>`}
    </section>`;
}
