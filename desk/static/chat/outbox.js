// What the customer wrote and the desk hasn't acknowledged yet: kept in storage (files in memory), sent in order, one at
// a time, again with the same client_id until it is. Two tabs share it; whoever holds the lock sends.

import { exclusively } from "./storage.js";
import { backOff, pause } from "./pause.js";

const KEY = "out.";
const uuid = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Outbox {
  // deliver(item) resolves when the desk has it; changed() is called after every change of `items`. Nothing goes until `open`.
  constructor(store, deliver, changed) {
    Object.assign(this, { store, deliver, changed, running: false, open: false });
    this.items = store.keys(KEY).map((key) => store.get(key)).filter(Boolean);
    this.items.forEach((item) => (item.state = "waiting"));
    this.sort();
    store.watch((key, value) => key.startsWith(KEY) && this.otherTab(key.slice(KEY.length), value));
  }

  sort() {
    this.items.sort((one, other) => one.at - other.at);
  }

  otherTab(clientId, value) {
    const item = this.items.find((each) => each.client_id === clientId);
    if (value && !item) {
      this.items.push({ ...value, state: "sending" });
      this.sort();
      this.run();
    } else if (!value && item) item.state = "sent";
    this.changed();
  }

  // The clock may be set back; what was written later still goes later.
  add(fields) {
    const last = this.items.at(-1)?.at ?? 0;
    const item = { client_id: uuid(), at: Math.max(Date.now(), last + 1), ...fields };
    if (!item.file) this.store.set(KEY + item.client_id, item);
    this.items.push({ ...item, state: navigator.onLine ? "sending" : "waiting" });
    this.changed();
    this.run();
  }

  remove(clientId) {
    this.store.remove(KEY + clientId);
    this.items = this.items.filter((item) => item.client_id !== clientId);
    this.changed();
  }

  retry(clientId) {
    const item = this.items.find((each) => each.client_id === clientId);
    if (item) item.state = "sending";
    this.changed();
    this.run();
  }

  get unsent() {
    return this.items.filter((item) => item.state === "sending" || item.state === "waiting");
  }

  mark(items, state) {
    items.forEach((item) => (item.state = state));
    this.changed();
  }

  async run() {
    if (this.running) return;
    this.running = true;
    let tries = 0;
    while (this.open && this.unsent.length) {
      const failure = await this.attempt(this.unsent[0]);
      if (!failure) tries = 0;
      else await pause(backOff(tries++, failure.retryAfter));
    }
    this.running = false;
  }

  // Undefined when there is nothing to wait for: it is through, or it never will be.
  async attempt(item) {
    try {
      await exclusively(`heard-out-${this.store.prefix}`, () => this.send(item));
    } catch (error) {
      if (error.status === undefined) throw error;
      if (error.temporary || error.stale) {
        this.mark(this.unsent, "waiting");
        return error;
      }
      item.error = error.status;
      this.mark([item], "refused");
    }
  }

  async send(item) {
    const elsewhere = !item.file && !this.store.get(KEY + item.client_id);
    if (item.state === "waiting" && navigator.onLine) this.mark([item], "sending");
    if (!elsewhere) await this.deliver(item);
    this.store.remove(KEY + item.client_id);
    this.mark([item], "sent");
  }
}
