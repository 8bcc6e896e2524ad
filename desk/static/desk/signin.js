// Signing in: the whole page at first; over the desk, with everything written still there, when a session has ended.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";
import { LANGUAGES } from "../chat/strings.js";
import { Dialog } from "./dialog.js";

const KEYS = { 401: "signin.wrong", 422: "signin.wrong", 429: "signin.slow" };

function Form({ desk, login: known }) {
  const [login, setLogin] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState("");
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    await desk.signIn(login.trim(), password).catch((failure) => setWrong(desk.t(KEYS[failure.status] ?? "errors.failed")));
    setBusy(false);
  };
  return html`
    <form class="stack" onSubmit=${submit}>
      <label>${desk.t("signin.login")}<input name="login" autocomplete="username" autofocus=${!known} required maxlength="200" dir="auto" value=${login} onInput=${(event) => setLogin(event.target.value)} /></label>
      <label>${desk.t("signin.password")}<input name="password" type="password" autocomplete="current-password" autofocus=${Boolean(known)} required maxlength="1000" value=${password} onInput=${(event) => setPassword(event.target.value)} /></label>
      <p class="wrong" role="alert">${wrong}</p>
      <button type="submit" class="strong" disabled=${busy}>${desk.t("signin.enter")}</button>
    </form>`;
}

export const LanguageChoice = ({ desk }) => html`
  <label class="inline">${desk.t("menu.language")}
    <select value=${desk.state.strings.language} onChange=${(event) => desk.speak(event.target.value)}>
      ${Object.entries(LANGUAGES).map(([id, name]) => html`<option key=${id} value=${id} lang=${id}>${name}</option>`)}
    </select></label>`;

export const SignIn = ({ desk }) => html`
  <main class="signin" tabindex="-1">
    <h1>${desk.t("title")}</h1>
    <p class="quiet">${desk.t("signin.lead")}</p>
    <${Form} desk=${desk} />
    <${LanguageChoice} desk=${desk} />
  </main>`;

export const SignInAgain = ({ desk }) => html`
  <${Dialog} title=${desk.t("signin.again")}>
    <p>${desk.t("signin.kept")}</p>
    <${Form} desk=${desk} login=${desk.state.me.login} />
  <//>`;
