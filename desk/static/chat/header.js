// The top: who is there, and behind "Options" the language, the transcript and the end.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { save } from "./files.js";
import { Icon } from "./icons.js";
import { LANGUAGES } from "./strings.js";

function statusLine({ status, agent, staffed, strings }) {
  if (status === "human") return agent ? strings.t("status.human", { name: agent }) : strings.t("status.person");
  if (status === "waiting" && !staffed) return strings.t("status.away");
  return strings.t(`status.${status}`);
}

export function Header({ chat, onClose }) {
  const { strings, status } = chat.state;
  const [open, setOpen] = useState(false);
  const button = useRef();
  const shut = () => {
    setOpen(false);
    button.current.focus();
  };
  // Whether the focus is in the options already or still on their button.
  const onKey = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    event.stopPropagation();
    shut();
  };
  return html`
    <header>
      <div class="who">
        <h1>${strings.t("title")}</h1>
        <p class=${`status is-${status}`} dir="auto">${statusLine(chat.state)}</p>
      </div>
      <button ref=${button} type="button" class="round" aria-label=${strings.t("menu.open")} aria-expanded=${String(open)} aria-controls="menu" onClick=${() => setOpen(!open)} onKeyDown=${onKey}><${Icon} name="menu" /></button>
      ${onClose && html`<button type="button" class="round" aria-label=${strings.t("launcher.close")} onClick=${onClose}><${Icon} name="close" /></button>`}
    </header>
    ${open && html`<${Menu} chat=${chat} shut=${shut} onKey=${onKey} />`}`;
}

function Menu({ chat, shut, onKey }) {
  const { strings } = chat.state;
  const first = useRef();
  useLayoutEffect(() => first.current.focus(), []);
  return html`
    <div id="menu" class="menu" onKeyDown=${onKey}>
      <label>
        <span>${strings.t("menu.language")}</span>
        <select ref=${first} value=${chat.state.language} onChange=${(event) => chat.speak(event.target.value)}>
          ${Object.entries(LANGUAGES).map(([tag, name]) => html`<option key=${tag} value=${tag} lang=${tag} selected=${tag === chat.state.language}>${name}</option>`)}
        </select>
      </label>
      <button type="button" class="plain" onClick=${() => saveTranscript(chat)}>${strings.t("menu.transcript")}</button>
      ${chat.state.status !== "closed" && html`<${End} chat=${chat} shut=${shut} />`}
    </div>`;
}

async function saveTranscript(chat) {
  try {
    const url = URL.createObjectURL(await chat.session.transcript());
    save(url, `${chat.state.strings.t("transcript.file")}.txt`);
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download has begun by then
  } catch {
    chat.set({ note: "errors.failed" });
  }
}

function End({ chat, shut }) {
  const { strings } = chat.state;
  const [asking, ask] = useState(false);
  const go = useRef();
  useEffect(() => asking && go.current.focus(), [asking]);
  const end = () => {
    shut(); // first: the question that follows takes the focus, whichever of answer and event comes sooner
    chat.tell("close", {});
  };
  if (!asking) return html`<button type="button" class="plain" onClick=${() => ask(true)}>${strings.t("menu.end")}</button>`;
  return html`
    <div class="sure" role="group" aria-labelledby="sure">
      <p id="sure">${strings.t("menu.sure")}</p>
      <button type="button" class="strong" onClick=${end}>${strings.t("menu.end_now")}</button>
      <button ref=${go} type="button" class="soft" onClick=${shut}>${strings.t("menu.go_on")}</button>
    </div>`;
}
