"""Vectors of records, for search by meaning."""

import sqlalchemy as sa
from alembic import op

revision = "8d3f62c1e7a5"
down_revision = "5c1e7a90b4d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_vector",
        sa.Column("resource_id", sa.String(length=12), nullable=False),
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("model", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_record_vector_resource_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_record_vector")),
    )
    with op.batch_alter_table("record_vector", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_vector_number"), ["number"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("record_vector", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_vector_number"))

    op.drop_table("record_vector")
