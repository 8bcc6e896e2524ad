// What is said once and goes: new customers' messages to a screen reader, and small notices for the eye as well.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { Icon } from "./icons.js";

export const Announcer = ({ desk }) =>
  html`<div class="hidden" role="status" aria-live="polite" aria-atomic="false">${desk.state.spoken.map(({ key, text }) => html`<p key=${key}>${text}</p>`)}</div>`;

export function Notices({ desk }) {
  const { notices, away } = desk.state;
  return html`
    <div class="notices">
      <div role="status">
        ${away && html`<p class="notice is-alert" key="away">${desk.t("line.away")}</p>`}
        ${notices.filter(({ kind }) => kind !== "alert").map((notice) => html`<${Notice} key=${notice.key} notice=${notice} desk=${desk} />`)}
      </div>
      <div role="alert">${notices.filter(({ kind }) => kind === "alert").map((notice) => html`<${Notice} key=${notice.key} notice=${notice} desk=${desk} />`)}</div>
    </div>`;
}

const Notice = ({ notice, desk }) => html`
  <p class=${`notice is-${notice.kind}`}><span dir="auto">${notice.text}</span>
    <button type="button" class="round" aria-label=${desk.t("close")} onClick=${() => desk.untell(notice.key)}><${Icon} name="close" /></button></p>`;
