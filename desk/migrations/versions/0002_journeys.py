"""What the insights count: a conversation in a line, and its words"""

from alembic import op
import sqlalchemy as sa


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

COUNTED = (
    'at', 'team', 'language', 'reads', 'week', 'cause', 'feeling', 'intensity',
    'first_feeling', 'first_intensity', 'last_feeling', 'last_intensity', 'touchpoint', 'title',
)


def upgrade() -> None:
    op.create_table('journeys',
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('at', sa.Float(), nullable=False),
    sa.Column('week', sa.Integer(), nullable=False),
    sa.Column('team', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('touchpoint', sa.String(length=200), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('cause', sa.String(length=40), nullable=False),
    sa.Column('feeling', sa.String(length=20), nullable=False),
    sa.Column('intensity', sa.Integer(), nullable=False),
    sa.Column('first_feeling', sa.String(length=20), nullable=False),
    sa.Column('first_intensity', sa.Integer(), nullable=False),
    sa.Column('last_feeling', sa.String(length=20), nullable=False),
    sa.Column('last_intensity', sa.Integer(), nullable=False),
    sa.Column('reads', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Float(), nullable=False),
    sa.Column('correction', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conversation')
    )
    op.create_index('journeys_in_time', 'journeys', list(COUNTED))
    op.create_index('ix_journeys_changed', 'journeys', ['changed'])
    op.create_table('journey_words',
    sa.Column('conversation', sa.String(length=32), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['conversation'], ['conversations.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('conversation')
    )
