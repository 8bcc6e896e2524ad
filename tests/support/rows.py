"""A table's rows, for tests that look at what was stored."""

from sqlalchemy import Integer, Table, select

from desk.database import Database


def rows(database: Database, table: Table, *where: object) -> list[dict]:
    """The rows, oldest first; those of tables whose ids don't grow by their time."""
    growing = "id" in table.c and isinstance(table.c.id.type, Integer)
    order = [table.c.id] if growing else [table.c[name] for name in ("at", *table.primary_key.columns.keys()) if name in table.c]
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(select(table).where(*where).order_by(*order)).mappings()]
