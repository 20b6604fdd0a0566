"""Hand-overs are found by the record that hands over."""

from alembic import op

revision = "5d0c8f27b3a9"
down_revision = "e17b3c9a40d6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_hand_over_before_id", "hand_over", ["before_id"])


def downgrade() -> None:
    op.drop_index("ix_hand_over_before_id", "hand_over")
