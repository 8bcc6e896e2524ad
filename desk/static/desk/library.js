// All reviewed wordings to read, search and copy, in each language and channel.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { LANGUAGES } from "../chat/strings.js";
import { Choice, Search } from "./filters.js";
import { languageName, named, number } from "./names.js";
import { Foot, Page } from "./page.js";
import { usePaged } from "./paged.js";

const blanks = (text, strings) => text.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? html`<em class="blank">[${named(strings, "facts", part)}]</em>` : part));

// What is copied has brackets with words in them: whoever pastes it sees what is still to be filled in.
const plain = (text, strings) => text.replace(/\{(\w+)\}/g, (whole, name) => `[${named(strings, "facts", name)}]`);

// The cause a wording is for; what fits every cause has no place to name.
function about({ list }, strings) {
  const cause = strings.strings.names?.causes?.[list.split(".")[0]];
  return cause ? `${cause} · ` : "";
}

function Reply({ reply, language, desk }) {
  const { strings } = desk.state;
  const { t } = desk;
  const copy = async () => {
    const done = await navigator.clipboard.writeText(plain(reply.text, strings)).then(() => true, () => false);
    desk.tell(t(done ? "library.copied" : "library.not_copied"), done ? "status" : "alert");
  };
  return html`
    <li class="reply"><p class="text" dir="auto" lang=${language}>${blanks(reply.text, strings)}</p>
      <p class="quiet">${about(reply, strings)}${t("library.used", { n: number(strings, reply.used ?? 0) })}${reply.edited > 0 && ` · ${t("library.edited", { n: number(strings, reply.edited) })}`}</p>
      <button type="button" class="soft small" onClick=${copy}>${t("library.copy")}</button></li>`;
}

export function Library({ desk }) {
  const { t } = desk;
  const { strings } = desk.state;
  const [query, setQuery] = useState({ q: "", language: strings.language, channel: "chat" });
  const rows = usePaged(desk, "replies", { ...query, conversation: "" });
  const choose = (name) => (value) => setQuery({ ...query, [name]: value });
  return html`
    <${Page} title=${t("pages.library")} lead=${t("library.lead")}>
      <search class="filters as-row">
        <${Search} id="search" label=${t("library.search")} value=${query.q} onSearch=${choose("q")} />
        <${Choice} label=${t("filters.language")} value=${query.language} options=${Object.keys(LANGUAGES).map((id) => [id, languageName(strings, id)])} onChoose=${choose("language")} />
        <${Choice} label=${t("library.channel")} value=${query.channel} options=${["chat", "email", "phone"].map((id) => [id, t(`library.channels.${id}`)])} onChoose=${choose("channel")} />
        <p><a href="/desk/library">${t("library.print")}</a></p>
      </search>
      <ul class="replies">${rows.items.map((reply) => html`<${Reply} key=${reply.id} reply=${reply} language=${query.language} desk=${desk} />`)}</ul>
      <${Foot} desk=${desk} rows=${rows} empty=${t("finder.none")} cursor="cursor" />
    <//>`;
}
