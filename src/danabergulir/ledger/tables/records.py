"""Acts without a voucher: cash counted, denda let go, files imported with their vouchers, slips decided about."""

from datetime import date

from sqlmodel import Field, SQLModel


class CashCountRow(SQLModel, table=True):
    """One count of the cash box against the book."""

    __tablename__ = "cash_count"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    counted: int
    booked: int
    memo: str = ""


class PenaltyWaiverRow(SQLModel, table=True):
    """Denda that the board let go."""

    __tablename__ = "penalty_waiver"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    loan: str
    amount: int
    reason: str


class ImportRow(SQLModel, table=True):
    """A file that was imported; ``digest`` is the SHA-256 of its bytes, so that none is recorded twice.

    ``compared`` is 0 for those of a program that did not look for rows of earlier imports.
    """

    __tablename__ = "import_file"
    id: int | None = Field(default=None, primary_key=True)
    recorded_at: str
    kind: str
    digest: str
    compared: int = 1


class ReviewRow(SQLModel, table=True):
    """A decision about a slip that stays in the book; ``code`` names the slip."""

    __tablename__ = "review"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    code: str
    minutes: str
    reason: str


class ImportedVoucherRow(SQLModel, table=True):
    """A voucher that came in with a file of transactions, so that its row is known again."""

    __tablename__ = "imported_voucher"
    voucher: int | None = Field(default=None, primary_key=True)
    recorded_at: str
