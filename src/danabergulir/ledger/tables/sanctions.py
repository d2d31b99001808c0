"""Letters that went out, and what followed."""

from datetime import date

from sqlmodel import Field, SQLModel


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
