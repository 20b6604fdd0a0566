"""Hand-overs between two records."""

import sqlalchemy as sa
from alembic import op

revision = "b3d1f07a62c8"
down_revision = "a41f6c2b90d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("before_id", sa.String(length=12), nullable=False),
        sa.Column("after_id", sa.String(length=12), nullable=False),
        sa.Column("gives", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("target_groups", sa.JSON(), nullable=False),
        sa.Column("for_whom", sa.String(length=300), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=6), nullable=False),
        sa.Column("proposed_by_id", sa.String(length=12), nullable=False),
        sa.Column("before_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("before_id <> after_id", name=op.f("ck_hand_over_two_records")),
        sa.ForeignKeyConstraint(["after_id"], ["resource.id"], name=op.f("fk_hand_over_after_id")),
        sa.ForeignKeyConstraint(["before_id"], ["resource.id"], name=op.f("fk_hand_over_before_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_hand_over_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    open_states = sa.text("state IN ('proposed', 'accepted')")
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.create_index("ix_hand_over_after_id", ["after_id"], unique=False)
        batch_op.create_index(
            "ix_hand_over_open_pair",
            ["before_id", "after_id"],
            unique=True,
            sqlite_where=open_states,
            postgresql_where=open_states,
        )


def downgrade() -> None:
    op.drop_table("hand_over")
