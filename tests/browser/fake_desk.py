"""A desk in memory that keeps the chat's HTTP contract and has every fault on a switch: for developing and testing the chat.

By itself: python -m tests.browser.fake_desk PORT. The real desk is in desk/; nothing here is used there.
"""

import asyncio
import contextlib
import json
import secrets
import socket
import sys
import threading
import time

import uvicorn
import yaml
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.browser.fake_state import REPLIES, ROOT, Desk, Talk, plan_reply, words

STATIC = ROOT / "desk" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self' http://127.0.0.1:* http://localhost:*; require-trusted-types-for 'script'"
)


async def answer(desk: Desk, talk: Talk, text: str) -> None:
    """What the scripted assistant says to a message. "echo:" gives the rest back, for tests with odd text."""
    desk.event(talk, "typing", {"author": "bot", "typing": True})
    await asyncio.sleep(desk.think)
    if text.startswith("echo:"):
        odd = text[5:]
        step = {"text": odd, "who": odd, "due": "2026-11-27T16:00:00+01:00"}
        desk.message(talk, "agent", odd, name=odd[:200], parts={"before": odd, "plan": [step], "question": odd}, replies=[odd])
    elif text in words(talk.language)["quick_replies"]["plan"]:
        desk.message(talk, "bot", REPLIES[talk.language]["started"])
    else:
        whole, parts, replies = plan_reply(talk.language)
        desk.message(talk, "bot", whole, parts=parts, replies=replies)


def problem(status: int, sentence: str = "Not like this.") -> JSONResponse:
    """An error as the contract has it."""
    return JSONResponse({"error": sentence}, status, headers={"Retry-After": "1"} if status in (429, 503) else None)


