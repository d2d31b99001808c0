"""Vouchers and transfers."""

from datetime import date

from sqlmodel import Field, SQLModel


class VoucherRow(SQLModel, table=True):
    """One voucher, chained by ``digest`` to the one before it. ``year`` and ``serial`` make its number."""

    __tablename__ = "voucher"
    sequence: int | None = Field(default=None, primary_key=True)
    kind: str
    year: int
    serial: int
    number: str
    event: str
    dated_on: date
    recorded_at: str
    party: str = ""
    memo: str = ""
    loan: str | None = None
    external_ref: str | None = None
    reverses: str | None = None
    digest: str
    corrects: str | None = None
    split: str | None = None


class TransferRow(SQLModel, table=True):
    """One amount from the credit account to the debit account.

    ``dated_on`` repeats the voucher's date (a trigger sees to it) so that sums by date need no join.
    """

    __tablename__ = "transfer"
    id: int | None = Field(default=None, primary_key=True)
    voucher: int
    dated_on: date
    debit: str
    credit: str
    amount: int
    component: str | None = None
    loan: str | None = None
    ksm: str | None = None
