// What is read of a message, and setting it right: open the choice, choose.

import { html, useRef } from "../vendor/htm-preact-standalone.module.js";
import { Strength } from "./icons.js";
import { causes, FEELINGS, listed, named } from "./names.js";

const SETTLED = 500; // arrow keys run through a closed choice; only where they stop counts

export function Reading({ message, desk, talk }) {
  const { strings } = desk.state;
  const { reading } = message;
  const timer = useRef();
  const correct = (name) => (event) => {
    const value = name === "intensity" ? Number(event.target.value) : event.target.value;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => talk.correct(message.id, { [name]: value }), SETTLED);
  };
  return html`
    <div class="reading" role="group" aria-label=${strings.t("reading.label")}>
      <label><span class="label">${strings.t("reading.feeling")}</span><select value=${reading.feeling} onChange=${correct("feeling")}>${FEELINGS.map((each) => html`<option key=${each} value=${each}>${named(strings, "feelings", each)}</option>`)}</select></label>
      <label><span class="label">${strings.t("reading.intensity")} <${Strength} level=${reading.intensity} /></span><select value=${reading.intensity} onChange=${correct("intensity")}>${[0, 1, 2, 3].map((each) => html`<option key=${each} value=${each}>${strings.t(`intensity.${each}`)}</option>`)}</select></label>
      <label class="wide"><span class="label">${strings.t("reading.cause")}</span><select value=${reading.cause || "none"} onChange=${correct("cause")}><option value="none">${strings.t("reading.no_cause")}</option>${causes(strings).map((each) => html`<option key=${each} value=${each}>${named(strings, "causes", each)}</option>`)}</select></label>
      ${reading.also?.length > 0 && html`<p class="quiet">${strings.t("reading.also", { causes: listed(strings, reading.also.map((each) => named(strings, "causes", each)).filter(Boolean)) })}</p>`}
      <p class="quiet">${strings.t(reading.corrected ? "reading.corrected" : "reading.hint")}</p>
    </div>`;
}
