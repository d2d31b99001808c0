"""The tables, columns only. Constraints and append-only triggers stand in the migrations, as plain SQL.

Nothing is ever updated or deleted. Registers (profile, policy, accounts, KSM, members) keep versions by ``dated_on``;
the newest version on or before a date is the one in force then. Amounts are whole rupiah.
"""

from datetime import date

from sqlmodel import Field, SQLModel


class Book(SQLModel, table=True):
    """The ledger itself: one row. ``opened_on`` is the date of the opening balances."""

    id: int | None = Field(default=None, primary_key=True)
    opened_on: date
    created_at: str
    program: str


class ProfileRow(SQLModel, table=True):
    """Who the UPK is; ``officers`` is a JSON object of post to name."""

    __tablename__ = "profile"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    upk: str
    board: str
    kelurahan: str
    kecamatan: str
    city: str
    province: str
    address: str = ""
    officers: str = "{}"


class PolicyRow(SQLModel, table=True):
    """A policy in force from ``dated_on``, whole, as TOML."""

    __tablename__ = "policy"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    toml: str


class AccountRow(SQLModel, table=True):
    """A version of one account; ``roles`` are words separated by blanks."""

    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    code: str
    name: str
    account_class: str
    contra: bool = False
    roles: str = ""


class KsmRow(SQLModel, table=True):
    """A version of one KSM."""

    __tablename__ = "ksm"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    code: str
    name: str
    rw: str
    rt: str
    chair: str = ""
    phone: str = ""
    address: str = ""
    formed_on: date | None = None
    member_count: int | None = None
    women_count: int | None = None


class MemberRow(SQLModel, table=True):
    """A version of one member of a KSM; ``left_on`` is set in the version that says so."""

    __tablename__ = "member"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    ksm: str
    number: int
    name: str
    gender: str = ""
    poor: bool | None = None
    nik: str = ""
    business: str = ""
    turnover: int | None = None
    left_on: date | None = None


class LoanRow(SQLModel, table=True):
    """The terms of one loan, as signed. Rates are exact fractions per month, written ``3/200``."""

    __tablename__ = "loan"
    number: str = Field(primary_key=True)
    recorded_at: str
    ksm: str
    principal: int
    term: int
    jasa_rate: str
    titipan_rate: str
    method: str
    frequency: str
    rounding_step: int
    rounding_direction: str
    rounded_part: str
    grace: int
    disbursed_on: date
    first_due_on: date | None = None
    principal_paid_before: int = 0
    jasa_paid_before: int = 0
    titipan_paid_before: int = 0
    decision: str = ""
    remark: str = ""


class InstalmentRow(SQLModel, table=True):
    """One line of the agreed schedule: it is the contract."""

    __tablename__ = "instalment"
    loan: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    due_on: date
    principal: int
    jasa: int
    titipan: int = 0


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


class CashCountRow(SQLModel, table=True):
    """One count of the cash box against the book."""

    __tablename__ = "cash_count"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    counted: int
    booked: int
    memo: str = ""
