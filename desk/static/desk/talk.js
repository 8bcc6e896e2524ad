// The conversation that is open: what is known of it, the suggestions for it, and what the agent does with it.

import { blank } from "./drafts.js";

const LOOKING = 20_000;
const READING_TAKES = 1500; // after this without a reading, ask for suggestions all the same: they say why there are none
const TYPING_PAUSE = 4000;
const TOGETHER = 120; // what the stream says in this time is fetched as one

export class Talk {
  constructor(desk, id) {
    Object.assign(this, { desk, id, path: `inbox/${encodeURIComponent(id)}`, suggesting: 0, typedAt: 0, typed: false });
    this.draft = desk.drafts.get(id);
    this.hands = {}; // what the composer on the screen can do: insert, replace, toggle, fix, focus
    this.state = { data: null, gone: false, typing: null, suggestions: [], missing: "", about: null, fault: "unknown", solvable: "later", thinking: true, beaten: null, busy: false, followup: null };
    this.looking = setInterval(() => this.seen(), LOOKING);
  }

  set(change) {
    this.state = { ...this.state, ...change };
    this.desk.changed();
  }

  close() {
    clearInterval(this.looking);
    clearTimeout(this.waiting);
    clearTimeout(this.loading);
    this.leave();
    this.closed = true;
  }

  // Colleagues hear that nobody writes or looks here any more, after what said that somebody does.
  leave() {
    this.type(false);
    this.told?.then(() => this.desk.api.tell(`${this.path}/left`));
  }

  get item() {
    return this.state.data?.item;
  }

  get mine() {
    return this.item?.agent?.id === this.desk.state.me.id;
  }

  // The newest customer's message that was read.
  get newest() {
    return this.state.data?.messages.findLast(({ author, reading }) => author === "customer" && reading);
  }

  keep(change) {
    this.draft = { ...this.draft, ...change };
    this.desk.drafts.set(this.id, this.draft);
  }

  async load() {
    const data = await this.desk.attempt(() => this.desk.api.get(this.path), { quiet: true, failed: ({ status }) => status === 404 && this.set({ gone: true }) });
    if (!data || this.closed) return;
    this.set({ data });
    this.seen();
  }

  async open() {
    await Promise.all([this.load(), this.suggest()]);
  }

  seen() {
    const event = this.state.data?.last_event;
    if (!event || document.visibilityState !== "visible" || this.desk.state.ended) return;
    this.told = this.desk.api.tell(`${this.path}/seen`, { event }).then(({ looking }) => looking && this.update({ looking }));
    if (this.item.unread) this.desk.inbox.apply({ ...this.item, unread: false });
  }

  async suggest(change = {}) {
    const number = ++this.suggesting;
    this.set({ ...change, thinking: true });
    const { fault, solvable } = this.state;
    const answer = await this.desk.attempt(() => this.desk.api.get(`${this.path}/suggestions`, { fault, solvable }), { quiet: true });
    if (number !== this.suggesting || this.closed) return;
    if (answer) this.set({ suggestions: answer.suggestions, missing: this.why(answer.missing), about: answer.message, thinking: false });
    else this.set({ thinking: false, missing: this.desk.t("suggestions.failed") });
  }

  // The desk says why in a word of its own, or in a sentence.
  why(missing) {
    return this.desk.state.strings.strings.missing[missing] ?? missing;
  }

  // What the stream says about this conversation.
  hear({ id, kind, at, body }) {
    if (kind === "message" || kind === "note") this.hearMessage(id, at, body, kind === "note");
    if (kind === "typing" && (body.author === "customer" || body.name !== this.desk.state.me.name)) this.set({ typing: body.typing ? (body.name ?? "") : null });
    if (kind === "presence") this.update({ looking: body.looking });
    if (kind === "reading") this.hearReading();
    if (kind === "status" || kind === "promise") this.loadSoon();
    if (kind === "item") this.update({ item: { ...this.item, ...body } });
  }

  update(change) {
    if (this.state.data) this.set({ data: { ...this.state.data, ...change } });
  }

  hearMessage(id, at, body, isPrivate) {
    const { data } = this.state;
    if (!data || data.messages.some((each) => each.event === id)) return;
    const message = { id: body.message ?? id, event: id, at, reading: null, warnings: [], parts: null, file: null, text: "", ...body, author: isPrivate ? "note" : body.author, private: isPrivate };
    this.set({ data: { ...data, messages: [...data.messages, message], last_event: Math.max(data.last_event, id) }, typing: body.author === "customer" ? null : this.state.typing });
    this.seen();
    if (message.author === "customer") this.waiting = setTimeout(() => this.hearReading(), READING_TAKES);
  }

