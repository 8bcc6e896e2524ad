// Search and filters over the list.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { LANGUAGES } from "../chat/strings.js";
import { noFilters } from "./inbox.js";
import { causes, FEELINGS, languageName, named, number, SIGNALS } from "./names.js";

const PAUSE = 250;

// Text that is acted on once its writer has paused.
export function Search({ id, label, value, onSearch }) {
  const [text, setText] = useState(value);
  const timer = useRef();
  useEffect(() => () => clearTimeout(timer.current), []);
  const onInput = (event) => {
    const { value: typed } = event.target;
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(typed.trim()), PAUSE);
  };
  return html`<input id=${id} type="search" dir="auto" maxlength="200" placeholder=${label} aria-label=${label} value=${text} onInput=${onInput} />`;
}

export const Choice = ({ label, value, options, all, onChoose }) => html`
  <label>${label}<select value=${value} onChange=${(event) => onChoose(event.target.value)}>
    ${all !== undefined && html`<option value="">${all}</option>`}
    ${options.map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
  </select></label>`;

function choices(desk) {
  const { strings, people, me } = desk.state;
  const list = (kind, ids) => ids.map((id) => [id, named(strings, kind, id)]);
  return {
    feeling: list("feelings", FEELINGS),
    cause: list("causes", causes(strings)),
    signal: list("signals", SIGNALS),
    language: Object.keys(LANGUAGES).map((id) => [id, languageName(strings, id)]),
    team: me.teams.map((team) => [team, team]),
    agent: people.map(({ id, name }) => [id, name]),
  };
}

export function Filters({ desk }) {
  const { inbox } = desk;
  const { filters, q } = inbox.state;
  const set = Object.values(filters).filter(Boolean).length;
  const choose = (name) => (value) => inbox.show({ filters: { ...filters, [name]: value } });
  return html`
    <search class="filters">
      <${Search} id="search" label=${desk.t("list.search")} value=${q} onSearch=${(text) => text !== inbox.state.q && inbox.show({ q: text })} />
      <details>
        <summary>${set ? desk.t("filters.set", { n: number(desk.state.strings, set) }) : desk.t("filters.label")}</summary>
        <div class="choices">
          ${Object.entries(choices(desk)).map(([name, options]) => html`<${Choice} key=${name} label=${desk.t(`filters.${name}`)} value=${filters[name]} options=${options} all=${desk.t("filters.all")} onChoose=${choose(name)} />`)}
          ${set > 0 && html`<button type="button" class="link" onClick=${() => inbox.show({ filters: noFilters })}>${desk.t("filters.clear")}</button>`}
        </div>
      </details>
    </search>`;
}
