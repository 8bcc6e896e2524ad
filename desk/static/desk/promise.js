// One promise: what, by when, whose; kept or broken in one click.

import { html, useRef } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { Icon } from "./icons.js";
import { lost, soon } from "./keys.js";
import { duration } from "./names.js";

export const overdue = (promise, now) => promise.state === "open" && Date.parse(promise.due) < now;

// In words, and how far off: nobody should have to reckon.
export function Due({ promise, desk }) {
  const { strings } = desk.state;
  const left = Date.parse(promise.due) - desk.now();
  const time = duration(strings, Math.abs(left));
  const open = promise.state === "open";
  const key = left < 0 ? "promises.late" : "promises.left";
  return html`<span class=${`due ${open && left < 0 ? "is-grave" : ""}`}><time datetime=${promise.due}>${strings.due(promise.due)}</time>${open && html` <span class="far">${strings.t(key, { time })}</span>`}</span>`;
}

// The buttons change places with what was chosen; whoever pressed one by key (no place, so no detail) goes on from there.
export function Settle({ promise, desk, onSettle }) {
  const { t } = desk;
  const box = useRef();
  const settle = (state) => async ({ detail }) => {
    await onSettle(state);
    if (detail === 0) soon(() => lost() && box.current?.querySelector("button")?.focus());
  };
  if (promise.state !== "open") return html`<span ref=${box} class=${`state is-${promise.state}`}><${Icon} name=${promise.state === "kept" ? "check" : "cross"} />${t(`promises.${promise.state}`)} <button type="button" class="link" onClick=${settle("open")}>${t("promises.reopen")}</button></span>`;
  return html`<span ref=${box} class="settle">${["kept", "broken"].map((state) => html`<button key=${state} type="button" class="soft small" onClick=${settle(state)}><${Icon} name=${state === "kept" ? "check" : "cross"} />${t(`promises.${state}`)}<span class="hidden">: ${promise.text}</span></button>`)}</span>`;
}

export function PromiseList({ promises, desk, talk }) {
  const { t } = desk;
  if (!promises.length) return null;
  const order = [...promises].sort((one, other) => (one.state === "open" ? 0 : 1) - (other.state === "open" ? 0 : 1) || Date.parse(one.due) - Date.parse(other.due));
  return html`
    <section class="promised" aria-labelledby="promised"><h2 id="promised">${t("promises.title")}</h2>
      <ul>${order.map((promise) => html`<li key=${promise.id}><p dir="auto">${marked(promise.text, false)}</p><p><${Due} promise=${promise} desk=${desk} /></p><${Settle} promise=${promise} desk=${desk} onSettle=${(state) => talk.settle(promise, state)} /></li>`)}</ul>
    </section>`;
}
