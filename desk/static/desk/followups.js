// Customers who said we left them feeling worse, and whatever else a lead should look into.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { customer, moment, named } from "./names.js";
import { Foot, Page } from "./page.js";
import { usePaged } from "./paged.js";
import { to } from "./route.js";

function Row({ item, desk, onDone }) {
  const { strings } = desk.state;
  const { t } = desk;
  return html`
    <tr class=${item.done ? "is-done" : ""}>
      <td><time datetime=${item.at}>${moment(strings, item.at)}</time></td>
      <td><a href=${to("inbox", item.conversation)}><bdi>${customer(strings, { id: item.conversation, name: item.name })}</bdi></a><br /><span class="quiet">${named(strings, "causes", item.cause)}</span></td>
      <td>${strings.strings.followups.reasons[item.reason] ?? item.reason}</td>
      <td class="long">${item.rating && html`<strong>${strings.strings.ratings?.[item.rating.feeling] ?? item.rating.feeling}</strong> <span dir="auto">${marked(item.rating.text ?? "", false)}</span>`}</td>
      <td>${item.done ? t("followups.is_done") : html`<button type="button" class="soft small" onClick=${onDone}>${t("followups.done")}<span class="hidden">: ${item.name}</span></button>`}</td>
    </tr>`;
}

export function Followups({ desk }) {
  const { t } = desk;
  const rows = usePaged(desk, "followups");
  const done = async (item) => {
    const answer = await desk.attempt(() => desk.api.post(`followups/${item.id}`, { state: "done" }));
    if (answer) rows.replace({ ...item, done: true });
  };
  return html`
    <${Page} title=${t("pages.followups")} lead=${t("followups.lead")}>
      ${rows.items.length > 0 && html`<div class="wide"><table class="rows-table"><thead><tr>${["at", "who", "reason", "said", "outcome"].map((each) => html`<th key=${each} scope="col">${t(`followups.${each}`)}</th>`)}</tr></thead>
        <tbody>${rows.items.map((item) => html`<${Row} key=${item.id} item=${item} desk=${desk} onDone=${() => done(item)} />`)}</tbody></table></div>`}
      <${Foot} desk=${desk} rows=${rows} empty=${t("followups.none")} cursor="cursor" />
    <//>`;
}
