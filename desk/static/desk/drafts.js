// What an agent has written and not sent yet, kept per conversation and per agent in this browser.

import { Store } from "../chat/storage.js";

const KEPT_FOR = 30 * 24 * 3600_000;
export const blank = { mode: "reply", reply: "", note: "", suggestion: null, steps: [], promised: [] };

export class Drafts {
  constructor(agent) {
    this.store = new Store(`desk.${agent}`);
    this.store.keys("draft.").forEach((key) => Date.now() - (this.store.get(key)?.at ?? 0) > KEPT_FOR && this.store.remove(key));
  }

  get(id) {
    return { ...blank, ...this.store.get(`draft.${id}`) };
  }

  set(id, draft) {
    if (draft.reply.trim() || draft.note.trim()) this.store.set(`draft.${id}`, { ...draft, at: Date.now() });
    else this.store.remove(`draft.${id}`);
  }

  has(id) {
    return this.store.get(`draft.${id}`) !== null;
  }
}
