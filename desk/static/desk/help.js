// The help sheet: every key, and what happens in which order with a customer.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { Dialog } from "./dialog.js";
import { KEYS } from "./keys.js";

const SHOWN = [["Alt+1 … 3", "keys.insert"], ...KEYS.filter(([, , key]) => key && key !== "keys.insert").map(([, combination, key]) => [combination, key])];
const COMPOSER = [["Ctrl+Enter", "keys.send"], ["/", "keys.find"], ["Esc", "keys.escape"], ["↑ ↓", "keys.arrows"]];

const Key = ({ combination }) => html`<kbd dir="ltr">${combination}</kbd>`;

// What stands in `backticks` is a key.
const keyed = (text) => text.split("`").map((part, at) => (at % 2 ? html`<${Key} combination=${part} />` : part));

export function Help({ desk }) {
  const steps = ["open", "take", "read", "fault", "insert", "send", "promise"];
  return html`
    <${Dialog} title=${desk.t("help.title")} label=${desk.t("close")} onClose=${() => desk.set({ help: false })}>
      <div class="help">
        <section><h3>${desk.t("help.way")}</h3><ol>${steps.map((step) => html`<li key=${step}>${keyed(desk.t(`help.${step}`))}</li>`)}</ol></section>
        <section><h3>${desk.t("help.keys")}</h3>
          <table><tbody>${[...COMPOSER, ...SHOWN].map(([combination, key]) => html`<tr key=${key}><th scope="row"><${Key} combination=${combination} /></th><td>${desk.t(key)}</td></tr>`)}</tbody></table></section>
      </div>
    <//>`;
}
