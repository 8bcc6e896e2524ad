// The list of conversations: what each customer feels, why, how long they have waited, and what else is known at a glance.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { Filters } from "./filters.js";
import { Icon, Strength } from "./icons.js";
import { VIEWS } from "./inbox.js";
import { between } from "./keys.js";
import { customer, duration, feeling, GRAVE, languageName, listed, moment, named, number } from "./names.js";
import { to } from "./route.js";
import { still } from "./still.js";

const NEAR = 400; // pixels from the end at which the next page is asked for

function Signals({ item, strings }) {
  const { overdue, signals } = item;
  if (!overdue && !signals.length) return null;
  return html`
    <span class="tags">
      ${overdue > 0 && html`<span class="tag is-grave"><${Icon} name="clock" />${strings.t("list.overdue", { n: number(strings, overdue) })}</span>`}
      ${signals.map((signal) => html`<span key=${signal} class=${`tag ${GRAVE.has(signal) ? "is-grave" : ""}`}>${GRAVE.has(signal) && html`<${Icon} name="flag" />`}${named(strings, "signals", signal)}</span>`)}
    </span>`;
}

function Around({ item, strings, draft, me }) {
  const others = (item.looking ?? []).filter((name) => name !== me.name);
  return html`<span>${draft && html`<b>${strings.t("list.draft")}</b> `}${others.length > 0 && html`<${Icon} name="eye" />${strings.t("list.looking", { names: listed(strings, others) })}`}</span>`;
}

function Who({ item, strings, me }) {
  if (item.status === "closed") return strings.t("status.closed");
  if (item.agent) return item.agent.id === me.id ? strings.t("list.yours") : html`<bdi>${item.agent.name}</bdi>`;
  return item.status === "bot" ? strings.t("status.bot") : html`<span class="free">${strings.t("list.nobody")}</span>`;
}

function Time({ item, strings, waited }) {
  if (item.snoozed_until) return html`<time datetime=${item.snoozed_until}>${strings.t("list.until", { time: moment(strings, item.snoozed_until) })}</time>`;
  if (waited) return html`<span class="waited"><span class="hidden">${strings.t("list.waiting_word")} </span>${waited}</span>`;
  return item.last && html`<time datetime=${item.last.at}>${moment(strings, item.last.at)}</time>`;
}

const Row = still(({ item, strings, chosen, waited, me, draft }) => html`
  <li class=${`row ${item.unread ? "is-unread" : ""}`}>
    <a href=${to("inbox", item.id)} aria-current=${chosen ? "true" : null}>
      <span class="top"><span class="name">${item.unread && html`<span class="dot" aria-hidden="true" /><span class="hidden">${strings.t("list.unread")} </span>`}<bdi>${customer(strings, item)}</bdi></span>
        <span class="time"><${Time} item=${item} strings=${strings} waited=${waited} /></span></span>
      <span class="felt"><${Strength} level=${item.intensity ?? 0} /><span class="feeling">${feeling(strings, item.feeling, item.intensity)}</span>${item.cause && html`<span class="cause">${named(strings, "causes", item.cause)}</span>`}</span>
      <span class="last"><bdi dir="auto">${marked(item.last?.text ?? "", false)}</bdi></span>
      <${Signals} item=${item} strings=${strings} />
      <span class="foot"><span>${languageName(strings, item.language)}</span><${Around} item=${item} strings=${strings} draft=${draft} me=${me} /><span class="who"><${Who} item=${item} strings=${strings} me=${me} /></span></span>
    </a>
  </li>`);

// Rows are drawn again only when their minute, or what they show, has changed.
function useMinutes() {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 15_000);
    return () => clearInterval(timer);
  }, []);
}

const onArrows = between(".row", "a");

function Views({ desk }) {
  const { view, counts } = desk.inbox.state;
  const { strings } = desk.state;
  return html`
    <div class="views" role="group" aria-label=${desk.t("views.label")}>
      ${VIEWS.map((each) => html`<button key=${each} type="button" aria-pressed=${String(each === view)} onClick=${() => desk.inbox.show({ view: each })}>${desk.t(`views.${each}`)}${counts[each] > 0 && html` <span class="count">${number(strings, counts[each])}</span>`}</button>`)}
    </div>`;
}

function Rows({ desk }) {
  useMinutes();
  const { items } = desk.inbox.state;
  const { strings, me, route } = desk.state;
  const waited = ({ waiting_since: since }) => since && duration(strings, desk.now() - Date.parse(since));
  return html`<ul class="rows">${items.map((item) => html`<${Row} key=${item.id} item=${item} strings=${strings} me=${me} chosen=${item.id === route.id} waited=${waited(item)} draft=${desk.drafts.has(item.id)} />`)}</ul>`;
}

function State({ desk }) {
  const { items, loading, failed, next, q, view, filters } = desk.inbox.state;
  if (failed && !items.length) return html`<p class="empty">${desk.t("errors.failed")} <button type="button" class="link" onClick=${() => desk.inbox.load()}>${desk.t("again")}</button></p>`;
  const all = view === "need" && !Object.values(filters).some(Boolean);
  if (!items.length) return html`<p class="empty">${desk.t(loading ? "loading" : q ? "list.not_found" : all ? "list.empty" : "list.none")}</p>`;
  return next && html`<button type="button" class="soft more" disabled=${loading} onClick=${() => desk.inbox.more()}>${desk.t(loading ? "loading" : "more")}</button>`;
}

export function List({ desk }) {
  const { inbox } = desk;
  const area = useRef();
  const { stale } = inbox.state;
  const onScroll = ({ target }) => target.scrollHeight - target.scrollTop - target.clientHeight < NEAR && inbox.more();
  // Held while the pointer is over the rows or the keyboard is in them: nothing moves under a hand.
  const hold = (over) => () => inbox.hold(over || area.current.matches(":hover") || area.current.querySelector(":focus-visible") !== null);
  const show = () => {
    inbox.held = false;
    inbox.refresh();
  };
  return html`
    <section class="list" aria-label=${desk.t("list.label")} onKeyDown=${onArrows}>
      <${Views} desk=${desk} />
      <${Filters} desk=${desk} />
      ${stale > 0 && html`<button type="button" class="stale" onClick=${show}>${desk.t("list.stale")}</button>`}
      <div class="scroll" ref=${area} onScroll=${onScroll} onPointerEnter=${hold(true)} onPointerLeave=${hold(false)} onFocusIn=${hold(true)} onFocusOut=${() => setTimeout(() => area.current && hold(false)())}>
        <${Rows} desk=${desk} /><${State} desk=${desk} />
      </div>
    </section>`;
}
