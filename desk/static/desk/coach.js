// Looks over what is being written, a moment after each pause; an answer about an older text is dropped.

import { bare, carried, inUnits, UNSEEN } from "./spans.js";

const PAUSE = 100; // milliseconds; with the way to the desk and back a mark stands within 150
const nothing = { text: "", findings: [], marks: null };

export class Coach {
  constructor(talk, onChange) {
    Object.assign(this, { talk, onChange, state: nothing });
  }

  set(change) {
    this.state = { ...this.state, ...change };
    this.onChange(this.state);
  }

  check(text) {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (!bare(text).trim()) return this.set(nothing);
    this.set({ text, findings: carried(this.state.findings, this.state.text, text) });
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    const { desk, id, item } = this.talk;
    this.asking = new AbortController();
    const { signal } = this.asking;
    const body = { text: bare(text), conversation: id, language: item?.language };
    // Without the coach one can still write: it says nothing of its own troubles.
    const answer = await desk.api.ask("coach", { method: "POST", body, signal }).catch((failure) => failure.stale && desk.set({ ended: true }));
    if (!answer?.findings || signal.aborted) return;
    this.set({ text, findings: inUnits(text, answer.findings, UNSEEN), marks: answer.marks ?? null });
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }
}
