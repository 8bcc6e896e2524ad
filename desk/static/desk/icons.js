// The few drawings of the desk. All are decoration: what they stand by has its words.

import { html } from "../vendor/htm-preact-standalone.module.js";

const PATHS = {
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 2",
  check: "M5 12l5 5 9-10",
  cross: "M7 7l10 10M17 7L7 17",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6zM12 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  flag: "M6 21V4h11l-2 4 2 4H6",
};

export const Icon = ({ name }) => html`<svg class=${`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;

// How strong a feeling is, beside its words: three bars, so many of them filled.
export const Strength = ({ level }) => html`
  <svg class=${`strength is-${level}`} viewBox="0 0 14 12" aria-hidden="true">
    ${[1, 2, 3].map((bar) => html`<rect class=${bar <= level ? "full" : ""} x=${(bar - 1) * 5} y=${12 - bar * 4} width="3.6" height=${bar * 4} />`)}
  </svg>`;
