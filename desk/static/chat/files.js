// Files: what may go, found out before anything is sent, and what comes, shown from memory.

const LIMIT = 10 * 1024 * 1024;
export const ACCEPT = "image/png,image/jpeg,image/webp,image/gif,application/pdf";

// A name and a type can say anything; the first bytes are what the desk looks at too.
const SIGNS = [
  ["image/png", 0, "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
  ["application/pdf", 0, "%PDF-"],
];

async function typeOf(file) {
  const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  return SIGNS.find(([, at, sign]) => head.startsWith(sign, at))?.[0] ?? null;
}

// The file as it may be sent ({file}), or the key of the sentence that says why not ({problem}).
export async function check(file) {
  if (file.size > LIMIT) return { problem: "too_large" };
  const type = await typeOf(file);
  if (!type) return { problem: "wrong_type" };
  return { file: new File([file], file.name, { type }) };
}

export const isImage = (file) => file.type.startsWith("image/") && ACCEPT.includes(file.type);

const kept = new Map(); // file id to its blob URL, so that nothing is fetched twice on a bad line

// A blob is opened as what we say it is, never as what came with it.
export function keep(id, blob, type) {
  const safe = ACCEPT.split(",").includes(type) ? type : "application/octet-stream";
  if (!kept.has(id)) kept.set(id, URL.createObjectURL(new Blob([blob], { type: safe })));
  return kept.get(id);
}

export const address = (id) => kept.get(id);

export function save(url, name) {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
