// The top: where to go, with what waits there, and the agent's own settings.

import { html, useEffect, useRef, useState } from "../vendor/htm-preact-standalone.module.js";
import { askToNotify, chime, mayNotify } from "./alerts.js";
import { number } from "./names.js";
import { to } from "./route.js";
import { Password } from "./password.js";
import { LanguageChoice } from "./signin.js";

function Link({ desk, page, count, grave }) {
  const here = desk.state.route.page === page;
  return html`<li><a href=${to(page)} aria-current=${here ? "page" : null}>${desk.t(`pages.${page}`)}${count > 0 && html` <span class=${`count ${grave ? "is-grave" : ""}`}>${number(desk.state.strings, count)}<span class="hidden"> ${desk.t(grave ? "promises.overdue_word" : "list.waiting_word")}</span></span>`}</a></li>`;
}

function Navigation({ desk }) {
  return html`
    <nav aria-label=${desk.t("pages.label")}><ul>
      <${Link} desk=${desk} page="inbox" count=${desk.inbox.state.counts.need} />
      <${Link} desk=${desk} page="promises" count=${desk.state.promises.overdue} grave=${true} />
      ${desk.may("lead") && html`<${Link} desk=${desk} page="followups" />`}
      <${Link} desk=${desk} page="library" />
      ${desk.may("lead") && html`<li><a href="/desk/insights">${desk.t("pages.insights")}</a></li>`}
      ${desk.may("admin") && html`<${Link} desk=${desk} page="people" /><${Link} desk=${desk} page="audit" />`}
    </ul></nav>`;
}

function Theme({ desk }) {
  const theme = document.documentElement.dataset.theme;
  const choose = (event) => {
    desk.store.set("theme", event.target.value);
    desk.change({ theme: event.target.value });
  };
  return html`<label class="inline">${desk.t("menu.theme")}<select value=${theme} onChange=${choose}>${["system", "light", "dark"].map((each) => html`<option key=${each} value=${each}>${desk.t(`menu.themes.${each}`)}</option>`)}</select></label>`;
}

function Alerts({ desk }) {
  const { settings = {} } = desk.state.me;
  const sound = (event) => {
    desk.change({ sound: event.target.checked });
    if (event.target.checked) chime();
  };
  const notifications = async (event) => {
    const wanted = event.target.checked;
    const granted = wanted && (await askToNotify());
    if (wanted && !granted) desk.tell(desk.t("menu.notifications_blocked"), "alert");
    desk.change({ notifications: granted });
  };
  return html`
    <label class="check"><input type="checkbox" checked=${Boolean(settings.sound)} onChange=${sound} />${desk.t("menu.sound")}</label>
    <label class="check"><input type="checkbox" checked=${Boolean(settings.notifications) && mayNotify()} onChange=${notifications} />${desk.t("menu.notifications")}</label>`;
}

function Menu({ desk }) {
  const [open, setOpen] = useState(false);
  const box = useRef();
  useEffect(() => {
    const outside = (event) => box.current && !box.current.contains(event.target) && setOpen(false);
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  const onKey = (event) => {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    box.current.querySelector("button").focus();
  };
  const { me } = desk.state;
  return html`
    <div class="menu" ref=${box} onKeyDown=${onKey}>
      <button type="button" class="soft" aria-expanded=${String(open)} aria-controls="menu" aria-label=${desk.t("menu.open", { name: me.name })} onClick=${() => setOpen(!open)}><bdi>${me.name}</bdi></button>
      ${open && html`
        <div id="menu" class="panel">
          <p class="quiet">${desk.t(`roles.${me.role}`)}</p>
          <${LanguageChoice} desk=${desk} /><${Theme} desk=${desk} /><${Alerts} desk=${desk} /><${Password} desk=${desk} />
          <button type="button" class="plain" onClick=${() => { setOpen(false); desk.set({ help: true }); }}>${desk.t("help.title")} <kbd dir="ltr">Alt+H</kbd></button>
          <button type="button" class="plain" onClick=${() => desk.signOut()}>${desk.t("menu.sign_out")}</button>
        </div>`}
    </div>`;
}

export const Header = ({ desk }) => html`
  <header>
    <h1 class="brand">${desk.t("title")}</h1>
    <${Navigation} desk=${desk} />
    <button type="button" class="ask" onClick=${() => desk.set({ help: true })}><span aria-hidden="true">?</span><span class="hidden">${desk.t("help.title")}</span> <kbd dir="ltr">Alt+H</kbd></button>
    <${Menu} desk=${desk} />
  </header>`;
