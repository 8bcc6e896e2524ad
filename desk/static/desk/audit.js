// Who saw and did what, newest first. What an act's details hold beside names, ids and days, is put into words here.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { Foot, Page } from "./page.js";
import { usePaged } from "./paged.js";
import { to } from "./route.js";

const WORDS = {
  "added a person": ({ roles }) => roles,
  "changed a person": ({ people, filters }) => ({ name: people.name, role: people.role, teams: filters.team, active: people.active, password: people.password }),
  "gave back": ({ status }) => status,
  "marked a promise": ({ promises }) => promises,
  "marked a follow-up": ({ promises, followups }) => ({ open: promises.open, done: followups.is_done }),
  replied: ({ names }) => names.rules,
  "took insights away": ({ names }) => names.tables,
  "took the replies away": ({ names, library }) => ({ ...names.languages, ...library.formats, "all languages": library.all }),
};
const MOMENT = /^\d{4}-\d\d-\d\dT/;
const DAYS = /^(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)$/;

function part(text, words, strings) {
  const day = (iso) => strings.date(iso, { dateStyle: "medium", timeZone: "UTC" });
  if (MOMENT.test(text)) return strings.due(text);
  const [, first, last] = DAYS.exec(text) ?? [];
  return first ? `${day(first)} – ${day(last)}` : Object.hasOwn(words, text) ? words[text] : text;
}

function Detail({ item, strings }) {
  const { what, detail } = item;
  const words = WORDS[what]?.(strings.strings) ?? {};
  const comma = strings.direction === "rtl" ? "، " : ", ";
  return html`${what === "replied" && detail && `${strings.t("audit.over")} `}${detail.split(", ").map((text, at) => html`${at > 0 && comma}<bdi>${part(text, words, strings)}</bdi>`)}`;
}

function Row({ item, strings }) {
  const { at, who, what, conversation } = item;
  return html`
    <tr><td><time datetime=${at}>${strings.date(at, { dateStyle: "medium", timeStyle: "medium" })}</time></td>
      <td><bdi>${who}</bdi></td><td>${strings.strings.audit.whats?.[what] ?? what}</td>
      <td>${conversation && html`<a href=${to("inbox", conversation)} dir="ltr">${conversation.slice(0, 8)}</a>`}</td><td><${Detail} item=${item} strings=${strings} /></td></tr>`;
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
