"""Fixed assets."""

from datetime import date

from sqlmodel import Field, SQLModel


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