class Api:
    """The contract's routes over one Desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.tasks: set[asyncio.Task] = set()

    def routes(self) -> list[Route]:
        """All of /api/v1."""
        of_talk = {"messages": self.messages, "files": self.files, "person": self.person, "language": self.language, "address": self.address}
        of_talk |= {"close": self.close, "rating": self.rating, "typing": self.typing}
        posts = [Route(f"/conversations/{{id}}/{name}", self.guarded(act), methods=["POST"]) for name, act in of_talk.items()]
        gets = {"events": self.events, "transcript": self.transcript, "files/{file}": self.file}
        reads = [Route(f"/conversations/{{id}}/{name}", self.guarded(act)) for name, act in gets.items()]
        return [Route("/visitors", self.visitors, methods=["POST"]), Route("/chat/strings/{language}", self.strings), *posts, *reads]

    async def fault(self, request: Request) -> Response | None:
        """The fault that is switched on for this request, if any."""
        await asyncio.sleep(self.desk.delay)
        for number, (end, status) in enumerate(self.desk.refuse):
            if request.url.path.endswith(end):
                del self.desk.refuse[number]
                return problem(status)
        return None

    def guarded(self, act):
        """Faults and the token first, then the act."""

        async def run(request: Request) -> Response:
            if faulty := await self.fault(request):
                return faulty
            talk = self.desk.talks.get(request.path_params["id"])
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in self.desk.visitors:
                return problem(401)
            return await act(request, talk) if talk else problem(404)

        return run

    async def visitors(self, request: Request) -> Response:
        if faulty := await self.fault(request):
            return faulty
        asked = await request.json()
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token and token not in self.desk.visitors:
            return problem(401)
        token = token or secrets.token_urlsafe(24)
        talk = self.desk.talks.get(self.desk.visitors.get(token, ""))
        if talk is None or talk.status == "closed":
            talk = self.desk.open_talk(asked["language"] or "en", asked["audience"], asked["page"])
            self.desk.visitors[token] = talk.id
        talk.said.append(("visitors", asked))
        seen = [event for event in talk.events if event["kind"] != "typing"][-200:]
        facts = {"token": token, "visitor": token[:8], "conversation": talk.id, "language": talk.language, "status": talk.status}
        return JSONResponse(facts | {"staffed": self.desk.staffed, "events": seen, "last_event": talk.events[-1]["id"]}, 201)

    async def strings(self, request: Request) -> Response:
        if faulty := await self.fault(request):
            return faulty
        language = request.path_params["language"]
        about = yaml.safe_load((ROOT / "content" / "languages.yml").read_text(encoding="utf-8"))[language]
        return JSONResponse(words(language) | {"direction": about["direction"], "locale": about["locale"]})

    async def messages(self, request: Request, talk: Talk) -> Response:
        body = await request.json()
        if talk.status == "closed":
            return problem(409)
        if known := talk.by_client.get(body["client_id"]):
            return JSONResponse({"event": known["id"]}, 200)
        made = self.desk.message(talk, "customer", body["text"], client_id=body["client_id"])
        talk.by_client[body["client_id"]] = made
        if self.desk.answering and talk.status == "bot":
            self.later(answer(self.desk, talk, body["text"]))
        if self.desk.lose:
            self.desk.lose -= 1
            return problem(503)
        return JSONResponse({"event": made["id"]}, 201)

    def later(self, work) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def files(self, request: Request, talk: Talk) -> Response:
        content, name, client = await request.body(), request.query_params["name"], request.query_params["client_id"]
        if len(content) > 10 * 1024 * 1024:
            return problem(413)
        kind = request.headers["Content-Type"]
        file = secrets.token_hex(4)
        talk.files[file] = (kind, content)
        about = {"id": file, "name": name, "type": kind, "size": len(content)}
        made = self.desk.message(talk, "customer", "", client_id=client, file=about)
        return JSONResponse({"event": made["id"], "file": file}, 201)

    async def file(self, request: Request, talk: Talk) -> Response:
        kind, content = talk.files[request.path_params["file"]]
        return Response(content, media_type=kind)

    async def events(self, request: Request, talk: Talk) -> Response:
        after, opened = int(request.query_params["after"]), self.desk.streams

        async def follow():
            last = after
            yield ":\n\n"
            while opened == self.desk.streams:
                for event in [each for each in talk.events if each["id"] > last]:
                    last = event["id"]
                    yield f"id: {last}\nevent: {event['kind']}\ndata: {json.dumps(event)}\n\n"
                await asyncio.sleep(0.02)

        return StreamingResponse(follow(), media_type="text/event-stream")

    async def typing(self, request: Request, talk: Talk) -> Response:
        talk.said.append(("typing", await request.json()))
        return Response(status_code=204)

    async def person(self, request: Request, talk: Talk) -> Response:
        talk.said.append(("person", {}))
        made = self.desk.event(talk, "notice", {"key": "person_asked"})
        self.desk.status(talk, "waiting")
        return JSONResponse({"event": made["id"]}, 202)

    async def language(self, request: Request, talk: Talk) -> Response:
        talk.language = (await request.json())["language"]
        return JSONResponse({"event": self.desk.event(talk, "notice", {"key": "language"})["id"]})

    async def address(self, request: Request, talk: Talk) -> Response:
        body = await request.json()
        talk.said.append(("address", body))
        if body["address"].startswith("@"):
            return problem(422)
        return JSONResponse({"event": self.desk.event(talk, "notice", {"key": "address_kept"})["id"]})

    async def close(self, request: Request, talk: Talk) -> Response:
        return JSONResponse({"event": self.desk.status(talk, "closed")["id"]})

    async def rating(self, request: Request, talk: Talk) -> Response:
        talk.said.append(("rating", await request.json()))
        return JSONResponse({"event": self.desk.event(talk, "notice", {"key": "rated"})["id"]})

    async def transcript(self, request: Request, talk: Talk) -> Response:
        lines = [event["body"]["text"] for event in talk.events if event["kind"] == "message"]
        return PlainTextResponse("\n".join(lines), headers={"Content-Disposition": "attachment"})


class Policed:
    """Adds the Content-Security-Policy to everything, the demo page included: nothing there needs more."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        async def with_policy(message):
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY.encode()), (b"cache-control", b"no-store")]
            await send(message)

        await self.app(scope, receive, with_policy)


def app(desk: Desk) -> Starlette:
    """The fake desk as an application."""
    return Starlette(routes=[Mount("/api/v1", routes=Api(desk).routes()), Mount("/", StaticFiles(directory=STATIC, html=True))], middleware=[Middleware(Policed)])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(port: int | None = None):
    """A fake desk in a thread of its own: (desk, address)."""
    desk, port = Desk(), port or free_port()
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
        print(f"{address}/demo/", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
