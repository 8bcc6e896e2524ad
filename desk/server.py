"""`python -m desk.server`: the desk on HEARD_DESK_HOST and HEARD_DESK_PORT."""

import sys
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from bot.settings import SettingError, settings
from bot.yaml_files import ContentError
from desk import logs
from desk.app import application
from desk.database import Unavailable

GRACE = 8  # seconds for requests under way
KEPT_ALIVE = 75  # seconds that a connection stays without a request: longer than nginx keeps its own to us, so that none breaks off


class Server(uvicorn.Server):
    """Ends the streams first: they would hold the others up until the grace is over."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal to stop."""
        self.config.app.state.desk.feed.stop()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serve until stopped."""
    logs.set_up()
    try:
        app = application()
    except (SettingError, ContentError, OSError) as error:
        sys.stderr.write(f"heard: {error}\n")
        sys.exit(2)
    except Unavailable as error:
        sys.stderr.write(f"heard: the database of HEARD_DATABASE does not answer: {str(error.__cause__ or error).strip().splitlines()[0]}\n")
        sys.exit(1)
    Server(configuration(app)).run()


def configuration(app: ASGIApp) -> uvicorn.Config:
    """How the application is served; only the named proxies are believed what they say of who asks and how."""
    return uvicorn.Config(
        app, host=settings().desk_host, port=settings().desk_port, log_level="warning", access_log=False,
        timeout_graceful_shutdown=GRACE, timeout_keep_alive=KEPT_ALIVE, server_header=False, ws="none", forwarded_allow_ips=list(settings().proxies),
    )  # fmt: skip


if __name__ == "__main__":
    main()
