"""A pause that an event cuts short: what runs beside the requests is never broken off in the middle of its work."""

import asyncio


async def pause(event: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or until the event is set."""
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except asyncio.TimeoutError:
        pass
