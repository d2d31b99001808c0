"""The chain of every row, and who the ledger is."""

from sqlmodel import Field, SQLModel


class IdentityRow(SQLModel, table=True):
    """Who the ledger is, made once: ``upk_id`` follows from the ``secret`` that the salts of private cells are made of.

    ``sealed_to`` is how many entries the upgrade of an older ledger made; 0 in a ledger that has had them always.
    """

    __tablename__ = "identity"
    id: int | None = Field(default=None, primary_key=True)
    upk_id: str
    secret: bytes
    sealed_to: int


class SealRow(SQLModel, table=True):
    """One entry of the chain: the row that was recorded, by table and key, and the head after it."""

    __tablename__ = "seal"
    seq: int | None = Field(default=None, primary_key=True)
    table_name: str
    row_key: str
    head: bytes
