// The replies as a file to take away: as what, in which language, and that it is on its way.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { LANGUAGES } from "../chat/strings.js";
import { Choice } from "./filters.js";
import { languageName, number } from "./names.js";

const FORMATS = ["csv", "zendesk", "chatwoot", "booklet_html", "booklet_pdf"];

async function save(response) {
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))[1];
  const address = URL.createObjectURL(await response.blob());
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser may still be asking where to
  return name;
}

// Asks until it is made: a booklet takes longer than a request may last.
async function fetched(desk, body, onPart) {
  for (;;) {
    const response = await desk.api.open("replies/export", { method: "POST", body });
    if (response.status !== 202) return save(response);
    onPart(await response.json());
  }
}

export function Export({ desk, language }) {
  const { t } = desk;
  const { strings } = desk.state;
  const [to, setTo] = useState(FORMATS[0]);
  const [chosen, setChosen] = useState(null);
  const of = chosen ?? language; // that of the page, until another is chosen
  const [making, setMaking] = useState(null);
  const get = async (event) => {
    event.preventDefault();
    setMaking({});
    const name = await desk.attempt(() => fetched(desk, { to, language: of || null }, setMaking));
    setMaking(null);
    if (name) desk.tell(t("library.got", { name }));
  };
  return html`
    <details class="export"><summary>${t("library.export")}</summary>
      <form class="filters as-row" onSubmit=${get}>
        <${Choice} label=${t("library.format")} value=${to} options=${FORMATS.map((id) => [id, t(`library.formats.${id}`)])} onChoose=${setTo} />
        <${Choice} label=${t("filters.language")} value=${of} all=${t("library.all")} options=${Object.keys(LANGUAGES).map((id) => [id, languageName(strings, id)])} onChoose=${setChosen} />
        <button type="submit" class="strong" disabled=${Boolean(making)}>${t("library.get")}</button>
        <p class="quiet" role="status">${making && t("library.making")}${making?.of > 1 && ` ${number(strings, making.made)} / ${number(strings, making.of)}`}</p>
      </form>
    </details>`;
}
