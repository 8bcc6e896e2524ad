"""The desk as an ASGI application: its routes, what runs beside them, and how it starts and ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from anyio import to_thread
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from sqlalchemy import select

from bot.settings import settings
from desk import housekeeping, metrics, pages
from desk.api import agents_inbox, agents_library, agents_promises, agents_replies, agents_session, agents_stream
from desk.api import conversation, openapi, stream, uploads, visitors
from desk.database import Unavailable
from desk.insights import routes as insights
from desk.service import Desk
from desk.tracing import HEADER, Tracing

log = structlog.get_logger(__name__)
PARTS = (visitors, conversation, uploads, stream, agents_session, agents_inbox, agents_replies, agents_library, agents_promises, agents_stream)
OPERATIONS = tuple(operation for part in PARTS for operation in part.OPERATIONS)


def application(desk: Desk | None = None) -> Starlette:
    """The application over a desk; that of the settings where none is given."""
    desk = desk or Desk.of(settings())
    app = Starlette(
        routes=[*(each.route() for each in OPERATIONS), *_own_routes(), *insights.ROUTES, *pages.ROUTES],
        middleware=[Middleware(Tracing), Middleware(pages.SecurityHeaders, parents=desk.settings.parents)],
        exception_handlers={HTTPException: _refused, Exception: _broken},
        lifespan=_lifespan,
    )
    app.state.desk = desk
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """The feed, the outbox and the housekeeping run beside the requests; what was taken on is finished at the end."""
    desk: Desk = app.state.desk
    ended = asyncio.Event()
    beside = [asyncio.create_task(each) for each in (desk.feed.run(), desk.outbox.run(), housekeeping.run(desk, ended))]
    try:
        yield
    finally:
        desk.feed.stop()
        ended.set()
        await desk.outbox.stop()
        await asyncio.gather(*beside, return_exceptions=True)


async def _healthy(request: Request) -> Response:
    return JSONResponse({"status": "alive"})


async def _ready(request: Request) -> Response:
    """Whether messages can be stored, and whether the bot answers: without the bot, people still talk to people."""
    desk: Desk = request.app.state.desk
    stored, bot = await asyncio.gather(to_thread.run_sync(_stores, desk), to_thread.run_sync(desk.rasa.ready))
    return JSONResponse({"database": stored, "bot": bot}, 200 if stored else 503)


def _stores(desk: Desk) -> bool:
    try:
        with desk.database.reading() as connection:
            return connection.execute(select(1)).scalar() == 1
    except Unavailable:
        return False


async def _metrics(request: Request) -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _document(request: Request) -> Response:
    return JSONResponse(openapi.document(OPERATIONS))


async def _reference(request: Request) -> Response:
    return HTMLResponse(openapi.page(openapi.document(OPERATIONS)))


async def _reference_style(request: Request) -> Response:
    return Response(openapi.STYLE.read_bytes(), media_type="text/css")


async def _home(request: Request) -> Response:
    return RedirectResponse("/demo/")


async def _refused(request: Request, error: HTTPException) -> Response:
    said = {404: "There is nothing at this address.", 405: "This address does not take that method."}
    return JSONResponse({"error": said.get(error.status_code, str(error.detail))}, error.status_code, error.headers)


async def _broken(request: Request, error: Exception) -> Response:
    trace = request.scope.get("trace", "")
    log.error("a request broke", path=request.url.path, trace=trace, exc_info=error)
    metrics.broken.inc()
    return JSONResponse({"error": "Something broke on our side; it is in the log. Please try again."}, 500, {HEADER: trace})


def _own_routes() -> list[Route]:
    return [
        Route("/", _home),
        Route("/healthz", _healthy),
        Route("/readyz", _ready),
        Route("/metrics", _metrics),
        Route("/api/v1/openapi.json", _document),
        Route("/api/v1/docs", _reference),
        Route("/api/v1/docs.css", _reference_style),
    ]
