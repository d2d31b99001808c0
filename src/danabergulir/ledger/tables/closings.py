"""Closed months and years."""

from datetime import date

from sqlmodel import Field, SQLModel


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
