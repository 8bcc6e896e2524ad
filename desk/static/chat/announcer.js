// Says each new thing once to a screen reader. The conversation itself isn't live, or it would be read out again and again.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { lineOf } from "./events.js";

const KEPT = 5; // enough for a slow reader; taking a line away isn't announced

function spoken(item, strings) {
  const { body } = item;
  if (item.kind !== "message") return lineOf(item) && strings.t(lineOf(item), { name: body.name });
  if (body.author === "customer") return null;
  const name = body.name || strings.t(body.author === "agent" ? "names.person" : "names.bot");
  return `${name}: ${body.text || (body.file ? strings.t("file.picture", { name: body.file.name }) : "")}`;
}

export function Announcer({ chat }) {
  const { items, phase, away, note, strings } = chat.state;
  const upTo = useRef(null);
  const [lines, setLines] = useState([]);
  const say = (texts) => texts.length && setLines((before) => [...before, ...texts].slice(-KEPT));
  useEffect(() => {
    if (phase !== "ready") return;
    const known = upTo.current;
    const newest = items.at(-1)?.id ?? 0;
    upTo.current = Math.max(known ?? 0, newest);
    // The history a returning visitor finds isn't news.
    if (known !== null) say(items.filter((item) => item.id > known).map((item) => ({ key: item.id, text: spoken(item, strings) })).filter(({ text }) => text));
  }, [items, phase]);
  const line = away ? "line.away" : note;
  useEffect(() => {
    if (line) say([{ key: `${line} ${Date.now()}`, text: strings.t(line) }]);
  }, [line]);
  return html`<div class="hidden" role="status" aria-live="polite" aria-atomic="false">${lines.map(({ key, text }) => html`<p key=${key}>${text}</p>`)}</div>`;
}
