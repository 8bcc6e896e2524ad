// Marked stretches of a text, and the marks in it that nobody sees.

import { REFERENCE } from "../chat/text.js";

const [LEFT_TO_RIGHT, RIGHT_TO_LEFT] = ["\u200e", "\u200f"];
export const UNSEEN = LEFT_TO_RIGHT + RIGHT_TO_LEFT;
const ARABIC = /\p{Script=Arabic}/u;
const LETTER = /\p{L}/u;

export const bare = (text) => text.replaceAll(LEFT_TO_RIGHT, "").replaceAll(RIGHT_TO_LEFT, "");

// A reference in an Arabic text is shown turned round, AB-4471 for 4471-AB. Where markup can't hold it, as in a text area, a mark
// before it does; at the beginning of a paragraph, whose direction is its first letter's, the mark of Arabic before that.
export function upright(text) {
  if (!ARABIC.test(text)) return text;
  const begins = (all, at) => !LETTER.test(all.slice(all.lastIndexOf("\n", at) + 1, at));
  return bare(text).replace(new RegExp(REFERENCE, "g"), (reference, _, at, all) => (begins(all, at) ? RIGHT_TO_LEFT : "") + LEFT_TO_RIGHT + reference);
}

// The desk counts characters, a browser counts UTF-16 units: an emoji is one there and two here. What is unseen is none there.
export function inUnits(text, spans, unseen = "") {
  const starts = [];
  let place = 0;
  for (const character of text) {
    if (!unseen.includes(character)) starts.push(place);
    place += character.length;
  }
  const at = (count) => starts[count] ?? place;
  return spans.map((span) => ({ ...span, start: at(span.start), end: at(span.end) }));
}

// A text cut at the spans' edges: [{text, span}], span null between them. Where two overlap the first one has it.
export function pieces(text, spans) {
  const parts = [];
  let from = 0;
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const start = Math.max(from, span.start);
    const end = Math.min(text.length, span.end);
    if (end <= start) continue;
    if (start > from) parts.push({ text: text.slice(from, start), span: null });
    parts.push({ text: text.slice(start, end), span });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from), span: null });
  return parts;
}

// The stretch that was edited: from where, and how much stays behind it.
export function edited(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { start, tail };
}

// Where spans of a text stand after it was edited: what the edit touched is dropped until it has been looked at anew.
export function carried(spans, before, after) {
  if (before === after) return spans;
  const { start, tail } = edited(before, after);
  const moved = after.length - before.length;
  return spans.flatMap((span) => {
    if (span.end <= start) return [span];
    return span.start >= before.length - tail ? [{ ...span, start: span.start + moved, end: span.end + moved }] : [];
  });
}
