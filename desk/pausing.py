"""A pause that an end cuts short: what runs beside the requests is never broken off in the middle of its work."""

import asyncio


async def pause(ended: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or until it has ended."""
    try:
        await asyncio.wait_for(ended.wait(), seconds)
    except asyncio.TimeoutError:
        pass
