"""The ledger itself, and what belongs to the whole of it: profile, policy, chart of accounts."""

from datetime import date

from sqlmodel import Field, SQLModel


class Book(SQLModel, table=True):
    """The ledger itself: one row. ``opened_on`` is the date of the opening balances."""

    id: int | None = Field(default=None, primary_key=True)
    opened_on: date
    created_at: str
    program: str


class ProfileRow(SQLModel, table=True):
    """Who the UPK is; ``officers`` is a JSON object of post to name, ``signers`` a JSON list of posts."""

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
    signers: str = "[]"
    logo: str | None = None
    colour: str = ""


class LogoRow(SQLModel, table=True):
    """A picture of a letterhead under the SHA-256 of its bytes."""

    __tablename__ = "logo"
    digest: str = Field(primary_key=True)
    recorded_at: str
    content: bytes


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
