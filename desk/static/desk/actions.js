// What can be done with a conversation as a whole: take it, give it back, hand it on, lay it aside, end it.

import { html, useRef, useState } from "../vendor/htm-preact-standalone.module.js";

const HOUR = 3600_000;

// In an hour, in three, tomorrow and on Monday at nine where the agent sits.
function times(now) {
  const at = (days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
  const monday = (8 - now.getDay()) % 7 || 7;
  return { hour: new Date(+now + HOUR), three_hours: new Date(+now + 3 * HOUR), tomorrow: at(1), monday: at(monday) };
}

function Snooze({ desk, talk, onDone }) {
  const { strings } = desk.state;
  const until = (time) => {
    onDone();
    talk.act("snooze", { until: time.toISOString() });
  };
  return html`<div class="panel" id="snooze">${Object.entries(times(new Date())).map(([name, time]) => html`<button key=${name} type="button" class="plain" onClick=${() => until(time)}>${strings.t(`snooze.${name}`)} <span class="quiet">${strings.date(time, { weekday: "short", hour: "numeric", minute: "2-digit" })}</span></button>`)}</div>`;
}

function Assign({ desk, talk, onDone }) {
  const { people } = desk.state;
  const give = (event) => {
    onDone();
    const person = people.find(({ id }) => String(id) === event.target.value);
    if (person) talk.act("assign", { person: person.id });
  };
  const others = people.filter(({ id, active }) => active !== false && id !== talk.item.agent?.id);
  return html`<div class="panel" id="assign"><label>${desk.t("actions.assign_to")}<select value="" onChange=${give}><option value="">${desk.t("actions.choose")}</option>${others.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}</select></label></div>`;
}

export function Actions({ desk, talk }) {
  const { t } = desk;
  const [open, setOpen] = useState(null);
  const { item } = talk;
  const busy = talk.state.busy;
  const group = useRef();
  const close = () => {
    group.current.querySelector("[aria-expanded=true]")?.focus();
    setOpen(null);
  };
  const does = (what, body) => () => talk.act(what, body);
  if (item.status === "closed") return null;
  const toggle = (name, Panel) => html`<div class="opens"><button type="button" class="soft small" aria-expanded=${String(open === name)} aria-controls=${name} onClick=${() => setOpen(open === name ? null : name)}>${t(`actions.${name}`)}</button>
    ${open === name && html`<${Panel} desk=${desk} talk=${talk} onDone=${close} />`}</div>`;
  return html`
    <div class="actions" ref=${group} role="group" aria-label=${t("actions.label")} onKeyDown=${(event) => event.key === "Escape" && close()}>
      ${!talk.mine && html`<button type="button" class="strong small" disabled=${busy} onClick=${does("take")}>${t("actions.take")} <kbd dir="ltr">Alt+T</kbd></button>`}
      ${talk.mine && html`<button type="button" class="soft small" disabled=${busy} onClick=${does("give_back", { to: "queue" })}>${t("actions.to_queue")}</button>
        <button type="button" class="soft small" disabled=${busy} onClick=${does("give_back", { to: "bot" })}>${t("actions.to_bot")}</button>`}
      ${toggle("assign", Assign)} ${toggle("snooze", Snooze)}
      <button type="button" class="soft small" disabled=${busy} onClick=${does("resolve")}>${t("actions.resolve")}</button>
    </div>`;
}
