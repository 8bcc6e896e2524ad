// The conversation that is open: who it is, what can be done with it, what was said, and the composer.

import { html, useEffect, useLayoutEffect, useRef } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { Actions } from "./actions.js";
import { Composer } from "./composer.js";
import { Handoff } from "./handoff.js";
import { Icon } from "./icons.js";
import { lost } from "./keys.js";
import { Message } from "./message.js";
import { customer, languageName, listed } from "./names.js";
import { to } from "./route.js";

const NEAR = 80; // pixels from the end that still count as reading the newest

// Follows the newest message while the reader is at the end, and stays where they read otherwise.
function useFollowing(log, count) {
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const area = log.current;
    if (area && atEnd.current) area.scrollTop = area.scrollHeight;
  }, [count, Boolean(log.current)]);
  useLayoutEffect(() => {
    const area = log.current;
    if (!area) return;
    const resized = new ResizeObserver(() => atEnd.current && (area.scrollTop = area.scrollHeight));
    resized.observe(area);
    return () => resized.disconnect();
  }, [Boolean(log.current)]);
  return ({ target }) => (atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < NEAR);
}

function Title({ desk, talk }) {
  const { strings } = desk.state;
  const { item } = talk;
  const name = useRef();
  useEffect(() => {
    if (lost()) name.current.focus({ preventScroll: true });
  }, [talk.mine, item?.status]);
  const looking = (talk.state.data?.looking ?? []).filter((name) => name !== desk.state.me.name);
  return html`
    <div class="title">
      <a class="back round" href=${to("inbox")} aria-label=${strings.t("talk.back")}><${Icon} name="back" /></a>
      <div><h2 ref=${name} tabindex="-1"><bdi>${item ? customer(strings, item) : strings.t("loading")}</bdi></h2>
        ${item && html`<p class="quiet">${[!(item.agent && item.status === "human") && strings.t(`status.${item.status}`), item.agent && strings.t("talk.with", { name: talk.mine ? strings.t("list.yours") : item.agent.name }), languageName(strings, item.language), item.audience === "employee" && strings.t("talk.employee")].filter(Boolean).join(" · ")}</p>`}
        ${looking.length > 0 && html`<p class="looking"><${Icon} name="eye" />${strings.t("list.looking", { names: listed(strings, looking) })}</p>`}</div>
    </div>`;
}

function Log({ desk, talk }) {
  const log = useRef();
  const { data, typing } = talk.state;
  const { strings } = desk.state;
  const onScroll = useFollowing(log, data.messages.length);
  return html`
    <div id="log" class="log" ref=${log} role="log" aria-live="off" aria-label=${strings.t("talk.transcript")} tabindex="0" onScroll=${onScroll}>
      <ol>${data.messages.map((message) => html`<${Message} key=${message.id} message=${message} desk=${desk} talk=${talk} strings=${strings} />`)}</ol>
      ${typing !== null && html`<p class="typing">${strings.t("talk.typing", { name: typing || customer(strings, talk.item) })}</p>`}
    </div>`;
}

export function Conversation({ desk, talk }) {
  const { data, gone } = talk.state;
  const { t } = desk;
  if (gone) return html`<section class="talk" aria-label=${t("panes.talk")}><${Title} desk=${desk} talk=${talk} /><p class="empty" role="alert">${t("errors.gone")}</p>${talk.draft.reply && html`<blockquote class="kept" dir="auto">${marked(talk.draft.reply, false)}</blockquote>`}</section>`;
  return html`
    <section class="talk" aria-label=${t("panes.talk")}>
      <${Title} desk=${desk} talk=${talk} />
      ${data && html`
        <${Actions} desk=${desk} talk=${talk} />
        <${Handoff} desk=${desk} talk=${talk} />
        <${Log} desk=${desk} talk=${talk} />
        ${data.item.status !== "closed" && html`<${Composer} desk=${desk} talk=${talk} />`}`}
    </section>`;
}
