// Finds a reviewed reply while writing. Facts that this conversation doesn't have are asked for: braces never get into a text.

import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { named, number } from "./names.js";

const PAUSE = 150;
const FILLED = "[^\\{\\}]*\\S[^\\{\\}]*"; // something, and no braces

function useReplies(desk, talk, query) {
  const [items, setItems] = useState(null);
  useEffect(() => {
    let dropped = false;
    const timer = setTimeout(async () => {
      const asked = { q: query, language: talk.item?.language, conversation: talk.id, channel: "chat" };
      const answer = await desk.attempt(() => desk.api.get("replies", asked));
      if (!dropped && answer) setItems(answer.items);
    }, PAUSE);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [query]);
  return items;
}

function Missing({ reply, strings, onDone }) {
  const [values, setValues] = useState({});
  const first = useRef();
  useLayoutEffect(() => first.current?.focus(), []);
  const submit = (event) => {
    event.preventDefault();
    event.stopPropagation();
    onDone(reply.filled.replace(/\{(\w+)\}/g, (whole, name) => values[name]?.trim() ?? whole));
  };
  return html`
    <form class="missing" onSubmit=${submit}>
      <p class="text" dir="auto">${marked(reply.filled.replace(/\{(\w+)\}/g, (whole, name) => `[${values[name]?.trim() || named(strings, "facts", name)}]`), false)}</p>
      ${reply.missing.map((name, at) => html`<label key=${name}>${named(strings, "facts", name)}<input ref=${at === 0 ? first : null} required pattern=${FILLED} maxlength="200" dir="auto" value=${values[name] ?? ""} onInput=${(event) => setValues({ ...values, [name]: event.target.value })} /></label>`)}
      <button type="submit" class="strong">${strings.t("finder.insert")}</button>
    </form>`;
}

export function Finder({ desk, talk, onDone }) {
  const { strings } = desk.state;
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState(null);
  const input = useRef();
  const items = useReplies(desk, talk, query);
  useLayoutEffect(() => input.current.focus(), []); // before the next key comes
  const pick = (reply) => reply && (reply.missing.length ? setChosen(reply) : onDone(reply.filled));
  const step = (by) => items?.length && setAt((at + by + items.length) % items.length);
  const onKey = (event) => {
    const act = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: () => pick(items?.[at]), "/": query === "" && (() => onDone("/")) }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const escape = (event) => event.key === "Escape" && (event.preventDefault(), onDone(null));
  return html`
    <div class="finder" role="dialog" aria-label=${strings.t("finder.label")} onKeyDown=${escape}>
      ${chosen ? html`<${Missing} reply=${chosen} strings=${strings} onDone=${onDone} />` : html`
        <input ref=${input} type="text" role="combobox" aria-expanded="true" aria-controls="found" aria-autocomplete="list" aria-activedescendant=${items?.length ? `found-${at}` : null} aria-label=${strings.t("finder.label")} placeholder=${strings.t("finder.hint")} dir="auto" maxlength="200" value=${query} onInput=${(event) => { setQuery(event.target.value); setAt(0); }} onKeyDown=${onKey} />
        <ul id="found" role="listbox" aria-label=${strings.t("finder.label")}>
          ${items?.map((reply, place) => html`<li key=${reply.id} id=${`found-${place}`} role="option" aria-selected=${String(place === at)} onPointerDown=${(event) => { event.preventDefault(); pick(reply); }}><span dir="auto" lang=${talk.item?.language}>${shown(reply, strings)}</span><small>${strings.t("library.used", { n: number(strings, reply.used) })}</small></li>`)}
        </ul>
        ${items?.length === 0 && html`<p class="quiet">${strings.t("finder.none")}</p>`}`}
    </div>`;
}

const shown = (reply, strings) => reply.filled.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? html`<em>[${named(strings, "facts", part)}]</em>` : marked(part, false)));
