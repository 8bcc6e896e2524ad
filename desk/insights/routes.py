"""The addresses of the insights: the page, and each table as CSV. For leads and admins, by the session of the desk's cookie."""

from typing import Any

import structlog
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.models import LANGUAGES
from bot.settings import settings
from desk import auditing, people
from desk.api import entrance
from desk.api.refused import Refused
from desk.database import Unavailable
from desk.insights import asked, journeys, page
from desk.insights.cells import to_csv
from desk.insights.told import TABLES, told
from desk.insights.words import words
from desk.service import Desk

ROLE = "lead"
FRESH = 500  # conversations brought up to date before a page is drawn; housekeeping does the rest
log = structlog.get_logger(__name__)


async def show(request: Request) -> Response:
    """The page."""
    return await to_thread.run_sync(_guarded, request, _page)


async def take_away(request: Request) -> Response:
    """One table as CSV."""
    return await to_thread.run_sync(_guarded, request, _csv)


ROUTES = (Route(page.ADDRESS, show, name="insights"), Route(page.ADDRESS + "/{table}.csv", take_away, name="insights as CSV"))


def _guarded(request: Request, make: Any) -> Response:
    """What `make` makes for a lead; a plain page for everybody else, and while the database is away."""
    desk: Desk = request.app.state.desk
    language = _spoken(request)
    try:
        person = entrance.person(desk, request, "agent")
        language = person["language"]
        return make(desk, request, person) if people.at_least(person["role"], ROLE) else _plain(language, "role", 403)
    except Refused:
        return _plain(language, "signin", 401)
    except Unavailable as error:
        log.error("the insights cannot be counted", error=type(error).__name__)
        return _plain(language, "busy", 503)


def _plain(language: str, why: str, status: int) -> Response:
    return HTMLResponse(page.refused(words(language), why), status, headers={"Cache-Control": "no-store"})


def _page(desk: Desk, request: Request, person: dict[str, Any]) -> Response:
    wanted = asked.of(request.query_params, person["teams"], desk.settings.timezone)
    _freshen(desk)
    drawn = page.page(words(person["language"]), person, wanted, told(desk.database, wanted))
    return HTMLResponse(drawn, headers={"Cache-Control": "no-store"})


def _csv(desk: Desk, request: Request, person: dict[str, Any]) -> Response:
    name = request.path_params["table"]
    if name not in TABLES:
        return Response("There is no such table.", 404, media_type="text/plain")
    wanted = asked.of(request.query_params, person["teams"], desk.settings.timezone)
    _freshen(desk)
    body = to_csv(words(person["language"]), told(desk.database, wanted, (name,))[name])
    with desk.database.writing() as connection:
        auditing.note(connection, person["name"], "took insights away", detail=f"{name}, {wanted.first} to {wanted.last}")
    file = f"heard-{name}-{wanted.first}-{wanted.last}.csv"
    return Response(body, media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": "no-store"})


def _freshen(desk: Desk) -> None:
    """Bring what changed in; where the database takes no writing now, what was counted before is shown."""
    try:
        journeys.renew(desk.database, desk.settings.timezone, FRESH)
    except Unavailable as error:
        log.error("the insights are not up to date", error=type(error).__name__)


def _spoken(request: Request) -> str:
    """The browser's first language that is one of ours."""
    wished = [each.strip()[:2].lower() for each in request.headers.get("accept-language", "").split(",")]
    return next((each for each in wished if each in LANGUAGES), settings().default_language)
