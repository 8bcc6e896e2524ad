// The three panes: list, conversation, and what we know with the suggestions. On a narrow screen one at a time.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { Conversation } from "./conversation.js";
import { lost } from "./keys.js";
import { List } from "./list.js";
import { Side } from "./side.js";

function Panes({ desk, pane, setPane }) {
  return html`
    <div class="tabs" role="group" aria-label=${desk.t("panes.label")}>
      ${["talk", "side"].map((each) => html`<button key=${each} type="button" aria-pressed=${String(each === pane)} onClick=${() => setPane(each)}>${desk.t(`panes.${each}`)}</button>`)}
    </div>`;
}

// Two keys are enough to begin with.
const Nothing = ({ desk }) => html`
  <div class="nothing"><p>${desk.t("talk.none")}</p>
    <p><kbd dir="ltr">Alt+J</kbd> ${desk.t("keys.next")}</p><p><kbd dir="ltr">Alt+H</kbd> ${desk.t("help.title")}</p></div>`;

export function InboxPage({ desk }) {
  const { talk } = desk;
  const [pane, setPane] = useState("talk");
  const main = useRef();
  useEffect(() => {
    setPane("talk");
    if (!talk && lost()) main.current.focus({ preventScroll: true });
  }, [talk?.id]);
  return html`
    <main id="main" tabindex="-1" ref=${main} class=${`panes ${talk ? `has-talk shows-${pane}` : ""}`}>
      <${List} desk=${desk} />
      ${talk && html`<${Panes} desk=${desk} pane=${pane} setPane=${setPane} />`}
      ${talk ? html`<${Conversation} key=${talk.id} desk=${desk} talk=${talk} /><${Side} key=${`side ${talk.id}`} desk=${desk} talk=${talk} onInsert=${() => setPane("talk")} />` : html`<${Nothing} desk=${desk} />`}
    </main>`;
}
