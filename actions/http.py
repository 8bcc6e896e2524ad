"""The one HTTP client of the actions: time-outs on every call, a repeat only where it does no harm."""

from functools import lru_cache
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from bot.settings import settings


@lru_cache(maxsize=1)
def _session() -> requests.Session:
    session = requests.Session()
    again = Retry(total=2, connect=2, read=0, status=0, backoff_factor=0.2)  # only what never reached the other side
    session.mount("http://", HTTPAdapter(max_retries=again))
    session.mount("https://", HTTPAdapter(max_retries=again))
    return session


def post(url: str, body: dict[str, Any]) -> None:
    """POST JSON.

    Raises:
        requests.RequestException: no answer in time, or a status of 400 and above.
    """
    answer = _session().post(url, json=body, timeout=settings().timeout, allow_redirects=False)
    answer.raise_for_status()
