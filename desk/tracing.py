"""One id for a request and all that comes of it: in the answer's header, in the logs of every process, and with Rasa."""

import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

HEADER = "X-Request-Id"
_GIVEN = re.compile("[A-Za-z0-9-]{8,64}")  # by the proxy in front; anything else could forge lines of the log


class Tracing:
    """Takes the id that the proxy gave, or makes one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        trace = scope["trace"] = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        clear_contextvars()
        bind_contextvars(trace=trace)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = trace
            await send(message)

        await self.app(scope, receive, sending)
