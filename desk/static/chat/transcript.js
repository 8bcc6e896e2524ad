// The conversation so far: messages, small lines between them, what is on its way, and who is writing.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { fromUs } from "./events.js";
import { Icon } from "./icons.js";
import { Message, Pending, QuickReplies } from "./message.js";

const NEAR = 80; // this close to the end counts as reading the newest

// Key of the sentence for a small line, or null where the conversation shows it otherwise.
function lineOf({ kind, body }) {
  if (kind === "notice") return { address_kept: "address.kept", language: "language", person_asked: "person.asked" }[body.key] ?? null;
  return body.status === "closed" ? "status.closed" : body.name ? "status.human" : "status.person";
}

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
    const row = item.kind === "message" ? html`<${Message} key=${item.id} item=${item} goesOn=${goesOn} chat=${chat} />` : html`<${Line} key=${item.id} item=${item} strings=${strings} />`;
    return newDay ? [html`<li key=${`day ${item.id}`} class="line day">${strings.day(item.at)}</li>`, row] : row;
  });
}

function Typing({ state: { typing, agent, strings } }) {
  const name = typing === "agent" ? (agent ?? strings.t("names.person")) : strings.t("names.bot");
  return typing && html`<li class="typing"><span class="dots" aria-hidden="true"><i /><i /><i /></span><span class="hidden">${strings.t("typing", { name })}</span></li>`;
}

// Stays at the end while the reader is there. A reply longer than the view is shown from its beginning.
function useEnd(log, state, pendingCount) {
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const toEnd = () => {
    log.current.scrollTop = log.current.scrollHeight;
  };
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = log.current;
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
    if (atEnd.current) setBehind(false);
  };
  const lastId = state.items.at(-1)?.id;
  useLayoutEffect(() => {
    const last = state.items.at(-1);
    if (!atEnd.current && last && fromUs(last)) return setBehind(true);
    const newest = log.current.querySelector("li.message:last-of-type");
    const tall = newest && fromUs(last ?? { kind: "" }) && newest.offsetHeight > log.current.clientHeight;
    toEnd();
    if (tall) log.current.scrollTop = newest.offsetTop - 12;
  }, [lastId, pendingCount, state.status]);
  useLayoutEffect(() => atEnd.current && toEnd(), [state.typing, state.phase]);
  useEffect(() => {
    const resized = new ResizeObserver(() => atEnd.current && toEnd()); // the keyboard came up, a picture arrived
    resized.observe(log.current);
    resized.observe(log.current.firstElementChild);
    return () => resized.disconnect();
  }, []);
  return { behind, onScroll, toEnd };
}

export function Transcript({ chat }) {
  const { state } = chat;
  const { strings } = state;
  const log = useRef();
  const { pending } = chat;
  const { behind, onScroll, toEnd } = useEnd(log, state, pending.length);
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
      ${behind && html`<button type="button" class="jump" onClick=${toEnd}><${Icon} name="down" />${strings.t("jump")}</button>`}
    </main>`;
}
