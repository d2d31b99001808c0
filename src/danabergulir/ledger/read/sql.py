"""The journal's two tables as the readers name them in queries: ``v`` for voucher, ``t`` for transfer."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Select
from sqlmodel import Session, SQLModel

from danabergulir.ledger.tables.journal import TransferRow, VoucherRow


def columns_of(table: type[SQLModel]) -> Any:
    """Return a table's columns by name. Read as plain columns, rows cost no object that a session keeps track of."""
    return SQLModel.metadata.tables[str(table.__tablename__)].c


VOUCHER: Final = SQLModel.metadata.tables[VoucherRow.__tablename__]
TRANSFER: Final = SQLModel.metadata.tables[TransferRow.__tablename__]
v, t = VOUCHER.c, TRANSFER.c


def rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterable[Any]:
    """Return the rows of a query over columns."""
    return session.connection().execute(query)
