// What an event makes of the conversation: pure functions from a state and an event to the next state.

export const fresh = { items: [], last: 0, status: "bot", agent: null, staffed: true, typing: null, rated: false, addressKept: false };

// Lines of the conversation by their ids, each once, whichever way and however often it came.
function withItem(items, event) {
  const others = items.filter((item) => item.id !== event.id);
  const place = others.findLastIndex((item) => item.id < event.id) + 1;
  return others.toSpliced(place, 0, event);
}

const kinds = {
  message(state, event) {
    const typing = event.body.author === "customer" ? state.typing : null;
    return { ...state, typing, items: withItem(state.items, event) };
  },

  typing(state, { body }) {
    return { ...state, typing: body.typing ? body.author : null };
  },

  status(state, event) {
    const { status, name, staffed } = event.body;
    const told = status === "human" && (state.status !== "human" || state.agent !== name);
    const items = told || status === "closed" ? withItem(state.items, event) : state.items;
    return { ...state, items, status, agent: name ?? null, staffed: staffed ?? state.staffed, typing: status === "closed" ? null : state.typing };
  },

  notice(state, event) {
    const { key } = event.body;
    const items = withItem(state.items, event);
    return { ...state, items, rated: state.rated || key === "rated", addressKept: state.addressKept || key === "address_kept" };
  },
};

export function apply(state, event) {
  const next = Object.hasOwn(kinds, event.kind) ? kinds[event.kind](state, event) : state;
  return { ...next, last: Math.max(state.last, Number(event.id) || 0) };
}

// A message the desk has acknowledged, before its own event has come. `last` stays: something may lie between.
export function acknowledge(state, id, item) {
  if (state.items.some((each) => each.id === id)) return state;
  const { file, client_id, text = "" } = item;
  const body = { author: "customer", client_id, text, name: null, parts: null, replies: [], file: file ? { id: item.fileId, name: file.name, type: file.type, size: file.size } : null };
  return { ...state, items: withItem(state.items, { id, kind: "message", at: new Date().toISOString(), body }) };
}

export const fromUs = (item) => item.kind === "message" && item.body.author !== "customer";

// Key of the sentence that a small line of the conversation says, or null where it shows otherwise.
export function lineOf({ kind, body }) {
  if (kind === "notice") return { address_kept: "address.kept", language: "language", person_asked: "person.asked" }[body.key] ?? null;
  if (body.status === "closed") return "status.closed";
  return body.name ? "status.human" : "status.person";
}
