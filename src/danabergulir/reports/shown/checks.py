"""What the checks found, as a table: one line for each, sound or not."""

from collections.abc import Iterable
from typing import Final

from danabergulir.domain.checks import Checked, Place, Result
from danabergulir.reports.model.sheet import Column, Section, rows_of

_COLUMNS: Final = (
    Column("pemeriksaan", "Pemeriksaan", identifies=True, of=lambda check: check.name),
    Column("hasil", "Hasil", of=lambda check: check.result),
    Column("keterangan", "Keterangan", of=lambda check: " ".join(filter(None, (check.sentence, check.hint)))),
    Column("bukti", "Bukti", of=lambda check: check.voucher),
)

_PLACES: Final = (
    Column("jenis", "Jenis", of=lambda check: _first(check).kind),
    Column("tabel", "Tabel", of=lambda check: _first(check).table),
    Column("baris", "Baris", of=lambda check: _first(check).row),
    Column("kolom", "Kolom", of=lambda check: _first(check).column),
)
"""Where the first fault of a check stands, for other programs."""


def _first(check: Checked) -> Place:
    return check.places[0] if check.places else Place("")


def check_list(checks: Iterable[Checked], notes: Iterable[str] = (), *, placed: bool = False) -> Section:
    """Return every check in the order it was made; what to do stands behind what was found.

    With ``placed`` it is told where in the file as well, in columns of their own.
    """
    listed = list(checks)
    wrong, worth_a_look = (sum(item.result is result for item in listed) for result in (Result.WRONG, Result.NOTE))
    verdict = f"{wrong} salah" if wrong else "Tidak ada yang salah"
    look = f", {worth_a_look} untuk dilihat" if worth_a_look else ""
    columns = (*_COLUMNS, *_PLACES) if placed else _COLUMNS
    return Section(
        columns,
        rows_of(columns, listed),
        notes=(f"{verdict}: {len(listed)} pemeriksaan{look}.", *notes),
    )
