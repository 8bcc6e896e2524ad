// Nobody is there: where the answer should go instead.

import { html, useState } from "../vendor/htm-preact-standalone.module.js";

// Only what can't be either is turned back here; the desk looks more closely.
const plausible = (address) => /\S@\S+\.\S/.test(address) || address.replace(/\D/g, "").length >= 6;

export function AddressForm({ chat, onLater }) {
  const { strings } = chat.state;
  const [address, setAddress] = useState("");
  const [wrong, setWrong] = useState(false);
  const leave = async (event) => {
    event.preventDefault();
    const refused = plausible(address) ? await chat.tell("address", { address: address.trim() }) : 422;
    setWrong(refused === 422);
    if (refused === null) document.getElementById("text")?.focus();
  };
  return html`
    <form class="card address" onSubmit=${leave} novalidate>
      <h2 id="where">${strings.t("address.title")}</h2>
      <label for="address">${strings.t("address.label")}</label>
      <input id="address" type="text" dir="auto" autocomplete="email" inputmode="email" maxlength="200" value=${address} aria-invalid=${String(wrong)} aria-describedby="wrong" onInput=${(event) => setAddress(event.target.value)} />
      <p id="wrong" class="wrong" role="alert">${wrong && strings.t("address.invalid")}</p>
      <div class="buttons">
        <button type="submit" class="strong">${strings.t("address.send")}</button>
        <button type="button" class="link" onClick=${onLater}>${strings.t("address.later")}</button>
      </div>
    </form>`;
}
