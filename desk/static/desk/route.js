// Where in the desk the agent is, in the address behind #, so that the browser's own way back works.

export function current() {
  const [page = "inbox", id = null] = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  return { page, id };
}

export const to = (page, id) => `#/${page}${id ? `/${encodeURIComponent(id)}` : ""}`;

export function go(page, id) {
  location.hash = to(page, id);
}
