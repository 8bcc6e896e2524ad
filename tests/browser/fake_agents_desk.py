"""The agents' desk in memory: keeps its HTTP contract over scripted conversations, with every fault on a switch.

By itself: python tests/browser/fake_agents_desk.py PORT. Sign in as anna, maria (lead) or adam (admin), password "secret". The real desk is in desk/.
"""

import asyncio
import contextlib
import json
import re
import secrets
import sys
import threading
import time
from copy import deepcopy
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot import yaml_files
from tests.browser.fake_desk import ROOT, STATIC, Policed, free_port, problem

HERE = Path(__file__).parent
TALKS = yaml.safe_load((HERE / "agents_talks.yml").read_text(encoding="utf-8"))
WORDS = yaml.safe_load((HERE / "agents_replies.yml").read_text(encoding="utf-8"))
CONTENT = ROOT / "content"
HELSINKI = ZoneInfo("Europe/Helsinki")  # as in the browsers of the tests
HOURS = (10, 16)  # when the two steps of a plan are due
COACHED = {  # what the fake's coach knows: rule to (pattern, why, instead, severity)
    "dismissive": (r"any inconvenience|calm down", "Stock phrases of this kind tell people that their trouble is one of many.", "Say what happened to this customer and what it cost them.", "error"),
    "jargon": (r"\bescalate\w*", "This is our word, not theirs.", "Use the customer's word for it.", "warning"),
    "unpromised_promise": (r"as soon as possible", "Nobody can hold us to it.", "Promise only what a step of the plan says.", "warning"),
}
ACTS = [  # of the audit log, with their details as the desk writes them
    ("replied", "jargon, too_long"), ("signed in", ""), ("took over", ""), ("changed a person", "Bo Ek, active, teams"), ("gave back", "waiting"), ("added a person", "Bo Ek, lead"),
    ("marked a promise", "kept, 2026-03-05T12:00:00+02:00"), ("marked a follow-up", "done"), ("assigned", "Maria Lindqvist"), ("took insights away", "feelings, 2026-02-01 to 2026-02-28"),
    ("took the replies away", "booklet_pdf, fi"), ("took the replies away", "csv, all languages"),
]
TEAMS = ("care", "people")
PEOPLE = [
    {"id": "p1", "name": "Anna Virtanen", "login": "anna", "role": "agent", "teams": ["care"], "active": True},
    {"id": "p2", "name": "Maria Lindqvist", "login": "maria", "role": "lead", "teams": ["care"], "active": True},
    {"id": "p3", "name": "Adam Said", "login": "adam", "role": "admin", "teams": ["care", "people"], "active": True},
]


def moment(minutes: float = 0) -> str:
    """So many minutes from now, as the contract writes it."""
    return (datetime.now(HELSINKI) + timedelta(minutes=minutes)).isoformat()


def at_hour(hour: int) -> str:
    """That hour of tomorrow."""
    return (datetime.now(HELSINKI) + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0).isoformat()


@lru_cache(maxsize=8)
def strings(language: str) -> dict:
    """The desk's own words in a language, with the names of what is read."""
    told = yaml.safe_load((CONTENT / "desk" / f"{language}.yml").read_text(encoding="utf-8"))
    booklet = yaml.safe_load((CONTENT / "booklet.yml").read_text(encoding="utf-8"))[language]
    about = yaml.safe_load((CONTENT / "languages.yml").read_text(encoding="utf-8"))[language]
    tables = yaml_files.read(CONTENT / "insights" / f"{language}.yml")["tables"]
    names = {**told["names"], "feelings": booklet["feelings"], "causes": booklet["causes"], "tables": {id: table["title"] for id, table in tables.items()}}
    return told | {"names": names, "direction": about["direction"], "locale": about["locale"].replace("_", "-")}


def refused(code: str, about: str = "") -> Response:
    """What can't be done, in English for whoever reads it and with its code for the browser."""
    return JSONResponse({"error": "This is the API's own sentence.", "code": code, "about": about}, 422)


