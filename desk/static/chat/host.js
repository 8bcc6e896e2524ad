// The page around the chat: messages to it and from it, with its origin checked. Opened by itself the chat has no host.

export const embedded = window.parent !== window;
const named = decodeURIComponent(location.hash.slice(1));
const origin = window.location.ancestorOrigins?.[0] ?? named;

export function tellHost(kind, rest = {}) {
  if (embedded && origin) window.parent.postMessage({ heard: true, kind, ...rest }, origin);
}

export function onHost(kinds) {
  window.addEventListener("message", ({ source, origin: from, data }) => {
    if (!embedded || source !== window.parent || from !== origin) return;
    if (data?.heard === true && Object.hasOwn(kinds, data.kind)) kinds[data.kind](data);
  });
}

const THEME = { "--heard-accent": "color", "--heard-accent-ink": "color", "--heard-font": "font-family", "--heard-radius": "border-radius" };

// Only these names, and only values that are what they should be.
export function dress(theme = {}) {
  for (const [name, property] of Object.entries(THEME)) {
    const value = theme[name];
    if (typeof value === "string" && CSS.supports(property, value) && !value.includes("url(")) document.documentElement.style.setProperty(name, value);
  }
}
