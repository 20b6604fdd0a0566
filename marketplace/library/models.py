"""What search by meaning keeps of each record: its vector."""

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import ID_LENGTH, Model


class RecordVector(Model):
    """The vector of one revision of a record by one model, as 16-bit numbers.

    `number` grows with each change of the table: who knows all up to one only reads those after it.
    """

    __tablename__ = "record_vector"

    resource_id: Mapped[str] = mapped_column(ForeignKey("resource.id", ondelete="CASCADE"), primary_key=True)
    revision_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    model: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(index=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
