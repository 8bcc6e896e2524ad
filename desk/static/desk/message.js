// One line of the conversation: whose, what, the words in it that speak for something, its plan and file. A note looks like no reply.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { Icon } from "./icons.js";
import { feeling, meaning, moment, named } from "./names.js";
import { Reading } from "./reading.js";
import { inUnits, pieces } from "./spans.js";
import { still } from "./still.js";

function Shown({ message, strings }) {
  const { text, reading } = message;
  const spans = inUnits(text, reading?.evidence ?? []);
  return html`<p class="text" dir="auto">${pieces(text, spans).map(({ text: part, span }) => (span ? html`<mark class="evidence" title=${strings.t("reading.speaks_for", { what: meaning(strings, span.speaks_for) })}>${marked(part, false)}</mark>` : marked(part, false)))}</p>`;
}

// The same words again with what they speak for: a title alone is for a mouse only.
function Evidence({ message, strings }) {
  const { text, reading } = message;
  const spans = inUnits(text, reading.evidence ?? []).filter(({ start, end }) => end > start);
  return spans.length > 0 && html`<ul class="speaks">${spans.map((span, at) => html`<li key=${at}><q dir="auto">${marked(text.slice(span.start, span.end), false)}</q> ${meaning(strings, span.speaks_for)}</li>`)}</ul>`;
}

function Read({ message, desk, talk }) {
  const { strings } = desk.state;
  const { reading } = message;
  const [open, setOpen] = useState(false);
  return html`
    <div class="read">
      <button type="button" class="link" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>${[feeling(strings, reading.feeling, reading.intensity), reading.cause && named(strings, "causes", reading.cause)].filter(Boolean).join(" · ")}${reading.corrected && ` · ${strings.t("reading.corrected_short")}`}</button>
      ${open && html`<${Evidence} message=${message} strings=${strings} /><${Reading} message=${message} desk=${desk} talk=${talk} />`}
    </div>`;
}

function Plan({ parts, strings }) {
  return html`
    <p class="text" dir="auto">${marked(parts.before ?? "", true)}</p>
    ${parts.plan?.length > 0 && html`<ul class="plan">${parts.plan.map((step, at) => html`<li key=${at}><span dir="auto">${marked(step.text, true)}</span>${step.due && html` <time datetime=${step.due}>${strings.due(step.due)}</time>`}</li>`)}</ul>`}
    ${parts.question && html`<p class="text" dir="auto">${marked(parts.question, true)}</p>`}`;
}

function File({ file, talk, strings }) {
  const path = `../api/v1/${talk.path}/files/${encodeURIComponent(file.id)}`;
  return html`<a class="document" href=${path} download=${file.name}><${Icon} name="file" /><span>${strings.t("message.file", { name: "" })}<bdi>${file.name}</bdi></span></a>`;
}

function Content({ message, talk, strings }) {
  const { author, parts, text, file } = message;
  return html`
    ${file && html`<${File} file=${file} talk=${talk} strings=${strings} />`}
    ${author === "customer" ? html`<${Shown} message=${message} strings=${strings} />` : parts ? html`<${Plan} parts=${parts} strings=${strings} />` : html`<p class="text" dir="auto">${marked(text ?? "", author !== "note")}</p>`}`;
}

function who({ author, name }, talk, strings) {
  if (author === "bot") return strings.t("message.bot");
  if (author === "customer") return name || talk.item.name || strings.t("message.customer");
  return name || strings.t("message.agent");
}

export const Message = still(({ message, desk, talk, strings }) => html`
  <li class=${`message is-${message.author}`}>
    <p class="by">${message.author === "note" && html`<${Icon} name="lock" /><strong>${strings.t("message.note")}</strong> `}<bdi>${who(message, talk, strings)}</bdi> <time datetime=${message.at}>${moment(strings, message.at)}</time>
      ${message.warnings?.length > 0 && html`<span class="quiet"> · ${strings.t("message.sent_over")}</span>`}</p>
    <div class="body"><${Content} message=${message} talk=${talk} strings=${strings} /></div>
    ${message.reading && message.author === "customer" && html`<${Read} message=${message} desk=${desk} talk=${talk} />`}
  </li>`);
