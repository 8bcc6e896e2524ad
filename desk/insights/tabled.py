"""A table of the insights: its id, the ids of its columns, its rows of plain values. How it is shown or written is others' work."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Table:
    """`rows` hold ids, counts, shares from 0 to 1 and means; `total` is what the shares are of, where that is not in the rows."""

    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int = 0
