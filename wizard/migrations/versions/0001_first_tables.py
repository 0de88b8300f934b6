"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('workspace',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('link_salt', sa.LargeBinary(length=16), nullable=False),
    sa.Column('link_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('opened', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_workspace')),
    sa.UniqueConstraint('link_hash', name=op.f('uq_workspace_link_hash'))
    )
    op.create_table('assessment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=16), nullable=False),
    sa.Column('workspace_id', sa.Integer(), nullable=False),
    sa.Column('association', sa.String(length=200), nullable=False),
    sa.Column('project', sa.String(length=200), nullable=False),
    sa.Column('school_year', sa.Integer(), nullable=False),
    sa.Column('renewal', sa.Boolean(), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=True),
    sa.Column('referential_version', sa.String(length=40), nullable=False),
    sa.Column('created', sa.DateTime(), nullable=False),
    sa.Column('updated', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_assessment_workspace_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_public_id'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_updated'), ['updated'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_workspace_id'), ['workspace_id'], unique=False)

    op.create_table('answer',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('practice', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('owner', sa.String(length=80), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('page', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_answer_assessment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assessment_id', 'practice', name=op.f('pk_answer'))
    )
    op.create_table('note',
    sa.Column('assessment_id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=16), nullable=False),
    sa.Column('ticked', sa.JSON(), nullable=False),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('page', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['assessment_id'], ['assessment.id'], name=op.f('fk_note_assessment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assessment_id', 'subject', name=op.f('pk_note'))
    )


def downgrade() -> None:
    op.drop_table('note')
    op.drop_table('answer')
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_workspace_id'))
        batch_op.drop_index(batch_op.f('ix_assessment_updated'))

    op.drop_table('assessment')
    op.drop_table('workspace')
