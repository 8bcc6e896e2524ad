// All that was promised: overdue and due soon first, kept or broken in one click, and what to write to the customer then.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { between } from "./keys.js";
import { marked } from "../chat/text.js";
import { named, number } from "./names.js";
import { Foot, Page } from "./page.js";
import { usePaged } from "./paged.js";
import { Due, Settle } from "./promise.js";
import { to } from "./route.js";

function Followup({ promise, followup, desk }) {
  return html`
    <tr class="message-drafted"><td colspan="5"><p>${desk.t("promises.followup")}</p><p class="text" dir="auto" lang=${followup.language}>${marked(followup.text, false)}</p>
      <button type="button" class="strong small" onClick=${() => desk.writeTo(promise.conversation, followup.text)}>${desk.t("promises.write")}</button></td></tr>`;
}

function Row({ promise, followup, desk, onSettle }) {
  const { strings } = desk.state;
  return html`
    <tr class=${promise.due_soon ? "is-soon" : ""}>
      <td><${Due} promise=${promise} desk=${desk} /></td>
      <td class="long" dir="auto" lang=${promise.language}>${marked(promise.text, false)}</td>
      <td><a href=${to("inbox", promise.conversation)}><bdi>${promise.name || strings.t("visitor", { id: String(promise.conversation).slice(0, 6) })}</bdi></a><br /><span class="quiet">${named(strings, "causes", promise.cause)}</span></td>
      <td><bdi>${promise.mine ? strings.t("list.yours") : promise.made_by}</bdi></td>
      <td><${Settle} promise=${promise} desk=${desk} onSettle=${onSettle} /></td>
    </tr>
    ${followup && html`<${Followup} promise=${promise} followup=${followup} desk=${desk} />`}`;
}

function Table({ desk, rows, followups, settle }) {
  const { t } = desk;
  return html`
    <div class="wide"><table class="rows-table"><thead><tr>${["due", "what", "whom", "by", "outcome"].map((each) => html`<th key=${each} scope="col">${t(`promises.${each}`)}</th>`)}</tr></thead>
      <tbody>${rows.items.map((promise) => html`<${Row} key=${promise.id} promise=${promise} followup=${followups[promise.id]} desk=${desk} onSettle=${(state) => settle(promise, state)} />`)}</tbody></table></div>`;
}

const onArrows = between("tbody tr", "button");

export function Promises({ desk }) {
  const { t } = desk;
  const [state, setState] = useState("open");
  const [mine, setMine] = useState(false);
  const [followups, setFollowups] = useState({});
  const rows = usePaged(desk, "promises", { state, mine: mine ? 1 : 0 });
  const settle = async (promise, to) => {
    const answer = await desk.settle(promise, to);
    if (!answer) return;
    rows.replace({ ...promise, ...answer.promise });
    setFollowups({ ...followups, [promise.id]: answer.followup });
  };
  return html`
    <${Page} onKeyDown=${onArrows} title=${t("promises.page")} lead=${["overdue", "due_soon", "open"].map((each) => t(`promises.count_${each}`, { n: number(desk.state.strings, desk.state.promises[each] ?? 0) })).join(" · ")}>
      <div class="views" role="group" aria-label=${t("promises.page")}>
        ${["open", "broken", "kept"].map((each) => html`<button key=${each} type="button" aria-pressed=${String(each === state)} onClick=${() => setState(each)}>${t(`promises.${each}`)}</button>`)}
        <label class="check"><input type="checkbox" checked=${mine} onChange=${(event) => setMine(event.target.checked)} />${t("promises.mine")}</label>
      </div>
      ${rows.items.length > 0 && html`<${Table} desk=${desk} rows=${rows} followups=${followups} settle=${settle} />`}
      <${Foot} desk=${desk} rows=${rows} empty=${t("promises.none")} cursor="cursor" />
    <//>`;
}
