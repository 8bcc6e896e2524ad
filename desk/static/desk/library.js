// All reviewed wordings to read, search, preview, copy and take away, in each language and channel, with what the checks say of them.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { LANGUAGES } from "../chat/strings.js";
import { Export } from "./export.js";
import { Choice, Search } from "./filters.js";
import { between } from "./keys.js";
import { languageName, named, number } from "./names.js";
import { Foot, Page } from "./page.js";
import { usePaged } from "./paged.js";
import { Preview } from "./preview.js";

const blanks = (text, strings) => text.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? html`<em class="blank">[${named(strings, "facts", part)}]</em>` : part));

// What is copied has brackets with words in them: whoever pastes it sees what is still to be filled in.
const plain = (text, strings) => text.replace(/\{(\w+)\}/g, (whole, name) => `[${named(strings, "facts", name)}]`);

// The cause a wording is for; what fits every cause has no place to name.
function about({ list }, strings) {
  const cause = strings.strings.names?.causes?.[list.split(".")[0]];
  return cause ? `${cause} · ` : "";
}

function About({ reply, strings }) {
  const said = (key, n) => strings.t(`library.${key}`, { n: number(strings, n) });
  return html`<p class="quiet">${about(reply, strings)}${said("used", reply.used ?? 0)}${reply.edited > 0 && ` · ${said("edited", reply.edited)}`}${!reply.findings?.length && ` · ${strings.t("library.passes")}`}</p>`;
}

// What a check says is in the language it checks, its name in the agent's.
const Flagged = ({ finding: { rule, words, why, instead }, language, strings }) => html`
  <li><strong>${named(strings, "rules", rule)}</strong>${words && html` <q dir="auto" lang=${language}>${blanks(words, strings)}</q>`} <span dir="auto" lang=${language}>${why} ${instead}</span></li>`;

function Reply({ reply, language, channel, desk }) {
  const { strings } = desk.state;
  const { t } = desk;
  const [open, setOpen] = useState(false);
  const copy = async () => {
    const done = await navigator.clipboard.writeText(plain(reply.text, strings)).then(() => true, () => false);
    desk.tell(t(done ? "library.copied" : "library.not_copied"), done ? "status" : "alert");
  };
  const id = `preview ${reply.id}`.replace(/\W/g, "-");
  return html`
    <li class=${`reply ${open ? "is-open" : ""}`}>
      <div><p class="text" dir="auto" lang=${language}>${blanks(reply.text, strings)}</p>
        <${About} reply=${reply} strings=${strings} />
        ${reply.findings?.length > 0 && html`<ul class="flagged">${reply.findings.map((finding) => html`<${Flagged} key=${`${finding.rule} ${finding.words}`} finding=${finding} language=${language} strings=${strings} />`)}</ul>`}</div>
      <p class="does"><button type="button" class="soft small" aria-expanded=${String(open)} aria-controls=${open ? id : null} onClick=${() => setOpen(!open)}>${t("library.preview")}</button>
        <button type="button" class="soft small" onClick=${copy}>${t("library.copy")}</button></p>
      ${open && html`<${Preview} id=${id} reply=${reply} language=${language} channel=${channel} desk=${desk} onFail=${() => setOpen(false)} />`}</li>`;
}

const onArrows = between(".reply", "button");

export function Library({ desk }) {
  const { t } = desk;
  const { strings } = desk.state;
  const [query, setQuery] = useState({ q: "", language: strings.language, channel: "chat", flagged: "" });
  const { language, channel, flagged } = query;
  const rows = usePaged(desk, "replies", { ...query, conversation: "" });
  const choose = (name) => (value) => setQuery({ ...query, [name]: value });
  return html`
    <${Page} title=${t("pages.library")} lead=${t("library.lead")} onKeyDown=${onArrows}>
      <search class="filters as-row">
        <${Search} id="search" label=${t("library.search")} value=${query.q} onSearch=${choose("q")} />
        <${Choice} label=${t("filters.language")} value=${language} options=${Object.keys(LANGUAGES).map((id) => [id, languageName(strings, id)])} onChoose=${choose("language")} />
        <${Choice} label=${t("library.channel")} value=${channel} options=${["chat", "email", "phone"].map((id) => [id, t(`library.channels.${id}`)])} onChoose=${choose("channel")} />
        <label class="check"><input type="checkbox" checked=${flagged === "1"} onChange=${(event) => choose("flagged")(event.target.checked ? "1" : "")} />${t("library.flagged")}</label>
      </search>
      <${Export} desk=${desk} language=${language} />
      <p class="quiet" role="status">${rows.items.length > 0 && t("library.found", { n: number(strings, rows.count ?? rows.items.length) })}</p>
      <ul class="replies">${rows.items.map((reply) => html`<${Reply} key=${`${language} ${reply.id}`} reply=${reply} language=${language} channel=${channel} desk=${desk} />`)}</ul>
      <${Foot} desk=${desk} rows=${rows} empty=${t(flagged ? "library.none_flagged" : "finder.none")} cursor="cursor" />
    <//>`;
}
