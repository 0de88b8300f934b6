"""codes, e-mail, shares, last year, versions of the content"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('content',
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('data', sa.Text(), nullable=False),
    sa.Column('stored', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_content'))
    )
    op.create_table('share',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=4), nullable=False),
    sa.Column('label', sa.String(length=80), nullable=False),
    sa.Column('salt', sa.LargeBinary(length=16), nullable=False),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('revoked', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_share_assessment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_share')),
    sa.UniqueConstraint('hash', name=op.f('uq_share_hash'))
    )
    with op.batch_alter_table('share', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_share_assessment_id'), ['assessment_id'], unique=False)

    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.add_column(sa.Column('code_salt', sa.LargeBinary(length=16), nullable=True))
        batch_op.add_column(sa.Column('code_hash', sa.LargeBinary(length=32), nullable=True))
        batch_op.add_column(sa.Column('email', sa.String(length=254), nullable=True))
        batch_op.create_index(batch_op.f('ix_workspace_email'), ['email'], unique=False)
        batch_op.create_unique_constraint(batch_op.f('uq_workspace_code_hash'), ['code_hash'])

    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reminded', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('last_year', sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_column('last_year')
        batch_op.drop_column('reminded')

    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('uq_workspace_code_hash'), type_='unique')
        batch_op.drop_index(batch_op.f('ix_workspace_email'))
        batch_op.drop_column('email')
        batch_op.drop_column('code_hash')
        batch_op.drop_column('code_salt')

    op.drop_table('share')
    op.drop_table('content')
