// The conversation so far: messages, small lines between them, what is on its way, and who is writing.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { fromUs, lineOf } from "./events.js";
import { Icon } from "./icons.js";
import { Message, Pending, QuickReplies } from "./message.js";

const NEAR = 60; // pixels from the end that still count as reading the newest

function Line({ item, strings }) {
  const key = lineOf(item);
  return key && html`<li class="line" dir="auto">${strings.t(key, { name: item.body.name })}</li>`;
}

const dayOf = (item) => new Date(item.at).toDateString();

function Rows({ items, strings, chat }) {
  const talk = items.filter((item) => item.kind !== "notice" || lineOf(item));
  return talk.map((item, at) => {
    const before = talk[at - 1];
    const newDay = before && dayOf(before) !== dayOf(item);
    const goesOn = before?.kind === "message" && before.body.author === item.body.author && before.body.name === item.body.name && !newDay;
    const row = item.kind === "message" ? html`<${Message} key=${item.id} item=${item} goesOn=${goesOn} last=${at === talk.length - 1} chat=${chat} />` : html`<${Line} key=${item.id} item=${item} strings=${strings} />`;
    return newDay ? [html`<li key=${`day ${item.id}`} class="line day">${strings.day(item.at)}</li>`, row] : row;
  });
}

function Typing({ state: { typing, agent, strings } }) {
  const name = typing === "agent" ? (agent ?? strings.t("names.person")) : strings.t("names.bot");
  return typing && html`<li class="typing"><span class="dots" aria-hidden="true"><i /><i /><i /></span><span class="hidden">${strings.t("typing", { name })}</span></li>`;
}

// Follows the conversation while the reader does. A reply longer than the view is shown from its beginning: being heard
// comes before the plan, on a small screen too.
function useFollowing(log, state, pendingCount) {
  const following = useRef(true);
  const placed = useRef(0);
  const seen = useRef({ pendingCount: 0 });
  const [away, setAway] = useState({ fromEnd: false, news: false });
  const place = () => {
    const area = log.current;
    const newest = [...area.querySelectorAll("li.message, li.line")].at(-1);
    const tall = newest?.matches(".ours") && area.scrollHeight - newest.offsetTop > area.clientHeight;
    area.scrollTop = tall ? newest.offsetTop - 12 : area.scrollHeight;
    placed.current = area.scrollTop;
  };
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = log.current;
    const fromEnd = scrollHeight - scrollTop - clientHeight > NEAR;
    if (!fromEnd) following.current = true;
    else if (scrollTop < placed.current - NEAR) following.current = false;
    setAway((before) => ({ fromEnd, news: before.news && fromEnd }));
  };
  const toEnd = () => (log.current.scrollTop = log.current.scrollHeight);
  useLayoutEffect(() => {
    const last = state.items.at(-1);
    const wrote = pendingCount > seen.current.pendingCount;
    const news = last && last.id !== seen.current.id && fromUs(last);
    seen.current = { pendingCount, id: last?.id };
    if (wrote) following.current = true;
    if (following.current) place();
    else if (news) setAway((before) => ({ ...before, news: true }));
  }, [state.items, pendingCount, state.typing, state.phase, state.status]);
  useEffect(() => {
    const resized = new ResizeObserver(() => following.current && place()); // the keyboard came up, a picture arrived
    resized.observe(log.current);
    resized.observe(log.current.firstElementChild);
    return () => resized.disconnect();
  }, []);
  return { away, onScroll, toEnd };
}

function Jump({ away, open, strings, onJump }) {
  return away.fromEnd && open && html`
    <button type="button" class="jump" aria-label=${strings.t("jump")} onClick=${onJump}><${Icon} name="down" />${away.news && strings.t("jump")}</button>`;
}

export function Transcript({ chat }) {
  const { state } = chat;
  const { strings } = state;
  const log = useRef();
  const { pending } = chat;
  const { away, onScroll, toEnd } = useFollowing(log, state, pending.length);
  const last = state.items.filter((item) => item.kind === "message").at(-1);
  const asks = state.status !== "closed" && pending.length === 0 && last && fromUs(last);
  return html`
    <main>
      <div class="log" ref=${log} role="log" aria-live="off" aria-label=${strings.t("transcript.title")} tabindex="0" onScroll=${onScroll}>
        <ol>
          <${Rows} items=${state.items} strings=${strings} chat=${chat} />
          ${pending.map((item) => html`<${Pending} key=${item.client_id} item=${item} chat=${chat} />`)}
          <${Typing} state=${state} />
          ${asks && html`<${QuickReplies} replies=${last.body.replies} chat=${chat} />`}
          ${state.phase !== "ready" && state.items.length === 0 && html`<li class="typing"><span class="dots" aria-hidden="true"><i /><i /><i /></span></li>`}
        </ol>
      </div>
      <${Jump} away=${away} open=${state.status !== "closed"} strings=${strings} onJump=${toEnd} />
    </main>`;
}