class Talk:
    """One conversation: its line in the list and what was said."""

    def __init__(self, desk: "AgentsDesk", about: dict) -> None:
        self.desk, self.id, self.about = desk, about["id"], about
        agent = next((person for person in desk.people if person["login"] == about.get("agent")), None)
        self.item = {key: about[key] for key in ("id", "status", "language", "name", "feeling", "intensity", "cause", "signals")}
        self.item |= {"team": "care", "audience": "customer", "agent": agent and {"id": agent["id"], "name": agent["name"]}, "overdue": 1 if "promise" in about else 0}
        self.item |= {"waiting_since": moment(-about["lines"][0][1]) if about["status"] == "waiting" else None, "unread": about["status"] == "waiting"}
        self.item |= {"snoozed_until": None, "looking": [], "changed": moment(), "event": 0}
        self.messages, self.sent, self.dismissed, self.typing = [], [], [], []
        for author, minutes, text in about["lines"]:
            self.say(author, text, agent["name"] if author == "note" else "", at=moment(-minutes), quietly=True)
        self.promises = [self.promise(about["promise"]["text"], moment(about["promise"]["due"]))] if "promise" in about else []

    def promise(self, text: str, due: str) -> dict:
        """A promise of this conversation."""
        made = {"id": f"{self.id}-{secrets.token_hex(2)}", "conversation": self.id, "text": text, "due": due, "state": "open", "cause": self.item["cause"], "made_by": "Anna Virtanen"}
        return made | {"due_soon": due < moment(120), "mine": True, "name": self.item["name"], "language": self.item["language"]}

    def reading(self, text: str) -> dict:
        """What is read of a message: the same for all, with the evidence that stands in this one."""
        spans = [{"start": text.index(words), "end": text.index(words) + len(words), "speaks_for": what} for words, what in self.about["evidence"] if words in text]
        item = self.item
        return {"language": item["language"], "feeling": item["feeling"], "intensity": item["intensity"], "cause": item["cause"], "cause_confidence": 0.9, "causes": {item["cause"]: 0.9},
                "also": [], "act": None, "signals": item["signals"], "facts": self.about["facts"], "evidence": spans, "corrected": False}

    def say(self, author: str, text: str, name: str = "", at: str | None = None, quietly: bool = False, parts: dict | None = None) -> dict:
        """A message, a note or a reply; streams hear of it unless quietly."""
        event = self.desk.event("note" if author == "note" else "message", self.id, {}, quietly)
        message = {"id": event["id"], "event": event["id"], "author": author, "name": name or (self.item["name"] if author == "customer" else ""), "text": text, "parts": parts, "file": None}
        message |= {"at": at or moment(), "private": author == "note", "reading": self.reading(text) if author == "customer" else None, "warnings": []}
        event["body"] |= message | {"message": event["id"], "reading": None}
        self.messages.append(message)
        self.item |= {"last": {"author": author, "text": text, "at": message["at"]}, "event": event["id"]}
        if author == "customer" and not quietly:
            self.desk.event("reading", self.id, {"conversation": self.id, "message": message["id"]})
            self.changed(unread=True, waiting_since=moment())
        return message

    def changed(self, **change) -> dict:
        """The line in the list has changed."""
        self.item |= change | {"changed": moment()}
        self.desk.event("item", self.id, deepcopy(self.item))
        return self.item

    def looked_at(self, names: list[str]) -> None:
        """By whom."""
        self.item["looking"] = names
        self.desk.event("presence", self.id, {"looking": names})

    def summary(self) -> dict:
        """What an agent who comes in must know."""
        theirs = [message for message in self.messages if message["author"] == "customer"]
        felt = [{"message": message["id"], "at": message["at"], "feeling": message["reading"]["feeling"], "intensity": max(0, message["reading"]["intensity"] - (len(theirs) - at - 1))} for at, message in enumerate(theirs)]
        tried = [message["text"] for message in self.messages if message["author"] == "bot"]
        return {"happened": [message["text"] for message in theirs][:3], "feelings": felt, "facts": self.about["facts"], "signals": self.item["signals"], "tried": tried, "reason": self.about["reason"]}

    def whole(self, person: dict) -> dict:
        """The conversation as an agent opens it."""
        earlier = [{"id": "old1", "at": moment(-60 * 24 * 31), "cause": "long_wait", "status": "closed"}]
        return {"item": self.item, "page": {"order": "4471-AB"}, "address": None, "visitor": "v", "messages": self.messages, "summary": self.summary(), "promises": self.promises,
                "earlier": earlier, "looking": [name for name in self.item["looking"] if name != person["name"]], "last_event": self.messages[-1]["event"]}

    def suggestions(self, fault: str, solvable: str, language: str) -> list[dict]:
        """Three suggestions in the customer's language, with their meaning in the agent's; the stance changes their words."""
        drafts = WORDS["replies"][self.about["cause"]]
        meant = drafts.get(language, {}) if language != self.item["language"] else {}
        return [self.suggestion(tone, own, meant.get(tone), fault, solvable) for tone, own in drafts[self.item["language"]].items()]

    def suggestion(self, tone: str, own: dict, meant: dict | None, fault: str, solvable: str) -> dict:
        stance = [WORDS["stances"][each] for each in (fault, solvable) if WORDS["stances"][each] and self.item["language"] == "en"]
        parts = {**own, "before": " ".join([own["before"], *stance])}
        plan = [{"id": f"step{at}", "text": text, "who": "us", "due": at_hour(HOURS[at])} for at, text in enumerate(own["plan"])]
        return {"tone": tone, "text": whole(parts), "parts": {**parts, "plan": plan}, "wordings": [f"{tone}.1"], "meaning": whole(meant) if meant else "", "findings": []}


