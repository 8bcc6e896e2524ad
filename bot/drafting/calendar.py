"""When a step is done: due times inside the company's working hours."""

from datetime import datetime, time, timedelta

from bot.library import Due

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROUND = timedelta(minutes=30)


class Calendar:
    """A company's working hours, workdays and holidays, from content/company.yml."""

    def __init__(self, company: dict) -> None:
        self.opens, self.closes = time.fromisoformat(company["hours"]["from"]), time.fromisoformat(company["hours"]["to"])
        self.workdays = {WEEKDAYS.index(day) for day in company["workdays"]}
        self.holidays = {str(day) for day in company.get("holidays") or ()}

    def works(self, moment: datetime) -> bool:
        """Whether this day is a workday."""
        return moment.weekday() in self.workdays and moment.date().isoformat() not in self.holidays

    def due(self, due: Due, now: datetime) -> datetime:
        """The moment a step that starts now is done, rounded up to the half hour; `now` carries the time zone."""
        if due.workdays:
            day = now
            for _ in range(due.workdays):
                day = self._next_workday(day)
            return datetime.combine(day.date(), time.fromisoformat(due.at), now.tzinfo)
        return self._add_hours(now, timedelta(hours=due.hours))

    def _next_workday(self, day: datetime) -> datetime:
        day += timedelta(days=1)
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def _opening(self, moment: datetime) -> datetime:
        """The moment itself during working hours, otherwise the next opening."""
        if not self.works(moment) or moment.time() >= self.closes:
            return datetime.combine(self._next_workday(moment).date(), self.opens, moment.tzinfo)
        return max(moment, datetime.combine(moment.date(), self.opens, moment.tzinfo))

    def _add_hours(self, now: datetime, left: timedelta) -> datetime:
        moment = self._opening(now)
        while True:
            closing = datetime.combine(moment.date(), self.closes, moment.tzinfo)
            if moment + left <= closing:
                return _round_up(moment + left, closing)
            left -= closing - moment
            moment = self._opening(closing)


def _round_up(moment: datetime, latest: datetime) -> datetime:
    seconds = (moment.minute * 60 + moment.second) % ROUND.seconds
    rounded = moment if not seconds else moment + ROUND - timedelta(seconds=seconds)
    return min(rounded.replace(microsecond=0), latest)
