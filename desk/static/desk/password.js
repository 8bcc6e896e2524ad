// The agent's own password, changed by whoever knows the old one.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";

const blank = { old: "", new: "" };
export const SHORTEST = 10; // characters

export function Password({ desk }) {
  const { t } = desk;
  const [password, setPassword] = useState(blank);
  const field = (name) => ({ type: "password", required: true, maxlength: "200", value: password[name], onInput: (event) => setPassword({ ...password, [name]: event.target.value }) });
  const submit = async (event) => {
    event.preventDefault();
    const answer = await desk.attempt(() => desk.api.put("me", { password }));
    if (!answer) return;
    setPassword(blank);
    desk.tell(t("people.saved"));
  };
  return html`
    <details><summary>${t("people.new_password")}</summary>
      <form onSubmit=${submit}>
        <input type="hidden" name="username" autocomplete="username" value=${desk.state.me.login} />
        <label>${t("signin.password")}<input autocomplete="current-password" ...${field("old")} /></label>
        <label>${t("people.new_password")}<input autocomplete="new-password" minlength=${SHORTEST} ...${field("new")} /></label>
        <button type="submit" class="soft small">${t("people.save")}</button>
      </form></details>`;
}