def whole(parts: dict) -> str:
    """A reply as one text."""
    return "\n\n".join([parts["before"], "\n".join(f"• {step}" for step in parts["plan"]), parts["question"]])


class AgentsDesk:
    """The fake's state and its faults. Tests reach into it from their own thread."""

    def __init__(self, more: int = 0) -> None:
        self.people = deepcopy(PEOPLE)
        self.sessions: dict[str, str] = {}  # cookie to person
        self.settings: dict[str, dict] = {}
        self.languages: dict[str, str] = {}
        self.events: list[dict] = []
        self.delay = 0.0
        self.missing = ""  # why there are no suggestions
        self.corrections: list[dict] = []
        self.exports: list[dict] = []
        self.unfinished: list[dict] = []  # what is answered before an export is made
        self.streams = 0
        self.audit = [{"id": at, "at": moment(-at * 7), "who": "Adam Said", "what": what, "conversation": "t1" if at % 2 else None, "detail": detail} for at, (what, detail) in enumerate(ACTS, 1)]
        self.followups = [{"id": "f1", "conversation": "t3", "reason": "rating", "at": moment(-300), "rating": {"feeling": 1, "text": "Kukaan ei kuunnellut."}, "name": "Matti Järvelä", "cause": "refund_delay"}]
        self.talks = {about["id"]: Talk(self, about) for about in [*deepcopy(TALKS), *(_extra(number) for number in range(more))]}

    def event(self, kind: str, conversation: str, body: dict, quietly: bool = False) -> dict:
        """Something happened; streams pick it up."""
        made = {"id": self.events[-1]["id"] + 1 if self.events else 1, "kind": kind, "at": moment(), "conversation": conversation, "body": body, "quiet": quietly}
        self.events.append(made)
        return made

    def end_sessions(self) -> None:
        """Everybody is signed out."""
        self.sessions.clear()
        self.streams += 1

    def person(self, request: Request) -> dict | None:
        """Who asks."""
        found = self.sessions.get(request.cookies.get("heard_session", ""))
        return next((person for person in self.people if person["id"] == found), None)

    def me(self, person: dict, token: str) -> dict:
        """Me, as the contract has it."""
        return {**person, "language": self.languages.get(person["id"], "en"), "csrf": token[::-1], "settings": self.settings.get(person["id"], {})}


