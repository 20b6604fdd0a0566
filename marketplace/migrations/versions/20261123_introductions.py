"""Introductions: requests with their conversations, blocks, reports."""

import sqlalchemy as sa
from alembic import op

revision = "b47a0d93e6f1"
down_revision = "b3d1f07a62c8"
branch_labels = None
depends_on = None

WAITING = sa.text("state IN ('sent', 'seen')")


def upgrade() -> None:
    _introductions()
    _messages()
    _blocks()
    _reports()


def _introductions() -> None:
    op.create_table(
        "introduction",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("asker_id", sa.String(length=12), nullable=False),
        sa.Column("receiver_id", sa.String(length=12), nullable=False),
        sa.Column("resource_id", sa.String(length=12), nullable=True),
        sa.Column("own_resource_id", sa.String(length=12), nullable=True),
        sa.Column("asked_by_id", sa.String(length=12), nullable=False),
        sa.Column("told_id", sa.String(length=12), nullable=True),
        sa.Column("answered_by_id", sa.String(length=12), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_introduction_{column}"))
            for column, target in (
                ("answered_by_id", "user.id"),
                ("asked_by_id", "user.id"),
                ("asker_id", "organisation.id"),
                ("own_resource_id", "resource.id"),
                ("receiver_id", "organisation.id"),
                ("resource_id", "resource.id"),
                ("told_id", "user.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_receiver_id"), ["receiver_id"], unique=False)
        batch_op.create_index(
            "uq_introduction_waiting",
            ["asker_id", "receiver_id"],
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )


def _messages() -> None:
    op.create_table(
        "introduction_message",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("introduction_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_introduction_message_author_id")),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_introduction_message_introduction_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_introduction_message_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_message")),
        sa.UniqueConstraint(
            "introduction_id", "number", name=op.f("uq_introduction_message_introduction_id_number")
        ),
    )
    with op.batch_alter_table("introduction_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_message_author_id"), ["author_id"], unique=False)


def _blocks() -> None:
    op.create_table(
        "organisation_block",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("blocked_id", sa.String(length=12), nullable=False),
        sa.Column("created_by_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["organisation.id"], name=op.f("fk_organisation_block_blocked_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_organisation_block_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_block_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_block")),
        sa.UniqueConstraint(
            "organisation_id", "blocked_id", name=op.f("uq_organisation_block_organisation_id_blocked_id")
        ),
    )
    with op.batch_alter_table("organisation_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_block_blocked_id"), ["blocked_id"], unique=False)


def _reports() -> None:
    op.create_table(
        "introduction_report",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("introduction_id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("reported_by_id", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.String(length=12), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_introduction_report_{column}"))
            for column, target in (
                ("introduction_id", "introduction.id"),
                ("organisation_id", "organisation.id"),
                ("reported_by_id", "user.id"),
                ("taken_by_id", "user.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_report")),
    )
    with op.batch_alter_table("introduction_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_introduction_report_introduction_id"), ["introduction_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_introduction_report_reported_by_id"), ["reported_by_id"], unique=False
        )


def downgrade() -> None:
    for table in ("introduction_report", "organisation_block", "introduction_message", "introduction"):
        op.drop_table(table)
