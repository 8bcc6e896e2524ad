// What the browser keeps for this visitor, customers and employees apart. Where storage is blocked (private windows,
// third-party frames) everything lives in memory until the page is left.

function usable(area) {
  try {
    const store = window[area];
    store.setItem("heard.try", "1");
    store.removeItem("heard.try");
    return store;
  } catch {
    return null;
  }
}

function inMemory() {
  const values = new Map();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
    keys: () => [...values.keys()],
  };
}

export class Store {
  constructor(audience, area = "localStorage") {
    this.prefix = `heard.${audience}.`;
    this.area = usable(area) ?? inMemory();
  }

  get(key) {
    try {
      return JSON.parse(this.area.getItem(this.prefix + key));
    } catch {
      return null; // somebody else wrote there; ours is gone
    }
  }

  set(key, value) {
    try {
      this.area.setItem(this.prefix + key, JSON.stringify(value));
    } catch {
      // The quota is used up. The message still goes out from memory; it only wouldn't survive a reload.
    }
  }

  remove(key) {
    this.area.removeItem(this.prefix + key);
  }

  keys(start) {
    const all = this.area.keys ? this.area.keys() : Object.keys(this.area);
    return all.filter((key) => key.startsWith(this.prefix + start)).map((key) => key.slice(this.prefix.length));
  }

  // The other tabs' changes: changed(key, value), value null when removed.
  watch(changed) {
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key?.startsWith(this.prefix)) changed(key.slice(this.prefix.length), newValue && JSON.parse(newValue));
    });
  }
}

// One tab at a time does this. Without locks both do, and the server's client_id makes it one all the same.
export function exclusively(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
