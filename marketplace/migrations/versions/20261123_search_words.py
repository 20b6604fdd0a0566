"""Search words: synonyms, concepts that are switched off, searches without result."""

import sqlalchemy as sa
from alembic import op

revision = "5c1e0a7d94b2"
down_revision = "3008972db293"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synonym_group",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_group")),
    )
    with op.batch_alter_table("synonym_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_synonym_group_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "stopped_concept",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("concept", sa.String(length=60), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stopped_concept")),
        sa.UniqueConstraint("concept", name=op.f("uq_stopped_concept_concept")),
    )
    with op.batch_alter_table("stopped_concept", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stopped_concept_changed_at"), ["changed_at"], unique=False)

    op.create_table(
        "search_miss",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=80), nullable=False),
        sa.Column("filters", sa.String(length=300), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_miss")),
        sa.UniqueConstraint(
            "day", "language", "words", "filters", name=op.f("uq_search_miss_day_language_words_filters")
        ),
    )
    with op.batch_alter_table("search_miss", schema=None) as batch_op:
        batch_op.create_index("ix_search_miss_words", ["words"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_miss", schema=None) as batch_op:
        batch_op.drop_index("ix_search_miss_words")

    op.drop_table("search_miss")
    with op.batch_alter_table("stopped_concept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stopped_concept_changed_at"))

    op.drop_table("stopped_concept")
    with op.batch_alter_table("synonym_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_synonym_group_changed_at"))

    op.drop_table("synonym_group")
