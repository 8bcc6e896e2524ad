// Who saw and did what, newest first.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { Foot, Page } from "./page.js";
import { usePaged } from "./paged.js";
import { to } from "./route.js";

const detail = (value) => (value && typeof value === "object" ? Object.entries(value).map(([name, each]) => `${name}: ${typeof each === "object" ? JSON.stringify(each) : each}`).join(", ") : (value ?? ""));

function Row({ item, strings }) {
  const { at, who, what, conversation } = item;
  return html`
    <tr><td><time datetime=${at}>${strings.date(at, { dateStyle: "medium", timeStyle: "medium" })}</time></td>
      <td><bdi>${who?.name ?? who}</bdi></td><td>${strings.strings.audit.whats?.[what] ?? what}</td>
      <td>${conversation && html`<a href=${to("inbox", conversation)} dir="ltr">${String(conversation).slice(0, 8)}</a>`}</td><td class="long" dir="auto">${detail(item.detail)}</td></tr>`;
}

export function Audit({ desk }) {
  const { t } = desk;
  const rows = usePaged(desk, "audit");
  return html`
    <${Page} title=${t("pages.audit")} lead=${t("audit.lead")}>
      ${rows.items.length > 0 && html`<div class="wide"><table class="rows-table"><thead><tr>${["at", "who", "what", "conversation", "detail"].map((each) => html`<th key=${each} scope="col">${t(`audit.${each}`)}</th>`)}</tr></thead>
        <tbody>${rows.items.map((item) => html`<${Row} key=${item.id} item=${item} strings=${desk.state.strings} />`)}</tbody></table></div>`}
      <${Foot} desk=${desk} rows=${rows} empty=${t("audit.none")} cursor="before" />
    <//>`;
}
