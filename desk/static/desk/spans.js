// Marked stretches of a text. The desk counts characters, a browser counts UTF-16 units: an emoji is one there and two here.

const wide = /[\ud800-\udbff]/;

export function inUnits(text, spans) {
  if (!wide.test(text)) return spans;
  const starts = [0];
  for (const character of text) starts.push(starts.at(-1) + character.length);
  const at = (place) => starts[Math.min(place, starts.length - 1)];
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

// Where spans of a text stand after it was edited: what the edit touched is dropped until it has been looked at anew.
export function carried(spans, before, after) {
  if (before === after) return spans;
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same++;
  let tail = 0;
  while (tail < shorter - same && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const moved = after.length - before.length;
  return spans.flatMap((span) => {
    if (span.end <= same) return [span];
    return span.start >= before.length - tail ? [{ ...span, start: span.start + moved, end: span.end + moved }] : [];
  });
}
