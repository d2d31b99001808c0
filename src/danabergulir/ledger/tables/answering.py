"""What the fund answers for: works paid from the surplus, sources of capital, minutes, complaints, visits."""

from datetime import date

from sqlmodel import Field, SQLModel


class ActivityRow(SQLModel, table=True):
    """A version of one activity that a fund set aside pays for."""

    __tablename__ = "activity"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    number: str
    name: str
    fund: str
    rw: str
    recipients: int | None = None
    budget: int
    minutes: str


class ActivityPaymentRow(SQLModel, table=True):
    """Which activity a voucher pays for; ``override`` is the number of the minutes that let it go too far."""

    __tablename__ = "activity_payment"
    voucher: int | None = Field(default=None, primary_key=True)
    recorded_at: str
    activity: str
    override: str


class FundSourceRow(SQLModel, table=True):
    """A version of one source of the capital."""

    __tablename__ = "fund_source"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    number: str
    account: str
    kind: str
    programme: str
    document: str
    received_on: date
    amount: int


class MinutesRow(SQLModel, table=True):
    """A version of minutes of the board; ``present`` says who was there, ``about`` holds numbers of what it decided."""

    __tablename__ = "minutes"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    number: str
    held_on: date
    subject: str
    present: str
    about: str


class ReportReceiptRow(SQLModel, table=True):
    """A month's set as somebody received it; ``head`` is the head of the chain that it carried."""

    __tablename__ = "report_receipt"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    month: str
    office: str
    name: str
    head: str
    remark: str


class ComplaintRow(SQLModel, table=True):
    """A complaint, with who made it where they said so."""

    __tablename__ = "complaint"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    number: str
    text: str
    person: str
    contact: str


class ComplaintAnswerRow(SQLModel, table=True):
    """An answer to a complaint."""

    __tablename__ = "complaint_answer"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    complaint: str
    text: str


class VisitRow(SQLModel, table=True):
    """A visit to a KSM, late or not."""

    __tablename__ = "visit"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    ksm: str
    visitor: str
    text: str
