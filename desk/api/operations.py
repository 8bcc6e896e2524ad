"""What an operation of the API is, and the one way a request goes: limits, token, form, work in a thread, answer."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import structlog
from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from sqlalchemy.engine import Connection

from desk import conversations, metrics
from desk.api import entrance
from desk.api.forms import Failure
from desk.api.refused import Refused
from desk.database import Unavailable
from desk.service import Desk

log = structlog.get_logger(__name__)
MOST_BODY = 64 * 1024  # of JSON; files have their own
RETRY_SECONDS = 2
_ID = re.compile(r"[0-9a-f]{32}|[0-9]{1,18}")  # as we make them; anything else names nothing and reaches no database
UNKNOWN = "There is no such conversation for this token."


@dataclass
class Call:
    """A request that was let in. `conversation` is the row it names, and the visitor's own."""

    desk: Desk
    form: Any = None
    body: bytes = b""
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    visitor: str | None = None
    trace: str = ""
    conversation: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)  # who is signed in, for the agents' operations
    secure: bool = False  # came over https, so that a cookie may ask for it
    wakes: str | None = None  # a conversation whose message this process brings to Rasa

    def hold(self, connection: Connection) -> dict[str, Any]:
        """The conversation as it is now, held for writing.

        Raises:
            Refused: it was erased since the request came.
        """
        found = conversations.hold(connection, self.conversation["id"])
        if found is None:
            raise Refused(404, UNKNOWN)
        return found


@dataclass(frozen=True)
class Operation:
    """A method and path, the form it takes, what it gives by status, and the function that does it in a thread."""

    method: str
    path: str
    summary: str
    work: Callable[[Call], tuple[int, Any]]
    takes: type | None = None
    gives: Mapping[int, Any] = field(default_factory=dict)
    token: bool = True
    most: int = MOST_BODY
    query: tuple[str, ...] = ()
    role: str | None = None  # of the person who has to be signed in; None for visitors' operations

    def route(self) -> Route:
        """The route that serves it."""

        async def endpoint(request: Request) -> Response:
            return await _serve(self, request)

        return Route(self.path, endpoint, methods=[self.method], name=f"{self.method} {self.path}")


async def _serve(operation: Operation, request: Request) -> Response:
    try:
        response = await _answer(operation, request)
    except Refused as refused:
        headers = {"Retry-After": str(max(1, round(refused.retry)))} if refused.retry else {}
        response = Response(msgspec.json.encode(Failure(refused.error, refused.code, refused.about)), refused.status, headers, "application/json")
    except Unavailable as error:
        log.error("the database does not answer", operation=operation.path, error=type(error).__name__)
        response = _later()
    except OSError as error:
        log.error("the disk does not take this", operation=operation.path, error=error.strerror)
        response = _later()
    metrics.requests.labels(f"{operation.method} {operation.path}", response.status_code).inc()
    return response


def _later() -> Response:
    told = Failure("The desk cannot store this now. Nothing was taken on; please send it again in a moment.")
    return Response(msgspec.json.encode(told), 503, {"Retry-After": str(RETRY_SECONDS)}, "application/json")


async def _answer(operation: Operation, request: Request) -> Response:
    desk: Desk = request.app.state.desk
    call = Call(desk, path=request.path_params, query=request.query_params, trace=request.scope.get("trace", ""))
    call.secure = request.url.scheme == "https"
    if operation.role:
        call.person = await to_thread.run_sync(entrance.person, desk, request, operation.role)
    else:
        call.visitor = _visitor(operation, desk, request)
    _hold(desk, operation, request, call.visitor)
    call.body = await _body(request, operation.most)
    if operation.takes:
        call.form = _form(operation.takes, call.body)
    status, told = await to_thread.run_sync(_work, operation, call)
    if call.wakes:
        desk.outbox.wake(call.wakes)
    if operation.method != "GET":
        desk.feed.poke()
    if isinstance(told, Response):
        return told
    return Response(msgspec.json.encode(told) if told is not None else b"", status, media_type="application/json")


def _visitor(operation: Operation, desk: Desk, request: Request) -> str | None:
    """The visitor of the token. A wrong token is refused everywhere, a missing one where the operation needs it."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    visitor = desk.tokens.visitor(token.strip()) if kind.lower() == "bearer" else None
    if visitor is None and (operation.token or kind):
        raise Refused(401, "This token is not valid any more: POST /api/v1/visitors without one to begin anew.")
    return visitor


def _hold(desk: Desk, operation: Operation, request: Request, visitor: str | None) -> None:
    """Refuse what comes too fast; reading is free."""
    if operation.method == "GET":
        return
    wait = desk.addresses.wait(request.client.host if request.client else "")
    if not wait and visitor:
        wait = desk.visitors.wait(f"{operation.path} {visitor}")  # each operation by itself: typing must not use up the messages
    if wait:
        raise Refused(429, f"Too many requests: please wait {max(1, round(wait))} s.", wait)


async def _body(request: Request, most: int) -> bytes:
    """The body, refused before it is read whole where it is too long."""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise Refused(400, "The Content-Length header is not a number.")
    if int(length) > most:
        raise Refused(413, f"The body is too long: at most {most} bytes.")
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise Refused(413, f"The body is too long: at most {most} bytes.")
            parts.append(part)
    except ClientDisconnect as gone:
        raise Refused(400, "The request ended before its body did.") from gone
    return b"".join(parts)


def _form(kind: type, body: bytes) -> Any:
    try:
        return msgspec.json.decode(body or b"{}", type=kind)
    except msgspec.ValidationError as error:
        raise Refused(422, f"The body does not fit: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, "The body is not JSON.") from error


def _work(operation: Operation, call: Call) -> tuple[int, Any]:
    """The operation itself, with the conversation it names: somebody else's is as unknown as one that doesn't exist."""
    start = time.perf_counter()
    if not all(_ID.fullmatch(each) for each in call.path.values()):
        raise Refused(404, "There is nothing of this id.")
    if "conversation" in call.path:
        with call.desk.database.reading() as connection:
            found = conversations.get(connection, call.path["conversation"])
        if found is None or not _may_see(call, found):
            raise Refused(404, UNKNOWN)
        call.conversation = found
    told = operation.work(call)
    metrics.stages.labels(operation.work.__name__).observe(time.perf_counter() - start)
    return told


def _may_see(call: Call, found: dict[str, Any]) -> bool:
    return found["team"] in call.person["teams"] if call.person else found["visitor"] == call.visitor
