"""The one HTTP client: time-outs on every call, a repeat only where it does no harm, no redirects, JSON both ways."""

import time
from functools import lru_cache
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from bot.settings import settings

TOO_MANY = 429  # the request was not worked on, so that it may be sent again
MOST_TRIES = 5
CONNECTIONS = 64  # kept open to each host: as many as threads that ask at once
LONGEST_PAUSE = 60.0  # seconds; whatever `Retry-After` asks for


@lru_cache(maxsize=1)
def _session() -> requests.Session:
    session = requests.Session()
    again = Retry(total=2, connect=2, read=0, status=0, redirect=0, backoff_factor=0.2)  # only what never reached the other side
    session.mount("http://", HTTPAdapter(max_retries=again, pool_maxsize=CONNECTIONS))
    session.mount("https://", HTTPAdapter(max_retries=again, pool_maxsize=CONNECTIONS))
    return session


def post(url: str, body: dict[str, Any], seconds: float) -> None:
    """POST JSON once while somebody waits for the turn: no second try, no patience beyond `seconds`.

    Raises:
        requests.RequestException: no answer in time, or a status that isn't 2xx.
    """
    send("POST", url, body, tries=1, seconds=seconds)


def send(
    method: str,
    url: str,
    body: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    tries: int = MOST_TRIES,
    seconds: float | None = None,
) -> Any:
    """The JSON that a service answers, None where it answers none. Waits and tries again where it asks for patience.

    Raises:
        requests.RequestException: no answer in time, a status that isn't 2xx, or an answer that isn't JSON.
    """
    for left in reversed(range(tries)):
        answer = _session().request(
            method, url, json=body, headers=headers, timeout=seconds or settings().timeout, allow_redirects=False
        )  # fmt: skip
        if answer.status_code != TOO_MANY or not left:
            break
        time.sleep(_pause(answer))
    if not 200 <= answer.status_code < 300:
        raise requests.HTTPError(f"{method} {url} answered {answer.status_code}", response=answer)
    return answer.json() if answer.content.strip() else None


def _pause(answer: requests.Response) -> float:
    """Seconds to wait, as the service asks; one second where it doesn't say, or says it as a date."""
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_PAUSE) if asked.isdigit() else 1.0
