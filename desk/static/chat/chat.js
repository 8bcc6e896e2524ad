// The chat of one visitor: what is known, what can be done, and who is told when it changes. No markup here.

import * as api from "./api.js";
import { acknowledge, apply, fresh, fromUs } from "./events.js";
import { keep } from "./files.js";
import { Outbox } from "./outbox.js";
import { backOff, pause } from "./pause.js";
import { exclusively, Store } from "./storage.js";
import { follow } from "./stream.js";
import { chosenLanguage, kept, load } from "./strings.js";

const BACK_SHOWN = 6000;
const TYPING_PAUSE = 4000; // at most one "is typing" in this time

export class Chat {
  constructor({ audience, language, page }) {
    Object.assign(this, { audience, page, pageLanguage: language, watchers: new Set(), session: null, typedAt: 0 });
    this.store = new Store(audience);
    const chosen = chosenLanguage(this.store, language);
    this.state = { ...fresh, phase: "idle", away: !navigator.onLine, language: chosen, strings: kept(chosen, this.store), note: null, read: this.store.get("read") ?? 0 };
    this.outbox = new Outbox(this.store, (item) => this.deliver(item), () => this.set({}));
    this.store.watch((key, value) => this.otherTab(key, value));
    window.addEventListener("offline", () => this.set({ away: true }));
  }

  watch(changed) {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  set(change) {
    this.state = { ...this.state, ...change };
    this.watchers.forEach((changed) => changed());
  }

  otherTab(key, value) {
    if (key === "read") this.set({ read: value ?? 0 });
    if (key === "visitor" && value && this.session && value.token !== this.session.token) this.restart();
  }

  get returning() {
    return Boolean(this.store.get("visitor")) || this.outbox.items.length > 0;
  }

  get unread() {
    return this.state.items.filter((item) => fromUs(item) && item.id > this.state.read).length;
  }

  markRead() {
    if (this.unread === 0) return;
    this.store.set("read", this.state.last);
    this.set({ read: this.state.last });
  }

  // What is on its way: acknowledged messages have their own event and aren't shown twice.
  get pending() {
    const there = new Set(this.state.items.map((item) => item.body.client_id));
    return this.outbox.items.filter((item) => !there.has(item.client_id) && !(item.kind === "person" && item.state === "sent"));
  }

  // Opens the conversation, with as many tries as it takes.
  async begin() {
    if (this.state.phase !== "idle") return;
    this.set({ phase: "starting" });
    for (let tries = 0; this.state.phase === "starting"; tries++) {
      try {
        if (!this.state.strings) this.set({ strings: await load(this.state.language, this.store) });
        await this.connect();
      } catch (failure) {
        if (failure.status === undefined) throw failure;
        this.set({ away: true });
        await pause(backOff(tries, failure.retryAfter));
      }
    }
  }

  async connect() {
    const answer = await exclusively(`heard-start-${this.store.prefix}`, () => this.enter());
    const { status, staffed, last_event: last } = answer;
    const past = answer.events.reduce(apply, fresh);
    this.session = new api.Conversation(answer.conversation, answer.token);
    this.set({ ...past, status, staffed, last: Math.max(past.last, last ?? 0), phase: "ready", away: false, note: answer.anew ? "errors.restarted" : this.state.note });
    this.follow();
    this.outbox.open = true;
    this.outbox.run();
    if (answer.language !== this.state.language) this.session.post("language", { language: this.state.language }).catch(() => {});
    load(this.state.language, this.store).then((strings) => this.set({ strings }), () => {}); // what was kept may be old
  }

  // A token that opens nothing any more is dropped, and the visitor comes in as a new one.
  async enter() {
    const token = this.store.get("visitor")?.token;
    const body = { language: this.state.language, audience: this.audience, page: this.page };
    let answer;
    try {
      answer = await api.start(token, body);
    } catch (failure) {
      if (!token || (failure.status !== 401 && failure.status !== 403)) throw failure;
      answer = { ...(await api.start(null, body)), anew: true };
    }
    this.store.set("visitor", { token: answer.token });
    return answer;
  }

  follow() {
    this.following?.abort();
    this.following = new AbortController();
    const { session } = this;
    follow({
      open: (signal) => session.events(this.state.last, signal),
      onEvent: (event) => this.heard(event),
      onLine: (line) => this.line(line),
      onStale: () => this.restart(),
      signal: this.following.signal,
    });
  }

  heard(event) {
    this.set(apply(this.state, event));
    const sent = event.body?.client_id;
    if (sent && this.outbox.items.some((item) => item.client_id === sent)) this.outbox.remove(sent);
  }

  line(there) {
    if (this.state.away !== there) return;
    this.set({ away: !there, note: there ? "line.back" : null });
    if (there) setTimeout(() => this.state.note === "line.back" && this.set({ note: null }), BACK_SHOWN);
  }

  restart() {
    this.following?.abort();
    this.outbox.open = false;
    this.set({ phase: "idle" });
    this.begin();
  }

  again() {
    this.set({ note: null });
    this.restart();
  }

  // What each kind of waiting thing is to the desk.
  async deliver(item) {
    const { session } = this;
    try {
      if (item.kind === "person") await session.post("person");
      else if (item.kind === "file") await this.deliverFile(session, item);
      else {
        const { event } = await session.post("messages", { client_id: item.client_id, text: item.text });
        this.set(acknowledge(this.state, event, item));
      }
      this.line(true);
      if (this.state.note === "errors.busy") this.set({ note: null });
    } catch (failure) {
      if (failure.status === 0) this.line(false);
      if (failure.status === 429) this.set({ note: "errors.busy" });
      if (failure.stale && session === this.session && this.outbox.open) this.restart();
      throw failure;
    }
  }

  async deliverFile(session, item) {
    const progress = (share) => {
      item.progress = share;
      this.set({});
    };
    const { event, file } = await session.upload(item.client_id, item.file, progress);
    keep(file, item.file, item.file.type);
    this.set(acknowledge(this.state, event, { ...item, fileId: file }));
  }

  send(text) {
    this.typedAt = 0;
    this.set({ note: null });
    this.outbox.add({ kind: "message", text });
  }

  sendFile(file) {
    this.outbox.add({ kind: "file", file });
  }

  askForPerson() {
    if (!this.personAsked) this.outbox.add({ kind: "person" });
  }

  get personAsked() {
    return this.state.status === "waiting" || this.state.status === "human" || this.pending.some((item) => item.kind === "person");
  }

  // Only a person looks whether somebody is writing.
  typing() {
    if (this.state.status !== "human" || this.state.away || Date.now() - this.typedAt < TYPING_PAUSE) return;
    this.typedAt = Date.now();
    this.session.post("typing", { typing: true }).catch(() => {}); // only a courtesy
  }

  async speak(language) {
    try {
      const strings = await load(language, this.store).catch(() => kept(language, this.store));
      if (!strings) throw new api.Failure(0);
      this.store.set("language", { page: this.pageLanguage, chosen: language });
      this.set({ language, strings });
      await this.session?.post("language", { language });
    } catch {
      this.set({ note: "errors.failed" });
    }
  }

  // Address, rating, end: done now or said plainly that it wasn't. Gives the status that came back instead, 0 for no line.
  async tell(what, body) {
    try {
      if (!this.session) throw new api.Failure(0);
      await this.session.post(what, body);
      this.set({ note: null });
      return null;
    } catch (failure) {
      if (failure.status !== 422) this.set({ note: "errors.failed" });
      return failure.status ?? 0;
    }
  }
}
