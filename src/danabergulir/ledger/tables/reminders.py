"""Reminders that were shown or sent, so that nobody is told twice, and which KSM was drawn into which text."""

from datetime import date

from sqlmodel import Field, SQLModel


class ReminderRow(SQLModel, table=True):
    """One thing that a KSM was reminded of; ``about`` is the due date or the day promised.

    ``recipient`` is who was told by a message, and empty for what was shown on the screen or written to files. ``draw``
    is by which draw the text was that of a trial, ``sentence`` 1 where the board's sentence went with it.
    """

    __tablename__ = "reminder"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    loan: str
    kind: str
    about: date
    recipient: str = ""
    draw: int | None = None
    sentence: int | None = None


class TrialDrawRow(SQLModel, table=True):
    """A KSM drawn into one of two ``texts`` (``A,B``); ``head`` is that of the chain that the draw was made with."""

    __tablename__ = "trial_draw"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    texts: str
    ksm: str
    text: str
    head: str
