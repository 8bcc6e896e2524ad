// How the customer has felt, message by message: a small line, and the same as a table.

import { html } from "../vendor/htm-preact-standalone.module.js";
import { feeling, moment, named } from "./names.js";

const WIDTH = 300;
const HEIGHT = 66;
const UPSET = new Set(["worried", "disappointed", "frustrated", "angry", "shocked"]);

// The burden of it: how strong what weighs on them is; nothing where they are calm or grateful.
const burden = ({ feeling: id, intensity }) => (UPSET.has(id) ? intensity : 0);

function points(feelings) {
  const step = feelings.length > 1 ? (WIDTH - 16) / (feelings.length - 1) : 0;
  return feelings.map((each, at) => ({ ...each, x: 8 + at * step, y: HEIGHT - 8 - (burden(each) * (HEIGHT - 16)) / 3 }));
}

function Line({ feelings, strings }) {
  const placed = points(feelings);
  const ends = { first: feeling(strings, feelings[0].feeling, feelings[0].intensity), last: feeling(strings, feelings.at(-1).feeling, feelings.at(-1).intensity) };
  return html`
    <svg class="chart" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${strings.t("chart.label", ends)} preserveAspectRatio="none">
      ${[0, 1, 2, 3].map((level) => html`<line class="grid" x1="0" x2=${WIDTH} y1=${HEIGHT - 8 - (level * (HEIGHT - 16)) / 3} y2=${HEIGHT - 8 - (level * (HEIGHT - 16)) / 3} />`)}
      <polyline points=${placed.map(({ x, y }) => `${x},${y}`).join(" ")} />
      ${placed.map((each) => html`<path key=${each.message} class="point" d=${`M${each.x} ${each.y}h0`}><title>${moment(strings, each.at)}: ${feeling(strings, each.feeling, each.intensity)}</title></path>`)}
    </svg>`;
}

export function Feelings({ feelings, strings }) {
  if (!feelings?.length) return null;
  return html`
    <section aria-labelledby="feelings"><h2 id="feelings">${strings.t("chart.title")}</h2>
      ${feelings.length > 1 && html`<${Line} feelings=${feelings} strings=${strings} />
        <p class="ends"><span>${feeling(strings, feelings[0].feeling, feelings[0].intensity)}</span><span>${feeling(strings, feelings.at(-1).feeling, feelings.at(-1).intensity)}</span></p>`}
      <details><summary>${strings.t("chart.numbers")}</summary>
        <table><thead><tr>${["time", "feeling", "intensity"].map((each) => html`<th key=${each} scope="col">${strings.t(`chart.${each}`)}</th>`)}</tr></thead>
          <tbody>${feelings.map((each) => html`<tr key=${each.message}><td><time datetime=${each.at}>${moment(strings, each.at)}</time></td><td>${named(strings, "feelings", each.feeling)}</td><td>${each.intensity} · ${strings.t(`intensity.${each.intensity}`)}</td></tr>`)}</tbody></table></details>
    </section>`;
}
