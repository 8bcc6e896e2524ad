// The list of conversations: one view with its filters, kept current without moving under the agent's hand.

const APART = 3000; // at most one fresh first page in this time, however much happens
export const VIEWS = ["need", "mine", "bot", "snoozed", "closed"];
export const noFilters = { language: "", cause: "", feeling: "", signal: "", team: "", agent: "" };

const orders = (item) => [item.status, item.agent?.id, item.waiting_since, item.intensity, item.overdue, item.snoozed_until, item.signals.join()].join();

export class Inbox {
  constructor(desk) {
    this.desk = desk;
    this.state = { view: "need", filters: noFilters, q: "", items: [], next: null, counts: {}, loading: false, failed: false, stale: 0 };
    this.asked = 0; // number of the newest request: older answers are dropped
    this.held = false; // the pointer or the focus is in the list
    this.refreshedAt = 0;
  }

  set(change) {
    this.state = { ...this.state, ...change };
    this.desk.changed();
  }

  query(cursor) {
    const { view, filters, q } = this.state;
    return { view, ...filters, q, cursor };
  }

  show(change) {
    this.set({ ...change, items: [], next: null });
    return this.load();
  }

  async load() {
    const number = ++this.asked;
    this.set({ loading: true });
    const answer = await this.desk.attempt(() => this.desk.api.get("inbox", this.query()), { quiet: true });
    if (number !== this.asked) return;
    if (answer) this.take(answer, answer.items);
    this.set({ loading: false, failed: !answer });
  }

  take(answer, items) {
    this.refreshedAt = Date.now();
    this.desk.clock = Date.parse(answer.now) - Date.now() || 0;
    this.set({ items, next: answer.next, counts: answer.counts, stale: 0 });
  }

  async more() {
    const { next, loading } = this.state;
    if (!next || loading) return;
    const number = this.asked;
    this.set({ loading: true });
    const answer = await this.desk.attempt(() => this.desk.api.get("inbox", this.query(next)), { quiet: true });
    if (number !== this.asked) return;
    const known = new Set(this.state.items.map(({ id }) => id));
    if (answer) this.set({ items: [...this.state.items, ...answer.items.filter(({ id }) => !known.has(id))], next: answer.next, counts: answer.counts });
    this.set({ loading: false });
  }

  // The first page anew; what was loaded below it stays below.
  async refresh() {
    const number = ++this.asked;
    this.refreshedAt = Date.now();
    const answer = await this.desk.attempt(() => this.desk.api.get("inbox", this.query()), { quiet: true });
    if (!answer || number !== this.asked) return;
    if (this.held && this.moves(answer.items)) return this.set({ counts: answer.counts, stale: this.moves(answer.items), loading: false });
    const first = new Set(answer.items.map(({ id }) => id));
    const below = answer.next ? this.state.items.slice(answer.items.length).filter(({ id }) => !first.has(id)) : [];
    this.take(below.length ? { ...answer, next: this.state.next } : answer, [...answer.items, ...below]);
    this.set({ loading: false, failed: false });
  }

  // How many of a fresh page stand elsewhere than now.
  moves(items) {
    return items.filter(({ id }, at) => this.state.items[at]?.id !== id).length;
  }

  hold(held) {
    this.held = held;
    if (!held && this.state.stale) this.refresh();
  }

  // Something about a conversation is news. What only changes its line changes it in place.
  apply(item) {
    const at = this.state.items.findIndex(({ id }) => id === item.id);
    const before = this.state.items[at];
    if (before) this.set({ items: this.state.items.with(at, { ...before, ...item }) });
    if (!before || orders({ ...before, ...item }) !== orders(before)) this.later();
  }

  later() {
    if (this.timer) return;
    const wait = Math.max(150, this.refreshedAt + APART - Date.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.refresh();
    }, wait);
  }

  neighbour(id, step) {
    const { items } = this.state;
    const at = items.findIndex((item) => item.id === id);
    return items[at < 0 ? 0 : at + step]?.id;
  }
}
