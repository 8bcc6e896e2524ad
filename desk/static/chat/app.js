// Starts the chat in its frame: waits for what the page knows, draws, and keeps page and chat in step.

import { html, render, useEffect, useState } from "../vendor/htm-preact-standalone.module.js";
import { Announcer } from "./announcer.js";
import { Chat } from "./chat.js";
import { Foot } from "./foot.js";
import { Header } from "./header.js";
import { dress, embedded, onHost, tellHost } from "./host.js";
import { known, UNREACHABLE } from "./strings.js";
import { Transcript } from "./transcript.js";

const root = document.getElementById("chat");
let chat = null;
let opened = !embedded;
let focusing = false; // until there is a composer to put the focus into

function giveFocus() {
  const place = focusing && root.querySelector("#text, legend, .ending button");
  if (!place) return;
  focusing = false;
  place.focus();
}

function close() {
  tellHost("close");
}

// Escape in a list of choices or while composing a character belongs to those.
function onKey(event) {
  if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented && embedded) close();
}

function Starting({ state }) {
  const sentence = state.away ? UNREACHABLE[state.language] : "";
  return html`<main class="starting"><p role="status" dir="auto">${sentence}</p>${!sentence && html`<span class="dots" aria-hidden="true"><i /><i /><i /></span>`}</main>`;
}

function App() {
  const [, redraw] = useState(0);
  useEffect(() => chat.watch(() => redraw((count) => count + 1)), []);
  useEffect(giveFocus);
  const { state } = chat;
  if (!state.strings) return html`<${Starting} state=${state} />`;
  return html`
    <${Header} chat=${chat} onClose=${embedded && close} />
    <${Transcript} chat=${chat} />
    <${Foot} chat=${chat} />
    <${Announcer} chat=${chat} />`;
}

function dressDocument() {
  const { language, strings } = chat.state;
  document.documentElement.lang = language;
  document.documentElement.dir = strings?.direction ?? (language === "ar" ? "rtl" : "ltr");
  document.title = strings?.t("title") ?? "";
}

function inStep() {
  dressDocument();
  if (opened && document.visibilityState === "visible") chat.markRead();
  tellHost("unread", { count: chat.unread });
}

function begin({ page = {}, language, audience }) {
  chat = new Chat({ audience: audience === "employee" ? "employee" : "customer", page, language: known(language) ?? "en" });
  chat.watch(inStep);
  dressDocument();
  render(html`<${App} />`, root);
  document.addEventListener("visibilitychange", inStep);
  document.addEventListener("keydown", onKey);
  if (opened || chat.returning) chat.begin();
}

onHost({
  page(told) {
    dress(told.theme);
    if (!chat) begin(told);
    else told.language !== chat.pageLanguage && turnTo(told.language);
    chat.page = told.page ?? {};
    if (told.open) onOpen(told.focus);
  },
  open: ({ focus }) => onOpen(focus),
  close() {
    opened = false;
  },
  theme: ({ theme }) => dress(theme),
});

function turnTo(language) {
  chat.pageLanguage = known(language) ?? chat.pageLanguage;
  chat.speak(chat.pageLanguage);
}

function onOpen(focus) {
  opened = true;
  if (!chat) return;
  chat.begin();
  inStep();
  focusing = Boolean(focus);
  giveFocus();
}

if (embedded) tellHost("ready");
else {
  const asked = new URLSearchParams(location.search);
  begin({ language: known(asked.get("language")) ?? known(navigator.language), audience: asked.get("audience") });
}
