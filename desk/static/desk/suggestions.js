// Three suggestions, drawn anew as the stance is switched or the customer writes; the card that was, stays until the next is there.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { marked } from "../chat/text.js";
import { focus, lost, soon } from "./keys.js";
import { languageName } from "./names.js";

function Switch({ name, options, value, label, t, onChange }) {
  return html`
    <fieldset class="switch"><legend>${label}</legend>
      ${options.map((each) => html`<label key=${each}><input type="radio" name=${name} value=${each} checked=${each === value} onChange=${() => onChange(each)} /><span>${t(`${name}.${each}`)}</span></label>`)}
    </fieldset>`;
}

function Plan({ steps, strings }) {
  return steps?.length > 0 && html`
    <ul class="plan">${steps.map((step) => html`<li key=${step.id}><span dir="auto">${marked(step.text, true)}</span>${step.due && html` <time datetime=${step.due}>${strings.due(step.due)}</time>`}</li>`)}</ul>`;
}

function Text({ suggestion, language, strings }) {
  const { parts, text } = suggestion;
  if (!parts?.before) return html`<p class="text" dir="auto" lang=${language}>${marked(text, true)}</p>`;
  return html`<div lang=${language}><p class="text" dir="auto">${marked(parts.before, true)}</p><${Plan} steps=${parts.plan} strings=${strings} />${parts.question && html`<p class="text" dir="auto">${marked(parts.question, true)}</p>`}</div>`;
}

function Card({ suggestion, at, desk, talk, onInsert }) {
  const { strings } = desk.state;
  const { tone, meaning, findings = [] } = suggestion;
  const insert = () => {
    onInsert();
    talk.hands.insert(suggestion);
  };
  const dismiss = () => {
    talk.dismiss(suggestion);
    soon(() => lost() && focus("#suggestions"));
  };
  return html`
    <li class="card">
      <div class="bar"><h3>${strings.t(`tones.${tone}`)}</h3>
        <button type="button" class="link" onClick=${dismiss}>${strings.t("suggestions.dismiss")}<span class="hidden">: ${strings.t(`tones.${tone}`)}</span></button>
        <button type="button" class="soft small" onClick=${insert}>${strings.t("suggestions.insert")}<span class="hidden"> ${strings.t(`tones.${tone}`)}</span> <kbd dir="ltr">Alt+${at + 1}</kbd></button></div>
      <${Text} suggestion=${suggestion} language=${talk.item?.language} strings=${strings} />
      ${meaning && html`<div class="meaning"><p class="label">${strings.t("suggestions.meaning", { language: languageName(strings, strings.language) })}</p><p class="text" dir="auto">${marked(meaning, false)}</p></div>`}
      ${findings.map((finding) => html`<p class="finding" key=${finding.rule} dir="auto">${finding.why}</p>`)}
    </li>`;
}

export function Suggestions({ desk, talk, onInsert }) {
  const { suggestions, missing, fault, solvable, thinking } = talk.state;
  const { t } = desk;
  const shown = suggestions.filter(({ dismissed }) => !dismissed);
  return html`
    <section class="suggestions" aria-labelledby="suggestions" aria-busy=${String(thinking)}>
      <h2 id="suggestions" tabindex="-1">${t("suggestions.title")}</h2>
      <div class="stance">
        <${Switch} name="fault" label=${t("suggestions.fault")} options=${["ours", "unknown", "customer"]} value=${fault} t=${t} onChange=${(value) => talk.suggest({ fault: value })} />
        <${Switch} name="solvable" label=${t("suggestions.solvable")} options=${["now", "later", "no"]} value=${solvable} t=${t} onChange=${(value) => talk.suggest({ solvable: value })} />
      </div>
      ${missing && !shown.length && html`<p class="missing" role="status" dir="auto">${missing}</p>`}
      ${!missing && suggestions.length > 0 && !shown.length && html`<p class="quiet">${t("suggestions.all_dismissed")} <button type="button" class="link" onClick=${() => talk.suggest()}>${t("suggestions.back")}</button></p>`}
      <ol class=${`cards ${thinking ? "is-old" : ""}`}>${shown.map((suggestion, at) => html`<${Card} key=${suggestion.tone} suggestion=${suggestion} at=${at} desk=${desk} talk=${talk} onInsert=${onInsert} />`)}</ol>
    </section>`;
}
