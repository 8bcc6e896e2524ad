// One message: whose, what, the plan in it with its dates, its file. Text is set as text, in its own direction.

import { html, useEffect, useState } from "../vendor/htm-preact-standalone.module.js";
import { address, isImage, keep } from "./files.js";
import { Icon } from "./icons.js";
import { marked } from "./text.js";

const Text = ({ text, ours }) => text && html`<p class="text" dir="auto">${marked(text, ours)}</p>`;

function Plan({ steps, strings }) {
  return html`
    <div class="plan">
      <h2>${strings.t("plan")}</h2>
      <ul>
        ${steps.map((step) => html`<li><span dir="auto">${marked(step.text, true)}</span>${step.due && html`<time datetime=${step.due}>${strings.due(step.due)}</time>`}</li>`)}
      </ul>
    </div>`;
}

function Content({ body, strings }) {
  const { parts, author } = body;
  const ours = author !== "customer";
  if (!parts) return html`<${Text} text=${body.text} ours=${ours} />`;
  return html`
    <${Text} text=${parts.before} ours=${ours} />
    ${parts.plan?.length > 0 && html`<${Plan} steps=${parts.plan} strings=${strings} />`}
    <${Text} text=${parts.question} ours=${ours} />`;
}

// Pictures and documents come with the token, so they are fetched and shown from memory.
function Attachment({ file, chat }) {
  const { strings } = chat.state;
  const [url, setUrl] = useState(address(file.id));
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (!url && chat.session) chat.session.file(file.id).then((blob) => setUrl(keep(file.id, blob, file.type)), () => setMissing(true));
  }, [file.id]);
  if (missing) return html`<p class="text">${strings.t("file.missing")}</p>`;
  const shown = url && isImage(file);
  return html`
    <a class=${shown ? "picture" : "document"} href=${url} download=${file.name} title=${strings.t("file.save", { name: file.name })}>
      ${shown ? html`<img src=${url} alt=${strings.t("file.picture", { name: file.name })} />` : html`<${Icon} name="file" /><span dir="auto">${file.name}</span>`}
    </a>`;
}

function author({ author: who, name }, strings) {
  return name || strings.t(`names.${{ customer: "you", bot: "bot" }[who] ?? "person"}`);
}

export function Message({ item, goesOn, last, chat }) {
  const { strings } = chat.state;
  const { body } = item;
  const mine = body.author === "customer";
  return html`
    <li class=${`message ${mine ? "mine" : "ours"} ${goesOn ? "goes-on" : ""}`}>
      <p class=${mine || goesOn ? "name hidden" : "name"}><bdi>${author(body, strings)}</bdi></p>
      <div class="bubble">
        ${body.file && html`<${Attachment} file=${body.file} chat=${chat} />`}
        <${Content} body=${body} strings=${strings} />
      </div>
      <p class="at"><time datetime=${item.at}>${strings.time(item.at)}</time>${mine && last && html` <span>${strings.t("delivery.sent")}</span>`}</p>
    </li>`;
}

function pendingText(item, strings) {
  if (item.kind === "person") return strings.t("person.ask");
  return item.kind === "file" ? item.file.name : item.text;
}

// 413 and 415 are about the file, whose type was right when we looked; for the rest there is one sentence.
function refusal(item, strings) {
  const key = item.kind === "file" && { 413: "file.too_large", 415: "file.damaged" }[item.error];
  return key ? strings.t(key, { name: item.file.name }) : strings.t("delivery.refused");
}

export function Pending({ item, chat }) {
  const { strings } = chat.state;
  const refused = item.state === "refused";
  return html`
    <li class=${`message mine pending is-${item.state}`}>
      <p class="name hidden">${strings.t("names.you")}</p>
      <div class="bubble">
        <p class="text" dir="auto">${item.kind === "file" && html`<${Icon} name="file" />`}${pendingText(item, strings)}</p>
        ${item.progress > 0 && item.state === "sending" && html`<progress value=${item.progress} max="1" aria-label=${strings.t("delivery.sending")} />`}
      </div>
      <p class="delivery">${refused ? refusal(item, strings) : strings.t(`delivery.${item.state}`)}</p>
      ${refused && html`<p class="delivery"><button type="button" class="link" onClick=${() => chat.outbox.retry(item.client_id)}>${strings.t("delivery.retry")}</button> <button type="button" class="link" onClick=${() => chat.outbox.remove(item.client_id)}>${strings.t("delivery.remove")}</button></p>`}
    </li>`;
}

export function QuickReplies({ replies = [], chat }) {
  const say = (text) => {
    chat.send(text);
    document.getElementById("text")?.focus(); // the button goes away; the keyboard shouldn't lose its place
  };
  return replies.length > 0 && html`<li class="replies">${replies.map((reply) => html`<button key=${reply} type="button" class="soft" dir="auto" onClick=${() => say(reply)}>${reply}</button>`)}</li>`;
}
