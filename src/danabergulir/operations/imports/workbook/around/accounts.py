"""The balances of the accounts at the opening, and a list of cash that names the account of every row."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from danabergulir.domain.accounts import Account, AccountClass, Chart, fitting, label
from danabergulir.operations.imports.workbook.around.planned import PlannedRow
from danabergulir.operations.imports.workbook.asking import Asker, Record
from danabergulir.operations.imports.workbook.headings import folded

_OFFERED: Final = 3


def _account(record: Record, chart: Chart, *, by_part: bool = False) -> Account | None:
    """Return the account that a row names by its code or its exact name, or ``by_part`` of it; None for none."""
    code = record.get("akun_kode") or record.get("akun")
    if code in chart:
        return chart[code]
    first = code.split()[0] if code else ""
    if first in chart and first.isdigit():
        return chart[first]  # as the forms write it: 11010 - Kas
    wanted = folded(record.get("akun"))
    named = [account for account in chart.accounts if folded(account.name) == wanted]
    if not named and by_part:
        named = fitting(chart.accounts, record.get("akun"))
    return named[0] if len(named) == 1 else None


def _ask(record: Record, name: str, chart: Chart, asker: Asker) -> None:
    """Ask for the account of a row, with those whose name holds what is written."""
    like = fitting(chart.accounts, record.get("akun"))[:_OFFERED]
    way = f"mungkin {' atau '.join(label(account) for account in like)}" if like else "tulis kodenya"
    asker.check(record, name, f"akun ini tidak ada dalam bagan akun; {way}", tuple(account.code for account in like))


def account_balances(
    records: Iterable[Record], chart: Chart, asker: Asker, *, by_part: bool = False
) -> list[PlannedRow]:
    """Return the opening balances; one balance by account goes to the side that its class or its sign says.

    Balances that come to nil together have credits below nil; others are written as on a balance sheet. What a person
    says belongs to an account that has a row of its own is added to it. What is only to be looked at may name its
    accounts ``by_part``, where one alone has it.
    """
    listed = list(records)
    signed = sum(record.amount("saldo") or 0 for record in listed) == 0
    rows: dict[tuple[str, int], tuple[Record, int]] = {}
    for record in listed:
        left = record.amount("saldo") or 0
        # beside a balance, debit and kredit are what moved
        debit, credit = (0 if "saldo" in record.values else record.amount(name) or 0 for name in ("debit", "kredit"))
        if not (left or debit or credit):
            continue
        name = "akun_kode" if "akun_kode" in record.columns else "akun"
        account = _account(record, chart, by_part=by_part)
        if account is None:
            _ask(record, name, chart, asker)
            continue
        same = next((key for key in rows if key[0] == account.code and name in record.answered), None)
        if left:
            is_debit = account.account_class in {AccountClass.ASSET, AccountClass.COST} and not account.contra
            debit, credit = (left, 0) if signed or is_debit or (account.contra and left < 0) else (0, left)
        first, before = rows.get(same, (record, 0)) if same else (record, 0)
        rows[same or (account.code, record.row)] = first, before + debit - credit
    return [
        PlannedRow(
            {"kode": code, "debit": str(max(balance, 0)), "kredit": str(max(-balance, 0))},
            record,
            {"kode": "akun_kode" if "akun_kode" in record.columns else "akun"},
        )
        for (code, _), (record, balance) in rows.items()
    ]


def entry_rows(
    records: Iterable[Record], opened_on: date, chart: Chart, asker: Asker
) -> tuple[list[PlannedRow], list[Record]]:
    """Return the rows of a cash list after the opening day, and those that are in the opening balances."""
    rows, before = [], []
    for record in records:
        coming, going = record.amount("masuk") or 0, record.amount("keluar") or 0
        amount = record.amount("jumlah") or coming - going
        if record.get("tanggal") and record.get("tanggal") <= opened_on.isoformat():
            before.append(record)
            continue
        account = _account(record, chart)
        if account is None:
            _ask(record, "akun", chart, asker)
            continue
        kind = "masuk" if amount > 0 else "keluar"
        cells = {"tanggal": record.get("tanggal"), "jenis": kind, "jumlah": str(abs(amount)), "akun": account.code}
        rows.append(PlannedRow({**cells, **{name: record.get(name) for name in ("keterangan", "bukti_luar")}}, record))
    return rows, before
