// The frame of every page but the inbox: its heading, its rows' state, and the way to more of them.

import { html, useEffect, useRef } from "../vendor/htm-preact-standalone.module.js";

export function Page({ title, lead, onKeyDown, children }) {
  const main = useRef();
  useEffect(() => main.current.focus({ preventScroll: true }), []);
  return html`<main id="main" class="page" tabindex="-1" ref=${main} onKeyDown=${onKeyDown}><h2>${title}</h2>${lead && html`<p class="lead">${lead}</p>`}${children}</main>`;
}

export function Foot({ desk, rows, empty, cursor }) {
  const { t } = desk;
  const { items, next, loading, failed, load } = rows;
  if (failed) return html`<p class="empty" role="alert">${t("errors.failed")} <button type="button" class="link" onClick=${() => load()}>${t("again")}</button></p>`;
  if (!items.length) return html`<p class="empty" role="status">${loading ? t("loading") : empty}</p>`;
  return next && html`<button type="button" class="soft more" disabled=${loading} onClick=${() => load({ [cursor]: next })}>${t(loading ? "loading" : "more")}</button>`;
}
