"""Services that visitors miss on a corridor."""

import sqlalchemy as sa
from alembic import op

revision = "c7d05be1384f"
down_revision = "b47a0d93e6f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "demand_report",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("origin", sa.String(length=2), nullable=False),
        sa.Column("destination", sa.String(length=2), nullable=False),
        sa.Column("booster", sa.String(length=60), nullable=False),
        sa.Column("phase", sa.String(length=60), nullable=False),
        sa.Column("target_group", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_demand_report_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_report")),
    )
    with op.batch_alter_table("demand_report", schema=None) as batch_op:
        batch_op.create_index("ix_demand_report_state", ["state", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("demand_report", schema=None) as batch_op:
        batch_op.drop_index("ix_demand_report_state")
    op.drop_table("demand_report")
