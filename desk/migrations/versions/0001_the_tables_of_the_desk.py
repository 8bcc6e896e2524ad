"""The tables of the desk"""

from alembic import op
import sqlalchemy as sa


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# The full-text index over messages, which desk/searching.py asks; SQLite keeps it by triggers, PostgreSQL by itself.
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE message_words USING fts5(text, content='messages', content_rowid='id', prefix='2 3 4 5')",
        "CREATE TRIGGER message_words_added AFTER INSERT ON messages BEGIN "
        "INSERT INTO message_words(rowid, text) VALUES (new.id, new.text); END",
        "CREATE TRIGGER message_words_gone AFTER DELETE ON messages BEGIN "
        "INSERT INTO message_words(message_words, rowid, text) VALUES ('delete', old.id, old.text); END",
    ),
    "postgresql": ("CREATE INDEX message_words ON messages USING gin (to_tsvector('simple', text))",),
}


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=True),
    sa.Column('detail', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_conversation'), ['conversation'], unique=False)

    op.create_table('erasures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('receipt', sa.String(length=64), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('feedback',
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('taken', sa.Integer(), nullable=False),
    sa.Column('edited', sa.Integer(), nullable=False),
    sa.Column('dismissed', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('people',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('teams', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('settings', sa.JSON(), nullable=False),
    sa.Column('password', sa.String(length=200), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('login')
    )
    op.create_table('promises',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=64), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('step', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due', sa.Float(), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('reminded', sa.Boolean(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('decided', sa.Float(), nullable=True),
    sa.Column('decided_by', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('conversation', 'cause', 'step', 'due')
    )
    with op.batch_alter_table('promises', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_promises_conversation'), ['conversation'], unique=False)
        batch_op.create_index(batch_op.f('ix_promises_due'), ['due'], unique=False)

    op.create_table('visitors',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('audience', sa.String(length=10), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('seen', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('conversations',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('visitor', sa.String(length=32), nullable=False),
    sa.Column('audience', sa.String(length=10), nullable=False),
    sa.Column('team', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('language_chosen', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('page', sa.JSON(), nullable=False),
    sa.Column('handoff', sa.JSON(), nullable=True),
    sa.Column('reason', sa.String(length=20), nullable=True),
    sa.Column('agent', sa.Integer(), nullable=True),
    sa.Column('waiting_since', sa.Float(), nullable=True),
    sa.Column('snoozed_until', sa.Float(), nullable=True),
    sa.Column('feeling', sa.String(length=20), nullable=True),
    sa.Column('intensity', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=True),
    sa.Column('signals', sa.JSON(), nullable=True),
    sa.Column('last', sa.JSON(), nullable=True),
    sa.Column('newest', sa.Integer(), nullable=False),
    sa.Column('urgency', sa.Float(), nullable=False),
    sa.Column('claimed_by', sa.String(length=64), nullable=True),
    sa.Column('claimed_until', sa.Float(), nullable=True),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('changed', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['agent'], ['people.id'], ),
    sa.ForeignKeyConstraint(['visitor'], ['visitors.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.create_index('conversations_by_need', ['status', 'urgency'], unique=False)
        batch_op.create_index('conversations_by_change', ['status', 'changed'], unique=False)
        batch_op.create_index(batch_op.f('ix_conversations_agent'), ['agent'], unique=False)
        batch_op.create_index(batch_op.f('ix_conversations_changed'), ['changed'], unique=False)
        batch_op.create_index(batch_op.f('ix_conversations_visitor'), ['visitor'], unique=False)

    op.create_table('greetings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('visitor', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['visitor'], ['visitors.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('visitor', 'reason')
    )
    op.create_table('sessions',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('person', sa.Integer(), nullable=False),
    sa.Column('csrf', sa.String(length=64), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('seen', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['person'], ['people.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sessions_person'), ['person'], unique=False)

    op.create_table('events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('inside', sa.Boolean(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.create_index('events_of', ['conversation', 'id'], unique=False)

    op.create_table('files',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_files_conversation'), ['conversation'], unique=False)

    op.create_table('followups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('followups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_followups_conversation'), ['conversation'], unique=False)

    op.create_table('ratings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('feeling', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ratings_conversation'), ['conversation'], unique=False)

    op.create_table('seen',
    sa.Column('person', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('event', sa.Integer(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person'], ['people.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person', 'conversation')
    )
    op.create_table('messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('client_id', sa.String(length=64), nullable=True),
    sa.Column('author', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=True),
    sa.Column('replies', sa.JSON(), nullable=True),
    sa.Column('file', sa.String(length=32), nullable=True),
    sa.Column('reading', sa.JSON(), nullable=True),
    sa.Column('wordings', sa.JSON(), nullable=True),
    sa.Column('private', sa.Boolean(), nullable=False),
    sa.Column('suggested', sa.JSON(), nullable=True),
    sa.Column('warnings', sa.JSON(), nullable=True),
    sa.Column('answers', sa.Integer(), nullable=True),
    sa.Column('event', sa.Integer(), nullable=True),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file'], ['files.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('answers'),
    sa.UniqueConstraint('conversation', 'client_id')
    )
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_messages_conversation'), ['conversation'], unique=False)

    op.create_table('corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('message', sa.Integer(), nullable=False),
    sa.Column('person', sa.String(length=80), nullable=False),
    sa.Column('feeling', sa.String(length=20), nullable=True),
    sa.Column('intensity', sa.Integer(), nullable=True),
    sa.Column('cause', sa.String(length=40), nullable=True),
    sa.Column('read', sa.JSON(), nullable=False),
    sa.Column('learned', sa.Boolean(), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['message'], ['messages.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('corrections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_corrections_conversation'), ['conversation'], unique=False)

    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('message', sa.Integer(), nullable=False),
    sa.Column('trace', sa.String(length=64), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['message'], ['messages.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('message')
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_conversation'), ['conversation'], unique=False)
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for statement in ("DROP TABLE message_words",) if op.get_bind().dialect.name == "sqlite" else ("DROP INDEX message_words",):
        op.execute(statement)
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_conversation'))

    op.drop_table('outbox')
    with op.batch_alter_table('corrections', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_corrections_conversation'))

    op.drop_table('corrections')
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_messages_conversation'))

    op.drop_table('messages')
    op.drop_table('seen')
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ratings_conversation'))

    op.drop_table('ratings')
    with op.batch_alter_table('followups', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_followups_conversation'))

    op.drop_table('followups')
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_files_conversation'))

    op.drop_table('files')
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_index('events_of')

    op.drop_table('events')
    with op.batch_alter_table('sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sessions_person'))

    op.drop_table('sessions')
    op.drop_table('greetings')
    with op.batch_alter_table('conversations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversations_visitor'))
        batch_op.drop_index(batch_op.f('ix_conversations_changed'))
        batch_op.drop_index(batch_op.f('ix_conversations_agent'))
        batch_op.drop_index('conversations_by_change')
        batch_op.drop_index('conversations_by_need')

    op.drop_table('conversations')
    op.drop_table('visitors')
    with op.batch_alter_table('promises', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_promises_due'))
        batch_op.drop_index(batch_op.f('ix_promises_conversation'))

    op.drop_table('promises')
    op.drop_table('people')
    op.drop_table('feedback')
    op.drop_table('erasures')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_conversation'))
        batch_op.drop_index(batch_op.f('ix_audit_at'))

    op.drop_table('audit')
