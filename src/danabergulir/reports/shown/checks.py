"""What the checks found, as a table: one line for each, sound or not."""

from collections.abc import Iterable
from typing import Final

from danabergulir.domain.checks import Checked, Result
from danabergulir.reports.model.sheet import Column, Section, rows_of

_COLUMNS: Final = (
    Column("pemeriksaan", "Pemeriksaan", identifies=True, of=lambda check: check.name),
    Column("hasil", "Hasil", of=lambda check: check.result),
    Column("keterangan", "Keterangan", of=lambda check: " ".join(filter(None, (check.sentence, check.hint)))),
    Column("bukti", "Bukti", of=lambda check: check.voucher),
)


def check_list(checks: Iterable[Checked], notes: Iterable[str] = ()) -> Section:
    """Return every check in the order it was made; what to do stands behind what was found."""
    listed = list(checks)
    wrong, worth_a_look = (sum(item.result is result for item in listed) for result in (Result.WRONG, Result.NOTE))
    verdict = f"{wrong} salah" if wrong else "Tidak ada yang salah"
    look = f", {worth_a_look} untuk dilihat" if worth_a_look else ""
    return Section(
        _COLUMNS,
        rows_of(_COLUMNS, listed),
        notes=(f"{verdict}: {len(listed)} pemeriksaan{look}.", *notes),
    )
