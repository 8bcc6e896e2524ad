"""Whether people are there: the company's working hours."""

from datetime import datetime

from bot import assist
from bot.drafting.calendar import Calendar
from bot.library import library


def staffed(now: datetime | None = None) -> bool:
    """Whether somebody is there to take over at this moment."""
    now = now or assist.now()
    calendar = Calendar(library().company)
    return calendar.works(now) and calendar.opens <= now.time() < calendar.closes
