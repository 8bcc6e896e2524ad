// Who works here: their role, their teams, and whether they may still come in.

import { html, useEffect, useState } from "../vendor/htm-preact-standalone.module.js";
import { Page } from "./page.js";

const ROLES = ["agent", "lead", "admin"];
const nobody = { name: "", login: "", role: "agent", teams: "", password: "" };
const teamsOf = (text) => text.split(/[,،;]/).map((team) => team.trim()).filter(Boolean);

const Field = ({ label, name, type = "text", value, onInput, ...rest }) => html`<label>${label}<input name=${name} type=${type} dir="auto" maxlength="80" required value=${value} onInput=${onInput} ...${rest} /></label>`;

const Role = ({ desk, value, label, onChoose }) => html`<select aria-label=${label} value=${value} onChange=${(event) => onChoose(event.target.value)}>${ROLES.map((role) => html`<option key=${role} value=${role}>${desk.t(`roles.${role}`)}</option>`)}</select>`;

function Add({ desk, onAdded }) {
  const { t } = desk;
  const [person, setPerson] = useState(nobody);
  const field = (name) => ({ name, label: t(`people.${name}`), value: person[name], onInput: (event) => setPerson({ ...person, [name]: event.target.value }) });
  const submit = async (event) => {
    event.preventDefault();
    const answer = await desk.attempt(() => desk.api.post("people", { ...person, teams: teamsOf(person.teams) }));
    if (!answer) return;
    setPerson(nobody);
    onAdded();
  };
  return html`
    <form class="add" onSubmit=${submit} aria-labelledby="add"><h3 id="add">${t("people.add")}</h3>
      <${Field} ...${field("name")} /><${Field} ...${field("login")} autocomplete="off" /><${Field} ...${field("teams")} />
      <${Field} ...${field("password")} type="password" autocomplete="new-password" minlength="10" maxlength="200" />
      <label>${t("people.role")}<${Role} desk=${desk} value=${person.role} onChoose=${(role) => setPerson({ ...person, role })} /></label>
      <button type="submit" class="strong">${t("people.add_now")}</button>
    </form>`;
}

function Password({ desk, person, onSave }) {
  const { t } = desk;
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const submit = (event) => {
    event.preventDefault();
    onSave({ password });
    setOpen(false);
    setPassword("");
  };
  if (!open) return html`<button type="button" class="link" onClick=${() => setOpen(true)}>${t("people.new_password")}<span class="hidden">: ${person.name}</span></button>`;
  return html`<form class="inline" onSubmit=${submit}><input type="password" aria-label=${t("people.password")} autocomplete="new-password" required minlength="10" value=${password} onInput=${(event) => setPassword(event.target.value)} /><button type="submit" class="soft small">${t("people.save")}</button></form>`;
}

function Row({ person, desk, onSave }) {
  const { t } = desk;
  const label = (key) => `${t(`people.${key}`)}: ${person.name}`;
  return html`
    <tr class=${person.active === false ? "is-done" : ""}>
      <td><bdi>${person.name}</bdi><br /><span class="quiet" dir="ltr">${person.login}</span></td>
      <td><${Role} desk=${desk} value=${person.role} label=${label("role")} onChoose=${(role) => onSave({ role })} /></td>
      <td><input aria-label=${label("teams")} value=${person.teams.join(", ")} dir="auto" maxlength="200" onChange=${(event) => onSave({ teams: teamsOf(event.target.value) })} /></td>
      <td><label class="check"><input type="checkbox" checked=${person.active !== false} disabled=${person.id === desk.state.me.id} onChange=${(event) => onSave({ active: event.target.checked })} />${t("people.active")}<span class="hidden">: ${person.name}</span></label></td>
      <td><${Password} desk=${desk} person=${person} onSave=${onSave} /></td>
    </tr>`;
}

export function People({ desk }) {
  const { t } = desk;
  const { people } = desk.state;
  const load = async () => {
    const answer = await desk.attempt(() => desk.api.get("people"));
    if (answer) desk.set({ people: answer });
  };
  useEffect(() => void load(), []);
  const save = async (person, change) => {
    const answer = await desk.attempt(() => desk.api.patch(`people/${encodeURIComponent(person.id)}`, change));
    if (answer) desk.tell(t("people.saved"));
    load();
  };
  return html`
    <${Page} title=${t("pages.people")} lead=${t("people.lead")}>
      <div class="wide"><table class="rows-table"><thead><tr>${["name", "role", "teams", "active", "password"].map((each) => html`<th key=${each} scope="col">${t(`people.${each}`)}</th>`)}</tr></thead>
        <tbody>${people.map((person) => html`<${Row} key=${person.id} person=${person} desk=${desk} onSave=${(change) => save(person, change)} />`)}</tbody></table></div>
      <${Add} desk=${desk} onAdded=${load} />
    <//>`;
}
