// What we know of this customer and what could be said: reading and facts, promises, suggestions, feelings, earlier conversations.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { Feelings } from "./chart.js";
import { Icon } from "./icons.js";
import { GRAVE, moment, named } from "./names.js";
import { PromiseList } from "./promise.js";
import { Reading } from "./reading.js";
import { to } from "./route.js";
import { Suggestions } from "./suggestions.js";

function Facts({ data, strings }) {
  const { facts = {}, signals = [] } = data.summary;
  return html`
    ${signals.length > 0 && html`<p class="tags">${signals.map((signal) => html`<span key=${signal} class=${`tag ${GRAVE.has(signal) ? "is-grave" : ""}`}>${GRAVE.has(signal) && html`<${Icon} name="flag" />`}${named(strings, "signals", signal)}</span>`)}</p>`}
    <dl class="facts">
      ${Object.entries(facts).map(([name, value]) => html`<div key=${name}><dt>${named(strings, "facts", name)}</dt><dd><bdi>${value}</bdi></dd></div>`)}
      ${data.page?.order && html`<div><dt>${strings.t("side.order")}</dt><dd><bdi>${data.page.order}</bdi></dd></div>`}
      ${data.address && html`<div><dt>${strings.t("side.address")}</dt><dd><bdi>${data.address}</bdi></dd></div>`}
    </dl>`;
}

function Earlier({ earlier, strings }) {
  return earlier.length > 0 && html`
    <section aria-labelledby="earlier"><h2 id="earlier">${strings.t("side.earlier")}</h2>
      <ul class="earlier">${earlier.map((each) => html`<li key=${each.id}><a href=${to("inbox", each.id)}>${named(strings, "causes", each.cause) || strings.t("reading.no_cause")}</a> <time datetime=${each.at}>${moment(strings, each.at)}</time> <span class="quiet">${strings.t(`status.${each.status}`)}</span></li>`)}</ul>
    </section>`;
}

export function Side({ desk, talk, onInsert }) {
  const { data } = talk.state;
  const { strings } = desk.state;
  const { newest } = talk;
  return html`
    <aside id="side" class="side" aria-label=${strings.t("panes.side")}>
      ${data && html`
        <section class="know" aria-labelledby="know"><h2 id="know">${strings.t("side.know")}</h2>
          ${newest && html`<${Reading} key=${newest.id} message=${newest} desk=${desk} talk=${talk} />`}
          <${Facts} data=${data} strings=${strings} /></section>
        <${PromiseList} promises=${data.promises} desk=${desk} talk=${talk} />`}
      <${Suggestions} desk=${desk} talk=${talk} onInsert=${onInsert} />
      ${data && html`<${Feelings} feelings=${data.summary.feelings} strings=${strings} /><${Earlier} earlier=${data.earlier} strings=${strings} />`}
    </aside>`;
}
