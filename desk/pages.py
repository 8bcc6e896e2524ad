"""Pages and files of the chat with their security headers: nothing inline runs, and only configured pages may frame it."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.models import LANGUAGES
from desk.words import desk_words, words

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors {parents}"
)


class SecurityHeaders:
    """Adds the headers to every response."""

    def __init__(self, app: ASGIApp, parents: tuple[str, ...]) -> None:
        self.app = app
        self.chat = POLICY.format(parents=" ".join(("'self'", *parents))) + "; require-trusted-types-for 'script'"
        self.alone = POLICY.format(parents="'none'")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = self.chat if scope["path"].startswith("/chat/") else self.alone

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
            await send(message)

        await self.app(scope, receive, sending)


async def strings(request: Request) -> Response:
    """The own words of the chat or of the agents' desk in a language."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return JSONResponse({"error": f"One of {', '.join(LANGUAGES)}."}, 404)
    told = desk_words(language) if "/desk/" in request.url.path else words(language)
    return JSONResponse(told, headers={"Cache-Control": "public, max-age=300"})


async def loader(request: Request) -> Response:
    """The one script that puts the chat on a page of any origin."""
    body = (STATIC / "chat.js").read_bytes()
    headers = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(body, headers=headers, media_type="text/javascript")


ROUTES = (
    Route("/chat.js", loader),
    Route("/api/v1/chat/strings/{language}", strings),
    Route("/api/v1/desk/strings/{language}", strings),
    Mount("/chat", StaticFiles(directory=STATIC / "chat", html=True, check_dir=False)),
    Mount("/vendor", StaticFiles(directory=STATIC / "vendor", check_dir=False)),
    Mount("/demo", StaticFiles(directory=STATIC / "demo", html=True, check_dir=False)),
    Mount("/desk", StaticFiles(directory=STATIC / "desk", html=True, check_dir=False)),
    Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
)
