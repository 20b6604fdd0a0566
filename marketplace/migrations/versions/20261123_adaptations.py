"""Practices adapted from others: the parent, what was changed, why, how it went."""

import sqlalchemy as sa
from alembic import op

revision = "c94e2b58d1f3"
down_revision = "c7d05be1384f"
branch_labels = None
depends_on = None

_STORY = ("adapted_changes", "adapted_reason", "adapted_outcome")


def upgrade() -> None:
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adapted_from", sa.String(length=12), nullable=True))
        for name in _STORY:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_case_study_adapted_from"), "resource", ["adapted_from"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_case_study_adapted_from"), ["adapted_from"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_study", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_study_adapted_from"))
        batch_op.drop_constraint(batch_op.f("fk_case_study_adapted_from"), type_="foreignkey")
        for name in ("adapted_from", *_STORY):
            batch_op.drop_column(name)