  hearReading() {
    clearTimeout(this.waiting);
    this.suggest();
    this.loadSoon();
  }

  loadSoon() {
    clearTimeout(this.loading);
    this.loading = setTimeout(() => this.load(), TOGETHER);
  }

  async act(what, body = {}) {
    this.set({ busy: true });
    const failed = (failure) => failure.status === 409 && this.wasTaken(failure.body);
    const answer = await this.desk.attempt(() => this.desk.api.post(`${this.path}/${what}`, body), { failed });
    this.set({ busy: false });
    if (answer?.item) {
      this.update({ item: answer.item });
      this.desk.inbox.apply(answer.item);
    }
    if (answer) this.desk.tell(this.desk.t(`told.${what}`));
    else this.load();
    return answer;
  }

  async wasTaken({ agent }) {
    if (!agent) await this.load(); // who has it stands in the conversation then
    const name = agent?.name ?? agent ?? this.item?.agent?.name;
    this.desk.tell(this.desk.t(name ? "told.taken" : "errors.failed", { name }), "alert");
  }

  // One id per reply, however often it is tried: a resend is the same reply.
  async send() {
    const { reply, suggestion, promised, steps } = this.draft;
    const text = reply.trim();
    if (this.sent?.text !== text) this.sent = { text, client_id: crypto.randomUUID() };
    const promises = steps.filter(({ id }) => promised.includes(id)).map(({ id }) => id);
    const body = { client_id: this.sent.client_id, text, after: this.state.data.last_event, suggestion, promises };
    this.set({ busy: true });
    let refusal = null;
    const failed = (failure) => (refusal = failure);
    const answer = await this.desk.attempt(() => this.desk.api.post(`${this.path}/replies`, body), { failed });
    this.set({ busy: false });
    if (answer) this.wasSent(answer, text);
    else if (refusal?.status === 409 && refusal.body.by !== undefined) await this.wasBeaten(refusal.body);
    return answer ?? { refusal };
  }

  wasSent(answer, text) {
    this.sent = null;
    this.keep({ ...blank, note: this.draft.note });
    this.typed = false;
    const { me } = this.desk.state;
    this.hearMessage(answer.event, new Date().toISOString(), { author: "agent", name: me.name, text, warnings: (answer.findings ?? []).map(({ rule }) => rule) }, false);
    this.set({ beaten: null, followup: null });
    this.desk.tell(this.desk.t(answer.findings?.length ? "told.sent_over" : "told.sent"));
    this.loadSoon();
  }

  async wasBeaten({ by, text }) {
    await this.load(); // so that the next try is about what the agent can see now
    this.set({ beaten: { by: by?.name ?? by, text } });
    this.suggest();
  }

  async note() {
    const text = this.draft.note.trim();
    const answer = await this.desk.attempt(() => this.desk.api.post(`${this.path}/notes`, { text }));
    if (!answer) return false;
    this.keep({ note: "" });
    this.hearMessage(answer.event, new Date().toISOString(), { author: "note", name: this.desk.state.me.name, text }, true);
    this.desk.tell(this.desk.t("told.note"));
    return true;
  }

  // Only a reply being written shows to the customer as typing; a note never does.
  type(typing) {
    clearTimeout(this.pausing);
    const now = Date.now();
    if (typing) this.pausing = setTimeout(() => this.type(false), TYPING_PAUSE + 1000);
    if (typing === this.typed && (!typing || now - this.typedAt < TYPING_PAUSE)) return;
    Object.assign(this, { typed: typing, typedAt: now });
    this.desk.api.tell(`${this.path}/typing`, { typing });
  }

  async dismiss({ tone, wordings }) {
    this.set({ suggestions: this.state.suggestions.map((each) => (each.tone === tone ? { ...each, dismissed: true } : each)) });
    await this.desk.attempt(() => this.desk.api.post(`${this.path}/dismissed`, { tone, wordings }), { quiet: true });
  }

  async correct(message, change) {
    const answer = await this.desk.attempt(() => this.desk.api.post(`${this.path}/reading`, { message, ...change }));
    if (!answer) return;
    const reading = { ...answer.reading, corrected: true };
    this.update({ messages: this.state.data.messages.map((each) => (each.id === message ? { ...each, reading } : each)) });
    this.desk.tell(this.desk.t("told.corrected"));
    this.suggest();
    this.loadSoon();
  }

  async settle(promise, state) {
    const answer = await this.desk.settle(promise, state);
    if (answer?.followup) this.set({ followup: answer.followup });
    if (answer) this.loadSoon();
  }
}
