// Starts the desk and draws it: sign-in, header, the page asked for, and what lies over it.

import { html, render, useEffect, useState } from "../vendor/htm-preact-standalone.module.js";
import { Audit } from "./audit.js";
import { Announcer, Notices } from "./announcer.js";
import { Desk } from "./desk.js";
import { Followups } from "./followups.js";
import { Header } from "./header.js";
import { Help } from "./help.js";
import { InboxPage } from "./inboxpage.js";
import { listen } from "./keys.js";
import { Library } from "./library.js";
import { People } from "./people.js";
import { Promises } from "./promises.js";
import { SignIn, SignInAgain } from "./signin.js";

const desk = new Desk();
const PAGES = { inbox: InboxPage, promises: Promises, library: Library, followups: Followups, people: People, audit: Audit };
const NEEDS = { followups: "lead", people: "admin", audit: "admin" };

function dress() {
  const { strings, me } = desk.state;
  const theme = me?.settings?.theme ?? desk.store.get("theme") ?? "system";
  document.documentElement.dataset.theme = theme;
  document.documentElement.lang = strings?.language ?? "en";
  document.documentElement.dir = strings?.direction ?? "ltr";
  desk.badge();
}

function Page() {
  const { route } = desk.state;
  const page = Object.hasOwn(PAGES, route.page) ? route.page : "inbox";
  if (NEEDS[page] && !desk.may(NEEDS[page])) return html`<main class="page"><p class="empty">${desk.t("errors.forbidden")}</p></main>`;
  return html`<${PAGES[page]} desk=${desk} />`;
}

function App() {
  const [, redraw] = useState(0);
  useEffect(() => desk.watch(() => redraw((count) => count + 1)), []);
  const { phase, strings, ended, help } = desk.state;
  if (!strings || phase === "starting") return html`<main class="starting" aria-busy="true"><strong>Heard</strong><span class="dots" aria-hidden="true"><i /><i /><i /></span></main>`;
  if (phase === "out") return html`<${SignIn} desk=${desk} />`;
  return html`
    <a class="skip" href="#main" onClick=${skip}>${strings.t("skip")}</a>
    <${Header} desk=${desk} />
    <${Page} />
    <${Notices} desk=${desk} />
    <${Announcer} desk=${desk} />
    ${help && html`<${Help} desk=${desk} />`}
    ${ended && html`<${SignInAgain} desk=${desk} />`}`;
}

// The address after # is ours, so the link moves the focus itself.
function skip(event) {
  event.preventDefault();
  document.querySelector("main")?.focus();
}

const root = document.getElementById("desk");
root.replaceChildren(); // what the page shows while the scripts are on their way
render(html`<${App} />`, root);
desk.watch(dress);
listen(desk);

async function begin(tries = 0) {
  try {
    await desk.begin();
  } catch (failure) {
    if (failure.status === undefined) throw failure;
    setTimeout(() => begin(tries + 1), Math.min(15_000, 500 * 2 ** tries));
  }
}

begin();
