"""Loans asked for, what was decided, and the parts of the members."""

from datetime import date

from sqlmodel import Field, SQLModel


class ProposalRow(SQLModel, table=True):
    """A loan asked for, before it is decided; ``number`` becomes the loan's. What is None follows the policy."""

    __tablename__ = "proposal"
    number: str = Field(primary_key=True)
    dated_on: date
    recorded_at: str
    ksm: str
    principal: int
    term: int
    jasa_percent: str | None = None
    titipan_percent: str | None = None
    method: str | None = None
    frequency: str | None = None
    grace: int = 0
    purpose: str = ""
    override: str = ""


class DecisionRow(SQLModel, table=True):
    """What the board decided on a proposal; ``minutes`` is the number of the berita acara."""

    __tablename__ = "decision"
    number: str = Field(primary_key=True)
    dated_on: date
    recorded_at: str
    approved: bool
    minutes: str
    override: bool = False
    note: str = ""


class LoanShareRow(SQLModel, table=True):
    """One member's share of a loan asked for or made; the shares sum to the loan."""

    __tablename__ = "loan_share"
    number: str = Field(primary_key=True)
    member: int = Field(primary_key=True)
    recorded_at: str
    amount: int


class ReceiptShareRow(SQLModel, table=True):
    """Who paid what of a receipt, and for whom: ``carried`` is the member whose part another one paid."""

    __tablename__ = "receipt_share"
    id: int | None = Field(default=None, primary_key=True)
    recorded_at: str
    voucher: str
    member: int
    carried: int | None = None
    amount: int
