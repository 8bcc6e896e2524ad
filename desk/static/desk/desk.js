// The desk of one agent: who is signed in, where they are, what came in, and who is told when it changes. No markup here.

import { Store } from "../chat/storage.js";
import { follow } from "../chat/stream.js";
import { known, Strings } from "../chat/strings.js";
import { badge, chime, notify } from "./alerts.js";
import { Api } from "./api.js";
import { Drafts } from "./drafts.js";
import { Inbox } from "./inbox.js";
import { customer } from "./names.js";
import { current, go } from "./route.js";
import { Talk } from "./talk.js";

const SHOWN = 7000; // how long a small notice stays
const SPOKEN = 5; // lines kept for a slow screen reader

export class Desk {
  constructor() {
    this.api = new Api();
    this.store = new Store("desk"); // before anybody has signed in: language and theme of this browser
    this.watchers = new Set();
    this.clock = 0; // the server's time less ours
    this.state = { phase: "starting", ended: false, me: null, strings: null, route: current(), away: false, notices: [], spoken: [], people: [], promises: {}, help: false };
    window.addEventListener("hashchange", () => this.arrive());
    window.addEventListener("offline", () => this.set({ away: true }));
    window.addEventListener("pagehide", () => this.talk?.leave());
  }

  watch(changed) {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  changed() {
    this.watchers.forEach((changed) => changed());
  }

  set(change) {
    this.state = { ...this.state, ...change };
    this.changed();
  }

  t = (key, values) => this.state.strings.t(key, values);
  now = () => Date.now() + this.clock;
  may = (role) => ["agent", "lead", "admin"].indexOf(this.state.me?.role) >= ["agent", "lead", "admin"].indexOf(role);

  async begin() {
    const language = known(this.store.get("language")) ?? known(navigator.language) ?? "en";
    const [, me] = await Promise.all([this.words(language), this.api.get("me").catch(() => null)]);
    if (me) await this.enter(me);
    else this.set({ phase: "out" });
  }

  async words(language) {
    const kept = this.store.get(`words.${language}`);
    if (kept) this.set({ strings: new Strings(language, kept) }); // what was kept may be old, but it is there at once
    const fresh = this.api.get(`desk/strings/${language}`).then((told) => this.learn(language, told));
    if (kept) fresh.catch(() => {});
    else await fresh;
  }

  learn(language, told) {
    this.store.set(`words.${language}`, told);
    this.set({ strings: new Strings(language, told) });
  }

  async signIn(login, password) {
    const me = await this.api.post("session", { login, password });
    const { me: before } = this.state;
    if (before && before.id !== me.id) return location.reload(); // another agent: nothing of the first one stays on the screen
    await this.enter(me);
  }

  async enter(me) {
    this.api.csrf = me.csrf;
    const again = this.state.phase === "in";
    this.drafts ??= new Drafts(me.id);
    this.inbox ??= new Inbox(this);
    const wanted = known(me.language);
    if (wanted && wanted !== this.state.strings?.language) await this.words(wanted).catch(() => {});
    this.set({ phase: "in", ended: false, me });
    if (again) this.refresh();
    else this.start();
    this.follow();
  }

  start() {
    this.inbox.load();
    this.arrive();
    this.countPromises();
    this.api.get("people").then((people) => this.set({ people }), () => {});
  }

  refresh() {
    this.inbox.refresh();
    this.talk?.load();
    this.talk?.suggest();
    this.countPromises();
  }

  async countPromises() {
    const answer = await this.attempt(() => this.api.get("promises", { state: "open", mine: 0 }), { quiet: true });
    if (answer) this.set({ promises: answer.counts });
  }

  async signOut() {
    this.following?.abort();
    await this.api.remove("session").catch(() => {});
    location.hash = "";
    location.reload();
  }

  // Opens what the address says.
  arrive() {
    const route = current();
    const id = route.page === "inbox" ? route.id : null;
    if (this.talk && this.talk.id !== id) this.leave();
    this.set({ route });
    if (!id || this.talk || this.state.phase !== "in") return;
    this.talk = new Talk(this, id);
    this.talk.open();
    this.changed();
  }

  leave() {
    this.talk.close();
    this.talk = null;
  }

  // Does something at the server: its answer, or undefined when it failed, said in one clear sentence.
  async attempt(work, { quiet = false, failed } = {}) {
    try {
      const answer = await work();
      if (this.state.away && navigator.onLine) this.set({ away: false });
      return answer;
    } catch (failure) {
      if (failure.status === undefined) throw failure;
      this.failed(failure, quiet);
      failed?.(failure);
    }
  }

  failed(failure, quiet) {
    if (failure.stale) this.set({ ended: true });
    if (failure.status === 0) this.set({ away: true });
    if (!failure.stale && !quiet && failure.status !== 409) this.tell(this.sentence(failure), "alert");
  }

  // The desk's own sentence is English; its code, or its status, has one in the agent's language.
  sentence({ status, body }) {
    if (body.code) return this.t(`refused.${body.code}`, body);
    return this.t({ 403: "errors.forbidden", 404: "errors.gone", 429: "errors.busy", 503: "errors.busy" }[status] ?? "errors.failed");
  }

  tell(text, kind = "status") {
    const notice = { key: crypto.randomUUID(), text, kind };
    this.set({ notices: [...this.state.notices.slice(-2), notice] });
    setTimeout(() => this.untell(notice.key), kind === "alert" ? SHOWN * 2 : SHOWN);
  }

  untell(key) {
    this.set({ notices: this.state.notices.filter((each) => each.key !== key) });
  }

  say(text) {
    this.set({ spoken: [...this.state.spoken, { key: crypto.randomUUID(), text }].slice(-SPOKEN) });
  }

  async change(settings) {
    const { me } = this.state;
    this.set({ me: { ...me, settings: { ...me.settings, ...settings } } });
    await this.attempt(() => this.api.put("me", { settings: this.state.me.settings }));
  }

  async speak(language) {
    this.store.set("language", language);
    const answer = await this.attempt(() => this.words(language).then(() => true));
    if (!answer || !this.state.me) return;
    this.set({ me: { ...this.state.me, language } });
    await this.attempt(() => this.api.put("me", { language }), { quiet: true });
    this.talk?.suggest(); // what they say, in the agent's language
  }

  async settle(promise, state) {
    const answer = await this.attempt(() => this.api.post(`promises/${promise.id}`, { state }));
    if (answer) this.tell(this.t(`told.promise_${state}`));
    if (answer) this.countPromises();
    return answer;
  }

  // The conversation with a drafted message in its composer; a draft that stands there stays, below it.
  writeTo(conversation, text) {
    const draft = this.drafts.get(conversation);
    const reply = draft.reply.includes(text) ? draft.reply : [text, draft.reply].filter(Boolean).join("\n\n");
    this.drafts.set(conversation, { ...draft, mode: "reply", reply });
    this.writesTo = conversation;
    if (this.talk?.id === conversation) this.talk.hands.replace?.(reply);
    go("inbox", conversation);
  }

  follow() {
    this.following?.abort();
    this.following = new AbortController();
    this.last ??= null;
    follow({
      open: (signal) => this.api.open(`stream${this.last ? `?after=${this.last}` : ""}`, { signal }),
      onEvent: (event) => this.heard(event),
      onLine: (line) => this.line(line),
      onStale: () => this.set({ ended: true }),
      signal: this.following.signal,
    });
  }

  // Back after an absence: ask for everything once, since the stream may not go back that far.
  line(there) {
    const back = there && this.state.away;
    if (there !== !this.state.away) this.set({ away: !there });
    if (back) this.refresh();
  }

  heard(event) {
    const { id, kind, conversation, body = {} } = event;
    this.last = Math.max(this.last ?? 0, Number(id) || 0) || null;
    if (kind === "item") this.hearItem(body);
    if (kind === "presence") this.changeLine(conversation, { looking: body.looking });
    if (kind === "promise") this.countPromises();
    if (this.talk?.id === conversation) this.talk.hear(event);
    if (kind === "message" && body.author === "customer") this.news = { conversation, key: "live.elsewhere", text: body.text || body.file?.name || "" };
    if (kind === "status" && body.status === "waiting") this.news = { conversation, key: "live.waits" };
  }

  // The line of the list comes right after what changed it, and says who has the conversation by then.
  hearItem(item) {
    this.inbox.apply(item);
    if (this.news?.conversation !== item.id) return;
    this.call(item, this.news);
    this.news = null;
  }

  changeLine(id, change) {
    const item = this.inbox.state.items.find((each) => each.id === id);
    if (item) this.inbox.apply({ ...item, ...change });
  }

  // Nobody is called to what the bot or a colleague has.
  call(item, { key, text }) {
    const open = this.talk?.id === item.id;
    const { me, strings } = this.state;
    const another = item.agent && item.agent.id !== me.id;
    if (open ? text === undefined : item.status === "bot" || another) return;
    const name = customer(strings, item);
    this.say(open ? this.t("live.here", { name, text }) : this.t(key, { name }));
    if (me.settings?.sound) chime();
    if (me.settings?.notifications) notify(this.t(key, { name }), item.id, () => go("inbox", item.id));
  }

  badge() {
    const unread = this.state.phase === "in" ? this.inbox.state.items.filter((item) => item.unread && item.status !== "bot").length : 0;
    badge(unread, this.state.strings ? this.t("title") : "Heard");
  }
}
