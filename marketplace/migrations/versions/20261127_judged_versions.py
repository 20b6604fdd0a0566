"""What reviewers had read when they asked for changes."""

import sqlalchemy as sa
from alembic import op

revision = "e17b3c9a40d6"
down_revision = "c94e2b58d1f3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judged_version",
        sa.Column("resource_id", sa.String(length=12), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_judged_version_resource_id")),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_judged_version")),
    )


def downgrade() -> None:
    op.drop_table("judged_version")
