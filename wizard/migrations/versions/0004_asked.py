"""what a helper is asked to fill"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('share') as batch:
        batch.add_column(sa.Column('asked', sa.JSON(), server_default='[]', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('share') as batch:
        batch.drop_column('asked')
