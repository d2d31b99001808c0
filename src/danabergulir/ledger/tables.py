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
    override: str = ""
    remark: str = ""


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


class PenaltyWaiverRow(SQLModel, table=True):
    """Denda that the board let go."""

    __tablename__ = "penalty_waiver"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    loan: str
    amount: int
    reason: str


class SanctionRow(SQLModel, table=True):
    """A letter that went out, with the arrears of its day; ``recipients`` is a JSON list, the KSM first.

    Whether it still runs is worked out from the journal and never stored.
    """

    __tablename__ = "sanction"
    number: str = Field(primary_key=True)
    dated_on: date
    recorded_at: str
    letter: str
    loan: str
    ksm: str
    level: int
    name: str
    recipients: str
    answer_by: date
    principal: int
    jasa: int
    titipan: int
    missed_count: int
    days_late: int
    late_since: date | None = None


class SanctionEventRow(SQLModel, table=True):
    """What was seen, promised or decided about a late loan; ``sanction`` is the number of the one running then."""

    __tablename__ = "sanction_event"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    loan: str
    sanction: str | None = None
    kind: str
    text: str = ""
    promised_on: date | None = None
    promised_amount: int | None = None
    cause: str | None = None


class AssetRow(SQLModel, table=True):
    """A version of one fixed asset."""

    __tablename__ = "asset"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    number: str
    name: str
    bought_on: date
    cost: int
    life_months: int
    quantity: int = 1
    place: str = ""
    depreciated_before: int = 0
    gone_on: date | None = None


class ImportRow(SQLModel, table=True):
    """A file that was imported; ``digest`` is the SHA-256 of its bytes, so that none is recorded twice."""

    __tablename__ = "import_file"
    id: int | None = Field(default=None, primary_key=True)
    recorded_at: str
    kind: str
    digest: str


class ClosingRow(SQLModel, table=True):
    """A closed month or year: what it was closed with. ``figures`` is a JSON object of balances by account and loan."""

    __tablename__ = "closing"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    period: str
    dated_on: date
    recorded_at: str
    sequence: int
    head: str
    figures: str


class ReopeningRow(SQLModel, table=True):
    """A closing that was opened again, and why."""

    __tablename__ = "reopening"
    id: int | None = Field(default=None, primary_key=True)
    closing: int
    dated_on: date
    recorded_at: str
    reason: str


class ScheduleRow(SQLModel, table=True):
    """A version of a loan's schedule, in force from ``dated_on``: the contract, or what replaced it.

    ``kind`` says why (akad, jadwal ulang, pelunasan, pembatalan); ``missed_before`` is the missed count on the day
    before, so that a new schedule does not wash a bad loan clean.
    """

    __tablename__ = "schedule"
    loan: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    dated_on: date
    recorded_at: str
    kind: str
    decision: str = ""
    missed_before: int = 0


class InstalmentRow(SQLModel, table=True):
    """One line of a version of a schedule; number nought stands for all that was paid under earlier versions."""

    __tablename__ = "instalment"
    loan: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
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
