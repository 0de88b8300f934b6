"""counters for who hosts"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('counter',
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('event', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('month', 'event', name=op.f('pk_counter'))
    )


def downgrade() -> None:
    op.drop_table('counter')
