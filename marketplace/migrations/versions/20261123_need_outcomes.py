"""How needs ended, and the warnings before they expire."""

import sqlalchemy as sa
from alembic import op

revision = "a41f6c2b90d7"
down_revision = "8d3f62c1e7a5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need_outcome",
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("found_resource_id", sa.String(length=12), nullable=True),
        sa.Column("found_organisation_id", sa.String(length=12), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["found_organisation_id"],
            ["organisation.id"],
            name=op.f("fk_need_outcome_found_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["found_resource_id"], ["resource.id"], name=op.f("fk_need_outcome_found_resource_id")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_need_outcome_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_need_outcome")),
    )
    op.create_table(
        "need_warning",
        sa.Column("resource_id", sa.String(length=12), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_need_warning_resource_id")),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_need_warning")),
    )


def downgrade() -> None:
    op.drop_table("need_warning")
    op.drop_table("need_outcome")
