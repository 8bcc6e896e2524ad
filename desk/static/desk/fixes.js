// What one key can do about a mark: always something that can be undone, and only with words that stand in the suggestions.

const BEFORE = new Set(["acknowledgement_missing", "generic_acknowledgement", "plan_before_acknowledgement"]);
const INSTEAD = new Set(["dismissive", "minimising", "parroted_feeling", "feeling_mismatched", "policy_first"]);
const WITHOUT = new Set(["over_apologising", "false_certainty", "unpromised_promise", "more_than_one_question", "but_after_acknowledgement", "jargon"]);
const ENDS = /[.!?…؟](?:["”»)]*)\s+|\n+/g;

// The sentence around a stretch, with the space after it.
export function sentence(text, { start, end }) {
  const edges = [...text.matchAll(ENDS)].map((match) => match.index + match[0].length);
  const from = edges.filter((edge) => edge <= start).at(-1) ?? 0;
  return { start: from, end: edges.find((edge) => edge >= end) ?? text.length };
}

const cut = (text, { start, end }, put = "") => ({ start, end, put, text: text.slice(0, start) + put + text.slice(end) });

function instead(text, span, before) {
  const whole = sentence(text, span);
  const put = before && !text.includes(before) ? before + (whole.end < text.length ? " " : "") : "";
  return { kind: put ? "say" : "take_out", ...cut(text, whole, put) };
}

function after(text, parts) {
  const next = [...(parts?.plan ?? []).map((step) => step.text), parts?.question].filter((each) => each && !text.includes(each)).join(" ");
  return next ? { kind: "next_step", ...cut(text, { start: text.length, end: text.length }, `\n\n${next}`) } : null;
}

// {kind, start, end, put, text}: what would be done; kind "select" only puts the cursor there.
export function fix(text, finding, parts) {
  const { rule, replacement } = finding;
  const before = parts?.before;
  if (typeof replacement === "string") return { kind: "replace", ...cut(text, finding, replacement) };
  if (BEFORE.has(rule) && before && !text.includes(before)) return { kind: "say", ...cut(text, { start: 0, end: 0 }, `${before} `) };
  if (rule === "no_next_step") return after(text, parts) ?? select(finding);
  if (INSTEAD.has(rule)) return instead(text, finding, before);
  if (WITHOUT.has(rule) && sentence(text, finding).end - sentence(text, finding).start < text.trim().length) return { kind: "take_out", ...cut(text, sentence(text, finding)) };
  if (rule === "exclamation_when_upset") return { kind: "calmer", ...cut(text, finding, text.slice(finding.start, finding.end).replaceAll("!", ".")) };
  return rule === "emoji_when_upset" ? { kind: "take_out", ...cut(text, finding) } : select(finding);
}

const select = ({ start, end }) => ({ kind: "select", start, end, put: null });
