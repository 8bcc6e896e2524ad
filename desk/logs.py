"""Structured logs: one JSON line an event on standard error, without a word of a customer's."""

import logging
import sys
from typing import TextIO

import structlog

from desk.masking import mask_event


class _Unfailing:
    """A stream whose disk may be full: a lost line of the log must not fail the request that it tells of."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> None:
        try:
            self.stream.write(text)
        except OSError:
            pass

    def flush(self) -> None:
        try:
            self.stream.flush()
        except OSError:
            pass


def set_up() -> None:
    """Call once in a process that serves."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            mask_event,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(_Unfailing(sys.stderr)),
        cache_logger_on_first_use=True,
    )