def _extra(number: int) -> dict:
    """One more of many conversations."""
    about = deepcopy(TALKS[number % len(TALKS)])
    return about | {"id": f"x{number}", "name": f"{about['name']} {number}", "lines": [[author, minutes + number, text] for author, minutes, text in about["lines"]]}


VIEWS = {
    "need": lambda item, me: item["status"] in ("waiting", "human") and not item["snoozed_until"],
    "mine": lambda item, me: bool(item["agent"]) and item["agent"]["id"] == me and item["status"] == "human",
    "bot": lambda item, me: item["status"] == "bot",
    "snoozed": lambda item, me: bool(item["snoozed_until"]),
    "closed": lambda item, me: item["status"] == "closed",
}
PAGE = 50


def need(item: dict) -> tuple:
    """Who needs somebody most comes first."""
    return (item["status"] != "waiting", -item["overdue"], "at_risk" not in item["signals"], -item["intensity"], item["waiting_since"] or "")


class Api:
    """The contract's routes over one desk."""

    def __init__(self, desk: AgentsDesk) -> None:
        self.desk = desk

    def routes(self) -> list[Route]:
        """All of /api/v1."""
        get = {"me": self.me, "people": self.people, "audit": self.audit, "inbox": self.inbox, "inbox/{id}": self.whole, "inbox/{id}/suggestions": self.suggestions, "replies": self.replies, "replies/preview": self.preview,
               "promises": self.promises, "followups": self.followups, "stream": self.stream}
        post = {"people": self.add_person, "coach": self.coach, "replies/export": self.export, "promises/{id}": self.settle, "followups/{id}": self.done}
        post |= {f"inbox/{{id}}/{name}": getattr(self, name) for name in ("take", "give_back", "assign", "resolve", "snooze", "dismissed", "notes", "typing", "seen", "left", "reading")}
        post |= {"inbox/{id}/replies": self.reply}
        made = [Route(f"/{path}", self.guarded(act)) for path, act in get.items()] + [Route(f"/{path}", self.guarded(act), methods=["POST"]) for path, act in post.items()]
        more = [Route("/me", self.guarded(self.change_me), methods=["PUT"]), Route("/people/{id}", self.guarded(self.change_person), methods=["PATCH"])]
        return [Route("/session", self.sign_in, methods=["POST"]), Route("/session", self.sign_out, methods=["DELETE"]), Route("/desk/strings/{language}", self.strings), *more, *made]

    def guarded(self, act):
        """The session and the token against forgery first, then the act."""

        async def run(request: Request) -> Response:
            await asyncio.sleep(self.desk.delay)
            person = self.desk.person(request)
            if person is None:
                return problem(401)
            if request.method != "GET" and request.headers.get("X-CSRF-Token") != request.cookies["heard_session"][::-1]:
                return problem(403, "No token.")
            request.state.person = person
            if request.path_params.get("id") and "/inbox/" in request.url.path:
                request.state.talk = self.desk.talks.get(request.path_params["id"])
                if request.state.talk is None:
                    return problem(404)
            return await act(request)

        return run

    async def sign_in(self, request: Request) -> Response:
        body = await request.json()
        person = next((person for person in self.desk.people if person["login"] == body["login"]), None)
        if person is None or body["password"] != "secret":
            return problem(401)
        token = secrets.token_urlsafe(16)
        self.desk.sessions[token] = person["id"]
        answer = JSONResponse(self.desk.me(person, token))
        answer.set_cookie("heard_session", token, httponly=True, samesite="strict")
        return answer

    async def sign_out(self, request: Request) -> Response:
        person = self.desk.person(request)
        self.desk.sessions.pop(request.cookies.get("heard_session", ""), None)
        for talk in self.desk.talks.values():
            if person and person["name"] in talk.item["looking"]:
                talk.looked_at([each for each in talk.item["looking"] if each != person["name"]])
        return Response(status_code=204)

    async def strings(self, request: Request) -> Response:
        return JSONResponse(strings(request.path_params["language"]))

    async def me(self, request: Request) -> Response:
        return JSONResponse(self.desk.me(request.state.person, request.cookies["heard_session"]))

    async def change_me(self, request: Request) -> Response:
        body, person = await request.json(), request.state.person
        self.desk.settings[person["id"]] = body.get("settings", self.desk.settings.get(person["id"], {}))
        self.desk.languages[person["id"]] = body.get("language", self.desk.languages.get(person["id"], "en"))
        return await self.me(request)

    async def people(self, request: Request) -> Response:
        return JSONResponse(self.desk.people)

    async def add_person(self, request: Request) -> Response:
        body = await request.json()
        if any(person["login"] == body["login"] for person in self.desk.people):
            return refused("login_taken")
        if not set(body["teams"]) <= set(TEAMS):
            return refused("no_team", ", ".join(TEAMS))
        self.desk.people.append({"id": secrets.token_hex(3), "active": True} | {key: body[key] for key in ("login", "name", "role", "teams")})
        return JSONResponse(self.desk.people[-1], 201)

    async def change_person(self, request: Request) -> Response:
        person = next(person for person in self.desk.people if person["id"] == request.path_params["id"])
        person |= {key: value for key, value in (await request.json()).items() if key != "password"}
        return JSONResponse(person)

    async def audit(self, request: Request) -> Response:
        return JSONResponse({"items": self.desk.audit, "next": None})

    async def inbox(self, request: Request) -> Response:
        asked, me = request.query_params, request.state.person["id"]
        items = [talk.item for talk in self.desk.talks.values()]
        counts = {view: sum(keep(item, me) for item in items) for view, keep in VIEWS.items() if view != "closed"}
        found = sorted((item for item in items if VIEWS[asked.get("view", "need")](item, me) and self.fits(item, asked)), key=need)
        start = int(asked.get("cursor", 0))
        following = str(start + PAGE) if len(found) > start + PAGE else None
        return JSONResponse({"items": found[start : start + PAGE], "next": following, "counts": counts, "now": moment()})

    def fits(self, item: dict, asked) -> bool:
        same = all(item[key] == asked[key] for key in ("language", "cause", "feeling", "team") if asked.get(key))
        said = " ".join([item["name"], *(message["text"] for message in self.desk.talks[item["id"]].messages)]).lower()
        return same and ("signal" not in asked or asked["signal"] in item["signals"]) and asked.get("q", "").lower() in said

    async def whole(self, request: Request) -> Response:
        return JSONResponse(request.state.talk.whole(request.state.person))

    async def take(self, request: Request) -> Response:
        talk, person = request.state.talk, request.state.person
        if talk.item["agent"] and talk.item["agent"]["id"] != person["id"]:
            return JSONResponse({"error": "Somebody has it.", "agent": talk.item["agent"]}, 409)
        return JSONResponse({"item": talk.changed(status="human", agent={"id": person["id"], "name": person["name"]}, waiting_since=None)})

    async def give_back(self, request: Request) -> Response:
        to = (await request.json())["to"]
        return JSONResponse({"item": request.state.talk.changed(status="bot" if to == "bot" else "waiting", agent=None, waiting_since=moment())})

    async def assign(self, request: Request) -> Response:
        wanted = (await request.json())["person"]
        person = next(person for person in self.desk.people if person["id"] == wanted)
        return JSONResponse({"item": request.state.talk.changed(status="human", agent={"id": person["id"], "name": person["name"]})})

    async def resolve(self, request: Request) -> Response:
        return JSONResponse({"item": request.state.talk.changed(status="closed", waiting_since=None)})

    async def snooze(self, request: Request) -> Response:
        return JSONResponse({"item": request.state.talk.changed(snoozed_until=(await request.json())["until"])})

    async def suggestions(self, request: Request) -> Response:
        talk, asked = request.state.talk, request.query_params
        made = [] if self.desk.missing else talk.suggestions(asked["fault"], asked["solvable"], self.desk.languages.get(request.state.person["id"], "en"))
        return JSONResponse({"message": talk.messages[-1]["id"], "reading": talk.reading(""), "suggestions": made, "missing": self.desk.missing})

    async def reply(self, request: Request) -> Response:
        talk, person, body = request.state.talk, request.state.person, await request.json()
        since = [message for message in talk.messages if message["author"] == "agent" and message["event"] > body["after"]]
        if since:
            return JSONResponse({"error": "Somebody answered.", "by": since[-1]["name"], "text": since[-1]["text"]}, 409)
        if re.search(r"\d{4} \d{4} \d{4} \d{4}", body["text"]):
            return refused("personal_number")
        talk.sent.append(body)
        findings = coached(body["text"])
        message = talk.say("agent", body["text"], person["name"])
        message["warnings"] = [finding["rule"] for finding in findings]
        steps = {step["id"]: step for step in talk.suggestions("unknown", "later", "en")[0]["parts"]["plan"]}
        talk.promises += [talk.promise(steps[step]["text"], steps[step]["due"]) for step in body["promises"]]
        talk.changed(waiting_since=None, unread=False)
        return JSONResponse({"event": message["event"], "edited": bool(body["suggestion"]) and body["suggestion"]["text"] != body["text"], "findings": findings}, 201)

    async def dismissed(self, request: Request) -> Response:
        request.state.talk.dismissed.append(await request.json())
        return Response(status_code=204)

    async def notes(self, request: Request) -> Response:
        message = request.state.talk.say("note", (await request.json())["text"], request.state.person["name"])
        return JSONResponse({"event": message["event"]}, 201)

    async def typing(self, request: Request) -> Response:
        request.state.talk.typing.append((await request.json())["typing"])
        return Response(status_code=204)

    async def seen(self, request: Request) -> Response:
        talk, name = request.state.talk, request.state.person["name"]
        if name not in talk.item["looking"]:
            talk.looked_at([*talk.item["looking"], name])
        talk.item["unread"] = False
        return JSONResponse({"looking": [each for each in talk.item["looking"] if each != name]})

    async def left(self, request: Request) -> Response:
        talk, name = request.state.talk, request.state.person["name"]
        talk.looked_at([each for each in talk.item["looking"] if each != name])
        return Response(status_code=204)

    async def reading(self, request: Request) -> Response:
        talk, body = request.state.talk, await request.json()
        self.desk.corrections.append(body)
        message = next(message for message in talk.messages if message["id"] == body["message"])
        message["reading"] = {**message["reading"], **{key: value for key, value in body.items() if key != "message"}, "corrected": True}
        talk.changed(**{key: value for key, value in body.items() if key != "message"})
        return JSONResponse({"reading": message["reading"], "corrected": True})

    async def coach(self, request: Request) -> Response:
        text = (await request.json())["text"]
        level = min(2, len(text) // 60)
        marks = {name: {"level": level, "why": "Because.", "add": "Say what it cost them." if level == 0 else "", "spans": []} for name in ("warmth", "understanding", "exploration")}
        return JSONResponse({"findings": coached(text), "marks": marks})

    async def replies(self, request: Request) -> Response:
        asked = request.query_params
        talk = self.desk.talks.get(asked.get("conversation", ""))
        facts = talk.about["facts"] if talk else {}
        found = [self.filled(reply, facts) for reply in WORDS["library"] if asked.get("q", "").lower() in reply["text"].lower()]
        found = [reply for reply in found if reply["findings"]] if asked.get("flagged") else found
        return JSONResponse({"items": found, "next": None, "count": len(found)})

    async def preview(self, request: Request) -> Response:
        return JSONResponse(next(reply for reply in WORDS["library"] if reply["id"] == request.query_params["id"])["preview"])

    async def export(self, request: Request) -> Response:
        self.desk.exports.append(await request.json())
        if self.desk.unfinished:
            return JSONResponse(self.desk.unfinished.pop(0), 202)
        return Response("text", headers={"Content-Disposition": 'attachment; filename="heard-csv-en.csv"'}, media_type="text/csv")

    def filled(self, reply: dict, facts: dict) -> dict:
        names = re.findall(r"\{(\w+)\}", reply["text"])
        text = re.sub(r"\{(\w+)\}", lambda found: facts.get(found[1], found[0]), reply["text"])
        return reply | {"filled": text, "missing": [name for name in names if name not in facts]}

    def all_promises(self) -> list[dict]:
        return sorted((promise for talk in self.desk.talks.values() for promise in talk.promises), key=lambda promise: promise["due"])

    async def promises(self, request: Request) -> Response:
        every = self.all_promises()
        opened = [promise for promise in every if promise["state"] == "open"]
        counts = {"overdue": sum(promise["due"] < moment() for promise in opened), "due_soon": sum(promise["due_soon"] for promise in opened), "open": len(opened)}
        return JSONResponse({"items": [promise for promise in every if promise["state"] == request.query_params["state"]], "next": None, "counts": counts})

    async def settle(self, request: Request) -> Response:
        promise = next(promise for promise in self.all_promises() if promise["id"] == request.path_params["id"])
        promise["state"] = (await request.json())["state"]
        self.desk.event("promise", promise["conversation"], {"id": promise["id"], "state": promise["state"]})
        self.desk.talks[promise["conversation"]].changed(overdue=0)
        text = WORDS["followups"].get(promise["state"])
        return JSONResponse({"promise": promise, "followup": text and {"text": text, "language": promise["language"]}})

    async def followups(self, request: Request) -> Response:
        return JSONResponse({"items": self.desk.followups, "next": None}) if request.state.person["role"] != "agent" else problem(403)

    async def done(self, request: Request) -> Response:
        self.desk.followups.clear()
        return JSONResponse({})

    async def stream(self, request: Request) -> Response:
        last, opened = int(request.query_params.get("after", self.desk.events[-1]["id"])), self.desk.streams

        async def follow():
            nonlocal last
            yield ":\n\n"
            while opened == self.desk.streams:
                for event in [each for each in self.desk.events if each["id"] > last]:
                    last = event["id"]
                    if not event["quiet"]:
                        yield f"id: {last}\nevent: {event['kind']}\ndata: {json.dumps(event)}\n\n"
                await asyncio.sleep(0.02)

        return StreamingResponse(follow(), media_type="text/event-stream")


def coached(text: str) -> list[dict]:
    """What the fake's coach finds."""
    hits = [(rule, hit, about) for rule, about in COACHED.items() for hit in re.finditer(about[0], text, re.IGNORECASE)]
    return [{"rule": rule, "start": hit.start(), "end": hit.end(), "why": why, "instead": instead, "severity": severity} for rule, hit, (_, why, instead, severity) in hits]


def app(desk: AgentsDesk) -> Starlette:
    """The fake desk as an application."""
    pages = [Mount("/api/v1", routes=Api(desk).routes()), Mount("/", StaticFiles(directory=STATIC, html=True))]
    return Starlette(routes=pages, middleware=[Middleware(Policed)])


@contextlib.contextmanager
def running(port: int | None = None, more: int = 0):
    """A fake desk in a thread of its own: (desk, address)."""
    desk, port = AgentsDesk(more), port or free_port()
    server = uvicorn.Server(uvicorn.Config(app(desk), port=port, log_level="warning", ws="none", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.01)
    try:
        yield desk, f"http://127.0.0.1:{port}"
    finally:
        desk.streams += 1
        server.should_exit = True
        thread.join(5)


if __name__ == "__main__":
    with running(int(sys.argv[1])) as (_, address):
        print(f"{address}/desk/", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
