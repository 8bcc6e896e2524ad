// The loader: one <script src=".../chat.js" defer> puts the chat on any page. It makes the launcher and an iframe, tells
// the iframe what the page knows, and lets nothing through in either direction: own shadow tree, own style, checked origins.
// data-language, data-order, data-case, data-name, data-audience (customer or employee); window.Heard.open/close/tell.
// The page may set --heard-accent, --heard-accent-ink, --heard-font and --heard-radius on :root.
(() => {
  "use strict";
  if (window.Heard) return; // the line stands twice on the page
  const script = document.currentScript;
  const base = new URL(".", script.src);
  const MEMORY = "heard.chat";
  const THEME = ["--heard-accent", "--heard-accent-ink", "--heard-font", "--heard-radius"];
  // The launcher speaks before anything is loaded, so its words stand here too; a test holds them equal to content/chat.
  const WORDS = {
    en: ["Open the chat", "Close the chat", "New messages: {n}", "Talk to us"],
    it: ["Apri la chat", "Chiudi la chat", "Nuovi messaggi: {n}", "Parli con noi"],
    ar: ["فتح المحادثة", "إغلاق المحادثة", "رسائل جديدة: {n}", "تحدثوا إلينا"],
    sv: ["Öppna chatten", "Stäng chatten", "Nya meddelanden: {n}", "Prata med oss"],
    fr: ["Ouvrir le chat", "Fermer le chat", "Nouveaux messages\u202f: {n}", "Parlez-nous"],
    fi: ["Avaa keskustelu", "Sulje keskustelu", "Uusia viestejä: {n}", "Kerro meille"],
  };
  // :host is important throughout: inside a shadow tree that wins over whatever the page says about every element.
  const STYLE = `
    :host { all: initial !important; position: fixed !important; z-index: 2147483000 !important; inset-block-end: 20px !important;
      inset-inline-end: 20px !important; }
    :host([hidden]) { display: none !important; }
    button { all: unset; box-sizing: border-box; position: relative; display: flex; align-items: center; gap: 10px;
      block-size: 56px; min-inline-size: 56px; padding-inline: 18px 22px; border-radius: 28px; cursor: pointer;
      background: var(--heard-accent, #1c655f); color: var(--heard-accent-ink, #fff);
      font: 600 16px/1.2 var(--heard-font, system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif);
      box-shadow: 0 2px 6px rgb(40 30 20 / 18%), 0 8px 24px rgb(40 30 20 / 16%); }
    button:hover { filter: brightness(1.08); }
    button:focus-visible { outline: 3px solid var(--heard-accent, #1c655f); outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    button[aria-expanded="true"] { padding-inline: 16px; }
    button[aria-expanded="true"] .word, button[aria-expanded="true"] .speech, button[aria-expanded="false"] .cross { display: none; }
    svg { inline-size: 24px; block-size: 24px; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
      stroke-linecap: round; stroke-linejoin: round; }
    .unread { position: absolute; inset-block-start: -6px; inset-inline-end: -4px; min-inline-size: 24px; block-size: 24px;
      padding-inline: 6px; box-sizing: border-box; border-radius: 12px; text-align: center; background: #fff; color: #5b2a10;
      border: 2px solid currentColor; font-size: 13px; line-height: 20px; }
    .said { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    [hidden] { display: none !important; }
    iframe { position: fixed; inset-inline-end: 20px; inset-block-end: 90px; inline-size: min(408px, calc(100vw - 40px));
      block-size: min(680px, calc(100vh - 112px)); border: 0; border-radius: 18px; background: #fbf8f3;
      box-shadow: 0 2px 8px rgb(40 30 20 / 14%), 0 16px 48px rgb(40 30 20 / 22%); }
    @media (prefers-color-scheme: dark) { iframe { background: #1d1a17; } button { background: var(--heard-accent, #8ccdc3);
      color: var(--heard-accent-ink, #10302c); } button:focus-visible { outline-color: var(--heard-accent, #8ccdc3); box-shadow: 0 0 0 3px #1d1a17; } }
    @media (max-width: 520px), (max-height: 480px) {
      iframe { inset: 0; inline-size: 100vw; block-size: var(--height, 100dvh); border-radius: 0; }
      button[aria-expanded="true"] { display: none; } }
    @media (prefers-reduced-motion: no-preference) { button { transition: filter .15s; } }`;

  const memory = {
    read() {
      try { return JSON.parse(localStorage.getItem(MEMORY)) || {}; } catch { return {}; }
    },
    keep(change) {
      try { localStorage.setItem(MEMORY, JSON.stringify({ ...memory.read(), ...change })); } catch { /* a page without storage */ }
    },
  };

  const page = { url: location.href.slice(0, 200), title: document.title.slice(0, 200) };
  for (const key of ["order", "case", "name"]) if (script.dataset[key]) page[key] = script.dataset[key].slice(0, 200);
  const audience = script.dataset.audience === "employee" ? "employee" : "customer";
  let language = known(script.dataset.language) || known(document.documentElement.lang) || known(navigator.language) || "en";
  let words = WORDS[language];
  let direction = language === "ar" ? "rtl" : "ltr";
  let opened = false;
  let unread = 0;
  let ready = false;
  let focusing = false; // opened by the visitor while the frame was still loading
  let frame = null;

  const host = document.createElement("heard-chat");
  const root = host.attachShadow({ mode: "open" });
  const button = element("button", { type: "button", "aria-expanded": "false" });
  const word = element("span", { class: "word" });
  const badge = element("span", { class: "unread", "aria-hidden": "true", hidden: "" });
  const said = element("span", { class: "said", role: "status" }); // for those who can't see the count

  function known(tag) {
    const short = (tag || "").slice(0, 2).toLowerCase();
    return WORDS[short] ? short : null;
  }

  function element(name, attributes = {}) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function icon(name, path) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("class", name);
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  }

  function draw() {
    const [open, close, news, title] = words;
    host.dir = direction;
    host.lang = language;
    word.textContent = title;
    badge.textContent = unread > 99 ? "99+" : String(unread);
    badge.hidden = unread === 0 || opened;
    const label = opened ? close : unread ? `${title}. ${open}. ${news.replace("{n}", unread)}` : `${title}. ${open}`;
    button.setAttribute("aria-label", label);
    button.setAttribute("aria-expanded", String(opened));
    said.textContent = unread && !opened ? news.replace("{n}", unread) : "";
    if (frame) {
      frame.hidden = !opened;
      frame.title = title;
    }
  }

  // The parent's origin travels in the address: whoever may frame the chat at all is decided by its frame-ancestors.
  function load() {
    if (frame) return;
    frame = element("iframe", { allow: "", referrerpolicy: "origin" });
    frame.src = new URL(`chat/#${encodeURIComponent(location.origin)}`, base).href;
    root.append(frame);
  }

  function say(message) {
    if (ready) frame.contentWindow.postMessage({ heard: true, ...message }, base.origin);
  }

  function theme() {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(THEME.map((name) => [name, style.getPropertyValue(name).trim()]).filter(([, value]) => value));
  }

  function open() {
    load();
    opened = true;
    memory.keep({ open: true, started: true });
    draw();
    fit();
    frame.focus();
    focusing = !ready;
    say({ kind: "open", focus: true });
  }

  function close() {
    opened = false;
    memory.keep({ open: false });
    draw();
    say({ kind: "close" });
    button.focus();
  }

  // What the page learns later: Heard.tell({order: "4471-AB", language: "fi"}).
  function tell(news) {
    const told = known(news.language);
    if (told) {
      language = told;
      words = WORDS[told];
      direction = told === "ar" ? "rtl" : "ltr";
    }
    for (const key of ["order", "case", "name", "url", "title"]) if (news[key]) page[key] = String(news[key]).slice(0, 200);
    draw();
    say({ kind: "page", page, language, audience });
  }

  // On a phone the keyboard covers the lower part of the page; the chat then takes what is left above it.
  function fit() {
    if (window.visualViewport && frame) frame.style.setProperty("--height", `${Math.round(visualViewport.height)}px`);
  }

  const heardFromFrame = {
    ready() {
      ready = true;
      say({ kind: "page", page, language, audience, theme: theme(), open: opened, focus: focusing });
      if (focusing) frame.focus(); // loading took it away
      focusing = false;
    },
    close,
    unread({ count }) {
      unread = Number(count) || 0;
      draw();
    },
  };

  window.addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== base.origin) return;
    const { heard, kind } = event.data || {};
    if (heard === true && Object.hasOwn(heardFromFrame, kind)) heardFromFrame[kind](event.data);
  });
  window.visualViewport?.addEventListener("resize", fit);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => say({ kind: "theme", theme: theme() }));

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  button.append(icon("speech", "M4 5h16v11h-8l-5 4v-4H4z"), icon("cross", "M6 6l12 12M18 6L6 18"), word, badge);
  button.addEventListener("click", () => (opened ? close() : open()));
  root.append(button, said);
  window.Heard = Object.freeze({ open, close, tell });

  const before = memory.read();
  opened = before.open === true && matchMedia("(min-width: 521px)").matches; // a phone shows its page first
  if (before.started) load();
  draw();
  document.body.append(host);
})();
