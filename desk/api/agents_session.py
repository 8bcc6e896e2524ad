"""Signing in and out, oneself, people and teams, the audit log."""

from typing import Any

import msgspec
from msgspec import UNSET, structs
from starlette.responses import Response

from desk import auditing, looking, people, sessions
from desk.api.agents_forms import ChangedPerson, Myself, NewPerson, SignIn
from desk.api.forms import Failure, Nothing
from desk.api.operations import Call, Operation, Refused
from desk.api.shapes import moment
from desk.conversations import TEAMS


def sign_in(call: Call) -> tuple[int, Response]:
    """A session for a login and its password."""
    if wait := call.desk.logins.wait(call.form.login.lower()):
        raise Refused(429, f"Too many tries for this login: please wait {max(1, round(wait))} s.", wait)
    found = people.checked(call.desk.database, call.form.login, call.form.password)
    if found is None:
        raise Refused(401, "This login and password don't fit together.")
    with call.desk.database.writing() as connection:
        cookie = sessions.begin(connection, found["id"])
        auditing.note(connection, found["name"], "signed in")
        me = sessions.of(connection, cookie)
    response = Response(msgspec.json.encode(_me(me)), media_type="application/json")
    response.set_cookie(sessions.COOKIE, cookie, httponly=True, samesite="strict", secure=call.secure, path="/")
    return 200, response


def sign_out(call: Call) -> tuple[int, Response]:
    """The session ends."""
    with call.desk.database.writing() as connection:
        sessions.end(connection, call.person["session"])
        looking.leave(connection, call.person["id"])
    response = Response(status_code=204)
    response.delete_cookie(sessions.COOKIE, path="/")
    return 204, response


def show_me(call: Call) -> tuple[int, dict[str, Any]]:
    """Who is signed in."""
    return 200, _me(call.person)


def change_me(call: Call) -> tuple[int, dict[str, Any]]:
    """Name, language, settings or password of whoever is signed in."""
    values = _given(call.form)
    password = values.pop("password", None)
    if password:
        if people.checked(call.desk.database, call.person["login"], password.old) is None:
            raise Refused(422, "The old password is not right.", code="old_password")
        values["password"] = _hashed(password.new)
    with call.desk.database.writing() as connection:
        if len(msgspec.json.encode(values.get("settings", {}))) > 4000:
            raise Refused(422, "The settings are too long.")
        if values:
            people.change(connection, call.person["id"], **values)
        if password:
            sessions.end_all(connection, call.person["id"], besides=call.person["session"])
        return 200, _me({**call.person, **(people.get(connection, call.person["id"]) or {})})


def list_people(call: Call) -> tuple[int, list[dict[str, Any]]]:
    """Everybody at the desk; logins for admins alone."""
    admin = call.person["role"] == "admin"
    with call.desk.database.reading() as connection:
        return 200, [_shown(each, admin) for each in people.everybody(connection)]


def add_person(call: Call) -> tuple[int, dict[str, Any]]:
    """A new person."""
    form = call.form
    _known_teams(form.teams)
    try:
        with call.desk.database.writing() as connection:
            id = people.add(connection, form.login, form.name, form.role, form.teams, form.password)
            auditing.note(connection, call.person["name"], "added a person", detail=f"{form.name}, {form.role}")
            return 201, _shown(people.get(connection, id), True)
    except people.Unfit as error:
        raise Refused(422, f"Not added: {error}.", code=error.code, about=error.about) from error


def change_person(call: Call) -> tuple[int, dict[str, Any]]:
    """Role, teams, name, password, or whether they may sign in. Their sessions end where any of it takes something away."""
    values = _given(call.form)
    _known_teams(values.get("teams", []))
    if "password" in values:
        values["password"] = _hashed(values["password"])
    id = int(call.path["person"]) if call.path["person"].isdigit() else 0
    with call.desk.database.writing() as connection:
        before = people.get(connection, id)
        if before is None:
            raise Refused(404, "There is no such person.")
        if id == call.person["id"] and (values.get("active") is False or values.get("role", "admin") != "admin"):
            raise Refused(422, "You can't take your own admin role or sign-in away: ask another admin.", code="own_role")
        people.change(connection, id, **values)
        if {"active", "password", "role", "teams"} & values.keys():
            sessions.end_all(connection, id)
            looking.leave(connection, id)
        auditing.note(connection, call.person["name"], "changed a person", detail=", ".join((before["name"], *sorted(values))))
        return 200, _shown(people.get(connection, id), True)


def show_audit(call: Call) -> tuple[int, dict[str, Any]]:
    """The newest acts first."""
    before = call.query.get("before", "")
    with call.desk.database.reading() as connection:
        rows = auditing.page(connection, int(before) if before.isdigit() else None)
    items = [{**row, "at": moment(row["at"])} for row in rows]
    return 200, {"items": items, "next": rows[-1]["id"] if len(rows) == auditing.PAGE else None}


def _me(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "name", "login", "role", "language", "teams", "csrf", "settings")}


def _shown(row: dict[str, Any], admin: bool) -> dict[str, Any]:
    names = ("id", "name", "role", "teams", "active", *(("login",) if admin else ()))
    return {name: row[name] for name in names}


def _given(form: Any) -> dict[str, Any]:
    return {name: value for name, value in structs.asdict(form).items() if value is not UNSET}


def _hashed(password: str) -> str:
    try:
        return people.hashed(password)
    except people.Unfit as error:
        raise Refused(422, f"Not changed: {error}.", code=error.code, about=error.about) from error


def _known_teams(teams: list[str]) -> None:
    known = sorted(set(TEAMS.values()))
    if unknown := sorted(set(teams) - set(known)):
        raise Refused(422, f"There is no team {unknown[0]}; one of {', '.join(known)}.", code="no_team", about=", ".join(known))


OPERATIONS = (
    Operation("POST", "/api/v1/session", "Sign in", sign_in, SignIn, {200: dict}, token=False),
    Operation("DELETE", "/api/v1/session", "Sign out", sign_out, Nothing, {204: None}, role="agent"),
    Operation("GET", "/api/v1/me", "Who is signed in", show_me, gives={200: dict}, role="agent"),
    Operation("PUT", "/api/v1/me", "Change oneself", change_me, Myself, {200: dict}, role="agent"),
    Operation("GET", "/api/v1/people", "People at the desk", list_people, gives={200: list}, role="agent"),
    Operation("POST", "/api/v1/people", "Add a person", add_person, NewPerson, {201: dict}, role="admin"),
    Operation("PATCH", "/api/v1/people/{person}", "Change a person", change_person, ChangedPerson, {200: dict, 404: Failure}, role="admin"),
    Operation("GET", "/api/v1/audit", "Who saw and did what", show_audit, gives={200: dict}, role="admin", query=("before",)),
)
