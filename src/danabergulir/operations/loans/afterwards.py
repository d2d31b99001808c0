"""What an entry on a loan leaves to look at on later days: letters without a cause, and denda let go that never was."""

from collections.abc import Iterator
from datetime import date

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.loans.terms import Loan
from danabergulir.ledger.read import loans, sanctions
from danabergulir.money import format_rupiah
from danabergulir.operations.desk import Desk


def to_look_at(desk: Desk, loan: Loan, entered_on: date) -> Iterator[str]:
    """Yield what to know of denda let go and of letters since the day of an entry, now that it is recorded."""
    case = loans.penalty_case(desk.connection, desk.chart, loan, END_OF_TIME)
    if any(day >= entered_on for day, _ in case.waived):
        for waiver in case.waivers:
            if waiver.dated_on >= entered_on and waiver.amount < waiver.decided:
                yield (
                    f"penghapusan denda {loan.number} tanggal {format_form(waiver.dated_on)}, "
                    f"{format_rupiah(waiver.decided)}, berlaku {format_rupiah(waiver.amount)} saja: hanya sebanyak itu "
                    "denda sampai hari itu"
                )
    yield from unfounded_letters(desk, loan.number, entered_on)


def unfounded_letters(desk: Desk, number: str, entered_on: date) -> Iterator[str]:
    """Yield what to know of each letter on a loan after the day of an entry that no arrears stand behind now."""
    files = sanctions.sanction_files(desk.connection, desk.chart, desk.now.date(), number)
    for standing in (item for file in files.values() for item in file.standings(desk.now.date())):
        sanction = standing.sanction
        if standing.to_withdraw and sanction.dated_on > entered_on:
            yield (
                f"{sanction.name} {sanction.number} tanggal {format_form(sanction.dated_on)}: {standing.unfounded}. "
                f"Beri tahu KSM, lalu: danabergulir sanksi cabut {sanction.number} --alasan TEKS"
            )
