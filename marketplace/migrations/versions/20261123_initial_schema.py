"""Initial schema."""

import sqlalchemy as sa
from alembic import op

revision = "3008972db293"
down_revision = None
branch_labels = None
depends_on = None


# The event log is append-only, whoever writes to the database.
_APPEND_ONLY_SQLITE = """
CREATE TRIGGER audit_event_no_{name} BEFORE {action} ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END
"""
_APPEND_ONLY_POSTGRESQL = (
    """
    CREATE FUNCTION audit_event_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit_event is append-only'; END $$
    """,
    """
    CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_append_only()
    """,
)


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=12), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object_type", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=12), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=True),
        sa.Column("to_state", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_object", ["object_type", "object_id", "id"], unique=False)

    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "kept_form",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.String(length=12), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kept_form_token_hash")),
    )
    op.create_table(
        "outbox_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.String(length=12), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_job")),
    )
    with op.batch_alter_table("outbox_job", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_job_due", ["not_before", "id"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("email_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("founded", sa.Integer(), nullable=True),
        sa.Column("logo_sha256", sa.String(length=64), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_public", sa.Boolean(), nullable=False),
        sa.Column("verification", sa.String(length=12), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_how", sa.String(length=20), nullable=False),
        sa.Column("changed_since_verified", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.String(length=12), nullable=True),
        sa.Column("source_url", sa.String(length=1000), nullable=False),
        sa.Column("source_title", sa.String(length=500), nullable=False),
        sa.Column("creation_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.String(length=12), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_organisation_created_by_id")),
        sa.ForeignKeyConstraint(["logo_sha256"], ["blob.sha256"], name=op.f("fk_organisation_logo_sha256")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisation.id"], name=op.f("fk_organisation_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("creation_key", name=op.f("uq_organisation_creation_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_name_key"), ["name_key"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "user_token",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_token_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_token_token_hash")),
    )
    with op.batch_alter_table("user_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("organisation_id", "user_id", name=op.f("uq_membership_organisation_id_user_id")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "membership_request",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.String(length=12), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_membership_request_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_request_organisation_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_membership_request_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_membership_request_token_hash")),
    )
    with op.batch_alter_table("membership_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_request_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_membership_request_user_id"), ["user_id"], unique=False)
        batch_op.create_index(
            "uq_membership_request_open",
            ["organisation_id", "kind", "user_id"],
            unique=True,
            sqlite_where=sa.text("state = 'pending' AND user_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'pending' AND user_id IS NOT NULL"),
        )

    op.create_table(
        "organisation_name",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_name_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name")),
    )
    with op.batch_alter_table("organisation_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_name_name_key"), ["name_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organisation_name_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "resource",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("live_revision_id", sa.String(length=12), nullable=True),
        sa.Column("import_slug", sa.String(length=120), nullable=True),
        sa.Column("creation_key", sa.String(length=64), nullable=True),
        sa.Column("first_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_resource_created_by_id")),
        sa.ForeignKeyConstraint(
            ["live_revision_id"], ["revision.id"], name="fk_resource_live_revision", use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_resource_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("creation_key", name=op.f("uq_resource_creation_key")),
        sa.UniqueConstraint("import_slug", name=op.f("uq_resource_import_slug")),
    )
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_confirmed_at"), ["confirmed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_live_revision_id"), ["live_revision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "verification_evidence",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=255), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("blob_sha256", sa.String(length=64), nullable=True),
        sa.Column("given_by_id", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blob_sha256"], ["blob.sha256"], name=op.f("fk_verification_evidence_blob_sha256")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user.id"], name=op.f("fk_verification_evidence_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_verification_evidence_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_evidence")),
    )
    with op.batch_alter_table("verification_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_evidence_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "confirmation",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("resource_id", sa.String(length=12), nullable=False),
        sa.Column("user_id", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_confirmation_resource_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_confirmation_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmation_resource_id"), ["resource_id"], unique=False)

    op.create_table(
        "review_message",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("resource_id", sa.String(length=12), nullable=False),
        sa.Column("revision_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_review_message_author_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_review_message_resource_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_message")),
    )
    with op.batch_alter_table("review_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_message_resource_id"), ["resource_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("resource_id", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source_url", sa.String(length=1000), nullable=False),
        sa.Column("source_title", sa.String(length=500), nullable=False),
        sa.Column("source_date", sa.String(length=10), nullable=False),
        sa.Column("additional_sources", sa.JSON(), nullable=False),
        sa.Column("editorial_fields", sa.JSON(), nullable=False),
        sa.Column("licence", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_from_state", sa.String(length=20), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.String(length=12), nullable=True),
        sa.Column("decline_proposed_by_id", sa.String(length=12), nullable=True),
        sa.Column("appealed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_revision_author_id")),
        sa.ForeignKeyConstraint(
            ["decline_proposed_by_id"], ["user.id"], name=op.f("fk_revision_decline_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_revision_resource_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user.id"], name=op.f("fk_revision_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("resource_id", "number", name=op.f("uq_revision_resource_id_number")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_published_at"), ["published_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_revision_resource_id"), ["resource_id"], unique=False)
        batch_op.create_index("ix_revision_state", ["state", "submitted_at"], unique=False)
        batch_op.create_index(
            "uq_revision_open",
            ["resource_id"],
            unique=True,
            sqlite_where=sa.text(
                "state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'resubmitted')"
            ),
            postgresql_where=sa.text(
                "state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'resubmitted')"
            ),
        )

    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_attachment_revision_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_attachment_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "case_study",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("approach", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("numbers_reached", sa.String(length=300), nullable=False),
        sa.Column("evaluation_type", sa.String(length=20), nullable=False),
        sa.Column("evaluation", sa.Text(), nullable=False),
        sa.Column("evaluation_url", sa.String(length=1000), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("transferability", sa.Text(), nullable=False),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_status", sa.String(length=12), nullable=False),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("funder", sa.String(length=500), nullable=False),
        sa.Column("cost_band", sa.String(length=20), nullable=False),
        sa.Column("regular_service", sa.String(length=12), nullable=False),
        sa.Column("safeguards", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["revision.id"], name=op.f("fk_case_study_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("document_kind", sa.String(length=20), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("publisher", sa.String(length=300), nullable=False),
        sa.Column("isbn", sa.String(length=20), nullable=False),
        sa.Column("doi", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["revision.id"], name=op.f("fk_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "need",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("side_sought", sa.String(length=12), nullable=False),
        sa.Column("brings", sa.Text(), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["revision.id"], name=op.f("fk_need_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_table(
        "offering",
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.Column("places", sa.String(length=500), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("schedule_note", sa.String(length=500), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.String(length=300), nullable=False),
        sa.Column("waiting_time", sa.String(length=300), nullable=False),
        sa.Column("cost", sa.String(length=12), nullable=False),
        sa.Column("cost_amount", sa.String(length=20), nullable=False),
        sa.Column("cost_currency", sa.String(length=3), nullable=False),
        sa.Column("cost_note", sa.String(length=500), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("age_min", sa.Integer(), nullable=True),
        sa.Column("age_max", sa.Integer(), nullable=True),
        sa.Column("required_documents", sa.Text(), nullable=False),
        sa.Column("how_to_apply", sa.Text(), nullable=False),
        sa.Column("apply_url", sa.String(length=1000), nullable=False),
        sa.Column("certificate", sa.String(length=300), nullable=False),
        sa.Column("accessibility", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["revision.id"], name=op.f("fk_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offering")),
    )
    op.create_table(
        "revision_corridor",
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=2), nullable=True),
        sa.Column("destination", sa.String(length=2), nullable=True),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_corridor_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_revision_corridor")),
    )
    with op.batch_alter_table("revision_corridor", schema=None) as batch_op:
        batch_op.create_index("ix_revision_corridor_pair", ["origin", "destination"], unique=False)

    op.create_table(
        "revision_term",
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("vocabulary", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_term_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "vocabulary", "slug", name=op.f("pk_revision_term")),
    )
    with op.batch_alter_table("revision_term", schema=None) as batch_op:
        batch_op.create_index("ix_revision_term_slug", ["vocabulary", "slug"], unique=False)

    op.create_table(
        "practice_partner",
        sa.Column("revision_id", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_practice_partner_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["case_study.id"], name=op.f("fk_practice_partner_revision_id")
        ),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_practice_partner")),
    )

    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(_APPEND_ONLY_SQLITE.format(name=action.lower(), action=action))
    else:
        # SQLite has made this constraint with its table; elsewhere it needs both tables
        op.create_foreign_key(
            "fk_resource_live_revision", "resource", "revision", ["live_revision_id"], ["id"]
        )
        for statement in _APPEND_ONLY_POSTGRESQL:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_resource_live_revision", "resource", type_="foreignkey")
    op.drop_table("practice_partner")
    with op.batch_alter_table("revision_term", schema=None) as batch_op:
        batch_op.drop_index("ix_revision_term_slug")

    op.drop_table("revision_term")
    with op.batch_alter_table("revision_corridor", schema=None) as batch_op:
        batch_op.drop_index("ix_revision_corridor_pair")

    op.drop_table("revision_corridor")
    op.drop_table("offering")
    op.drop_table("need")
    op.drop_table("document")
    op.drop_table("case_study")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_revision_id"))

    op.drop_table("attachment")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_revision_open",
            sqlite_where=sa.text(
                "state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'resubmitted')"
            ),
            postgresql_where=sa.text(
                "state IN ('draft', 'submitted', 'in_review', 'changes_requested', 'resubmitted')"
            ),
        )
        batch_op.drop_index("ix_revision_state")
        batch_op.drop_index(batch_op.f("ix_revision_resource_id"))
        batch_op.drop_index(batch_op.f("ix_revision_published_at"))

    op.drop_table("revision")
    with op.batch_alter_table("review_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_message_resource_id"))

    op.drop_table("review_message")
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_resource_id"))

    op.drop_table("confirmation")
    with op.batch_alter_table("verification_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_evidence_organisation_id"))

    op.drop_table("verification_evidence")
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_resource_live_revision_id"))
        batch_op.drop_index(batch_op.f("ix_resource_confirmed_at"))

    op.drop_table("resource")
    with op.batch_alter_table("organisation_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_name_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_organisation_name_name_key"))

    op.drop_table("organisation_name")
    with op.batch_alter_table("membership_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_request_open",
            sqlite_where=sa.text("state = 'pending' AND user_id IS NOT NULL"),
            postgresql_where=sa.text("state = 'pending' AND user_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_request_user_id"))
        batch_op.drop_index(batch_op.f("ix_membership_request_organisation_id"))

    op.drop_table("membership_request")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))

    op.drop_table("membership")
    with op.batch_alter_table("user_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_token_user_id"))

    op.drop_table("user_token")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_user_id"))

    op.drop_table("user_session")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_name_key"))

    op.drop_table("organisation")
    op.drop_table("user")
    with op.batch_alter_table("outbox_job", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_job_due")

    op.drop_table("outbox_job")
    op.drop_table("kept_form")
    op.drop_table("blob")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_object")

    op.drop_table("audit_event")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_event_append_only()")
