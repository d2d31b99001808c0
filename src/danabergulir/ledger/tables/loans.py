"""Loans with every version of their schedule."""

from datetime import date

from sqlmodel import Field, SQLModel


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


class ScheduleRow(SQLModel, table=True):
    """A version of a loan's schedule, in force from ``dated_on``: the contract, or what replaced it.

    ``kind`` says why (akad, jadwal ulang, pelunasan, pembatalan); ``missed_before`` is the missed count by
    the former schedule on that day, so that a new schedule does not wash a bad loan clean.
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
