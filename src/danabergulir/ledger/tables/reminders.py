"""Reminders that were shown or sent, so that nobody is reminded of the same thing again within the policy's days."""

from datetime import date

from sqlmodel import Field, SQLModel


class ReminderRow(SQLModel, table=True):
    """One thing that a KSM was reminded of; ``about`` is the due date or the day promised.

    ``recipient`` is who was told by a message, and empty for what was shown on the screen or written to files.
    """

    __tablename__ = "reminder"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    loan: str
    kind: str
    about: date
    recipient: str = ""
