"""What became of suggestions, by day: what was sent is counted from the messages it is kept with; what was dismissed before has no day"""

from collections import Counter
from datetime import datetime

from alembic import op
import sqlalchemy as sa

from bot.settings import settings


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

AT_ONCE = 5_000  # rows

conversations = sa.table('conversations', sa.column('id'), sa.column('team'), sa.column('language'))
messages = sa.table(
    'messages', sa.column('conversation'), sa.column('author'), sa.column('at'), sa.column('suggested', sa.JSON())
)


def upgrade() -> None:
    table = op.create_table('feedback_days',
    sa.Column('day', sa.Integer(), nullable=False, autoincrement=False),
    sa.Column('team', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('edited', sa.Integer(), nullable=False),
    sa.Column('dismissed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'team', 'language', 'key'),
    sqlite_with_rowid=False,
    )
    rows = [
        {'day': day, 'team': team, 'language': language, 'key': key, 'taken': own['taken'], 'edited': own['edited'], 'dismissed': 0}
        for (day, team, language, key), own in _sent(op.get_bind()).items()
    ]
    for start in range(0, len(rows), AT_ONCE):
        op.bulk_insert(table, rows[start : start + AT_ONCE])


def _sent(connection: sa.engine.Connection) -> dict[tuple, Counter]:
    """Suggestions that agents sent, as they were or edited."""
    query = sa.select(messages.c.at, messages.c.suggested, conversations.c.team, conversations.c.language)
    query = query.join(conversations, conversations.c.id == messages.c.conversation)
    found: dict[tuple, Counter] = {}
    for at, suggested, team, language in connection.execute(query.where(messages.c.author == 'agent')):
        day = datetime.fromtimestamp(at, settings().timezone).date().toordinal()
        for key in _keys(suggested or {}, language):
            outcome = 'edited' if suggested.get('edited') else 'taken'
            found.setdefault((day, team, language, key), Counter())[outcome] += 1
    return found


def _keys(suggested: dict, language: str) -> set:
    tone = suggested.get('tone')
    return {f'tone:{tone}', *(f'{language}:{each}' for each in suggested.get('wordings') or ())} if tone else set()


def downgrade() -> None:
    op.drop_table('feedback_days')
