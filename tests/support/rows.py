"""A table's rows, for tests that look at what was stored."""

from sqlalchemy import Integer, Table, select

from desk.database import Database


def rows(database: Database, table: Table, *where: object) -> list[dict]:
    """The rows, oldest first; those of tables whose ids don't grow by their time."""
    order = table.c.id if isinstance(table.c.id.type, Integer) else table.c.at
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(select(table).where(*where).order_by(order, table.c.id)).mappings()]
