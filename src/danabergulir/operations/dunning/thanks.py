"""Writing letters of thanks to the KSM that paid every instalment of a year on time. Nothing is recorded."""

from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.domain.dunning.punctuality import day_before_year
from danabergulir.domain.dunning.thanks import by_ksm, paid_on_time
from danabergulir.errors import RefusedError
from danabergulir.frozen import Struct
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.finding import heads
from danabergulir.ledger.read.loans import loan_books_of, payment_records
from danabergulir.operations.dunning.letters import Press, checked_texts, own_folder, printed, write_letters
from danabergulir.operations.groups import present_members
from danabergulir.reports.papers.thanks import THANKS_PLACEHOLDERS, Thanks, ThanksFacts, thanks

_TEMPLATE: Final = "ucapan.txt"


class Thanked(Struct, frozen=True):
    """The letters, and the folder their texts are in; None where nobody is to be thanked."""

    letters: tuple[Thanks, ...]
    folder: Path | None


def write_thanks(
    path: Path,
    year: int,
    dated_on: date,
    *,
    folder: Path | None = None,
    templates: Path | None = None,
    press: Press | None = None,
) -> Thanked:
    """Write a letter of thanks to each KSM that paid on time in a year, or so far in it, dated ``dated_on``.

    Without ``folder`` they go to one beside the ledger that is named after the year; with a ``press`` each lies there
    as a PDF too. The same letters once more change nothing. Raises ``RefusedError`` for a year that the ledger does
    not know, and where another letter lies already; ``FaultyDataError`` for a text with unknown placeholders,
    ``UsageError`` for a folder that cannot be used.
    """
    target = folder or path.with_name(f"ucapan-{year}")
    own = own_folder(path, templates)
    (text,) = checked_texts([(_TEMPLATE,)], own, THANKS_PLACEHOLDERS, "tidak ada surat yang ditulis")
    letters = tuple(thanks(text, facts) for facts in _facts(path, year, dated_on))
    files = {name: content for item in letters for name, content in printed(item, press).items()}
    write_letters(files, target)
    return Thanked(letters, target if letters else None)


def _facts(path: Path, year: int, dated_on: date) -> list[ThanksFacts]:
    until = min(date(year, 12, 31), dated_on)
    with store.reading(path) as connection:
        opened_on = registers.opened_on(connection)
        if until.year != year or until <= opened_on:
            raise RefusedError(
                f"tahun {year} {'belum mulai' if until.year != year else 'sebelum buku ini dibuka'}",
                "Periksa tahunnya dan --tanggal.",
            )
        since = day_before_year(until, opened_on)
        payments = payment_records(connection, registers.chart(connection, until), since, until)
        profile, rw_heads = registers.profile(connection, dated_on), registers.rw_heads(connection, dated_on)
        head = heads.shown(connection, until)
        return [
            ThanksFacts(
                profile=profile,
                ksm=ksm,
                members=present_members(connection, ksm, until),
                loans=loans,
                since=since,
                until=until,
                dated_on=dated_on,
                rw_head=rw_heads.get(ksm.rw),
                head=head,
            )
            for ksm, loans in by_ksm(paid_on_time(loan_books_of(connection, until), payments, until))
        ]
