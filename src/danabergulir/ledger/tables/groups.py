"""The register of KSM and their members, and of the heads of the RW they live in."""

from datetime import date

from sqlmodel import Field, SQLModel


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


class RwHeadRow(SQLModel, table=True):
    """A version of who is head of one RW."""

    __tablename__ = "rw_head"
    id: int | None = Field(default=None, primary_key=True)
    dated_on: date
    recorded_at: str
    rw: str
    name: str
    phone: str = ""
    address: str = ""
