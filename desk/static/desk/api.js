// Requests to the desk as a signed-in agent: the session's cookie goes by itself, the token against forgery on each change.

const BASE = new URL("../api/v1/", location.href);
const SECONDS = 15;

// status 0: nobody answered. body is what the desk said about it.
export class Failure extends Error {
  constructor(status, body = {}, retryAfter = 0) {
    super(`HTTP ${status}`);
    Object.assign(this, { status, body, retryAfter });
  }

  // The session has ended.
  get stale() {
    return this.status === 401;
  }
}

async function content(response) {
  if (response.status === 204) return {};
  try {
    return await response.json();
  } catch {
    throw new Failure(0); // cut off, or a proxy's page instead of the desk's answer
  }
}

export class Api {
  csrf = "";

  async open(path, { method = "GET", body, signal, keepalive } = {}) {
    const headers = { ...(method !== "GET" && { "X-CSRF-Token": this.csrf }), ...(body && { "Content-Type": "application/json" }) };
    let response;
    try {
      response = await fetch(new URL(path, BASE), { method, headers, body: body && JSON.stringify(body), signal, keepalive, cache: "no-cache" });
    } catch {
      throw new Failure(0);
    }
    if (response.ok) return response;
    throw new Failure(response.status, await response.json().catch(() => ({})), Number(response.headers.get("Retry-After")) || 0);
  }

  async ask(path, options) {
    return content(await this.open(path, { signal: AbortSignal.timeout(SECONDS * 1000), ...options }));
  }

  get = (path, query) => this.ask(query ? `${path}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "" && value != null))}` : path);
  post = (path, body = {}) => this.ask(path, { method: "POST", body });
  // What nobody waits for, and what still goes out while the page closes.
  tell = (path, body = {}) => this.ask(path, { method: "POST", body, keepalive: true }).catch(() => ({}));
  put = (path, body) => this.ask(path, { method: "PUT", body });
  patch = (path, body) => this.ask(path, { method: "PATCH", body });
  remove = (path) => this.ask(path, { method: "DELETE" });
}
