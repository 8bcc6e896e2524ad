// Requests to the desk: the token on each, a time limit on each, and one kind of error.

const BASE = new URL("../api/v1/", location.href);
const SECONDS = 15;

// status 0: nobody answered (no line, no server, too slow). retryAfter is in seconds.
export class Failure extends Error {
  constructor(status, retryAfter = 0) {
    super(`HTTP ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  get temporary() {
    return this.status === 0 || this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500;
  }

  // The token opens nothing any more, or the conversation takes no more messages: begin anew.
  get stale() {
    return [401, 403, 404, 409, 410].includes(this.status);
  }
}

function headers(token, json) {
  return { ...(token && { Authorization: `Bearer ${token}` }), ...(json && { "Content-Type": "application/json" }) };
}

async function request(path, { method = "GET", token, body, signal }) {
  let response;
  try {
    const content = body === undefined ? undefined : JSON.stringify(body);
    response = await fetch(new URL(path, BASE), { method, headers: headers(token, content), body: content, signal, cache: "no-cache" });
  } catch {
    throw new Failure(0);
  }
  if (!response.ok) throw new Failure(response.status, Number(response.headers.get("Retry-After")) || 0);
  return response;
}

const limited = (path, options) => request(path, { signal: AbortSignal.timeout(SECONDS * 1000), ...options });

async function json(answer) {
  const response = await answer;
  try {
    return response.status === 204 ? {} : await response.json();
  } catch {
    throw new Failure(0); // cut off in the middle, or a proxy's page instead of the desk's answer
  }
}

export const strings = (language) => json(limited(`chat/strings/${language}`, {}));
export const start = (token, body) => json(limited("visitors", { method: "POST", token, body }));

// One visitor's conversation, and what can be done with it.
export class Conversation {
  constructor(id, token) {
    this.path = `conversations/${encodeURIComponent(id)}/`;
    this.token = token;
  }

  post(what, body = {}) {
    return json(limited(this.path + what, { method: "POST", token: this.token, body }));
  }

  events(after, signal) {
    return request(`${this.path}events?after=${after}`, { token: this.token, signal });
  }

  async file(id) {
    return (await limited(`${this.path}files/${encodeURIComponent(id)}`, { token: this.token })).blob();
  }

  async transcript() {
    return (await limited(`${this.path}transcript`, { token: this.token })).blob();
  }

  // fetch can't tell how far an upload is; XMLHttpRequest can.
  upload(clientId, file, progress) {
    const query = new URLSearchParams({ client_id: clientId, name: file.name.slice(-200) });
    return new Promise((resolve, reject) => {
      const sending = new XMLHttpRequest();
      sending.open("POST", new URL(`${this.path}files?${query}`, BASE));
      sending.setRequestHeader("Authorization", `Bearer ${this.token}`);
      sending.setRequestHeader("Content-Type", file.type || "application/octet-stream");
      sending.responseType = "json";
      sending.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      sending.onload = () => {
        if (sending.status < 300 && sending.response) resolve(sending.response);
        else reject(new Failure(sending.status, Number(sending.getResponseHeader("Retry-After")) || 0));
      };
      sending.onerror = sending.onabort = () => reject(new Failure(0));
      sending.send(file);
    });
  }
}
