"""A year led to its end: the demonstration with letters to those who are late, a refusal, and a divided result."""

import shutil
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from danabergulir.dates import Year
from danabergulir.demonstration.build import Demonstration
from danabergulir.domain.closing import Share
from danabergulir.domain.dunning.sanctions import Cause, EventKind
from danabergulir.money import Rupiah
from danabergulir.operations.closing import close_year
from danabergulir.operations.dunning.letters import issue
from danabergulir.operations.dunning.sanctions import note
from danabergulir.operations.loans.proposals import decide, propose
from danabergulir.operations.loans.simulation import Wish

YEAR = Year(2022)
MEETING = date(2023, 1, 31)
LETTERS = (date(2022, 7, 5), date(2022, 8, 31), date(2022, 10, 31), date(2022, 11, 30))
AGREED = [
    Share("UPL", Fraction(10), "21050"),
    Share("UPS", Fraction(30), "21040"),
    Share("Pemupukan modal", Fraction(60), "31010"),
]


def led_year(demonstration: Demonstration, folder: Path, now: datetime) -> Path:
    """Return a copy of the demonstration ledger in ``folder`` in which 2022 was led to its end."""
    path = folder / "upk.db"
    shutil.copyfile(demonstration.ledger, path)
    for day in LETTERS:
        issue(path, day, now, folder=folder / f"surat-{day}")
    note(path, "Usaha Bersama", EventKind.VISIT, date(2022, 7, 20), now, text="Bertemu ketua", cause=Cause.BANKRUPT)
    note(
        path,
        "Usaha Bersama",
        EventKind.PROMISE,
        date(2022, 9, 1),
        now,
        promised_on=date(2022, 9, 15),
        amount=Rupiah(1_000_000),
    )
    note(path, "Bina Usaha", EventKind.VISIT, date(2022, 12, 12), now, cause=Cause.UNWILLING)
    asked = propose(path, "Kenanga", Wish(Rupiah(60_000_000), 12), date(2022, 6, 10), now, permit="03/BA/2022")
    decide(
        path,
        asked.proposal.number,
        date(2022, 6, 15),
        now,
        approved=False,
        minutes="04/BA/2022",
        note="Pinjaman lama masih berjalan",
    )
    close_year(path, 2021, (), now, dated_on=date(2022, 3, 5))
    close_year(path, 2022, AGREED, now, dated_on=MEETING, adjust_reserve=True)
    return path
