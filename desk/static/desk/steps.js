// The dated steps of an inserted plan: those that are ticked become promises when the reply is sent.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";

export function withSteps(draft, { parts }) {
  const known = new Set(draft.steps.map(({ id }) => id));
  const dated = (parts?.plan ?? []).filter(({ id, due }) => due && !known.has(id)).map(({ id, text, due }) => ({ id, text, due }));
  return { steps: [...draft.steps, ...dated], promised: [...draft.promised, ...dated.map(({ id }) => id)] };
}

export function Agreed({ talk, text, strings }) {
  const [, redraw] = useState(0);
  const { steps, promised } = talk.draft;
  if (!steps.length) return null;
  const toggle = (id) => {
    talk.keep({ promised: promised.includes(id) ? promised.filter((each) => each !== id) : [...promised, id] });
    redraw((count) => count + 1);
  };
  const onKey = (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && talk.hands.send?.();
  return html`
    <fieldset class="agreed" onKeyDown=${onKey}><legend>${strings.t("composer.promises")}</legend>
      ${steps.map((step) => html`
        <label key=${step.id} class="check"><input type="checkbox" checked=${promised.includes(step.id)} onChange=${() => toggle(step.id)} />
          <span><span dir="auto">${marked(step.text, false)}</span> <time datetime=${step.due}>${strings.due(step.due)}</time>${!text.includes(step.text) && html` <em>${strings.t("composer.step_changed")}</em>`}</span></label>`)}
    </fieldset>`;
}
