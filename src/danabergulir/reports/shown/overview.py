"""What is shown of the whole book: what is still to do, and what a word was found in."""

from collections.abc import Sequence
from typing import Final

from danabergulir.domain.search import Hits
from danabergulir.domain.to_do import State, Step
from danabergulir.money import format_count
from danabergulir.reports.model.sheet import Column, Section, rows_of

_STEPS: Final = (
    Column("langkah", "Langkah", identifies=True, of=lambda step: step.name),
    Column("keadaan", "Keadaan", of=lambda step: step.state),
    Column("keterangan", "Keterangan", of=lambda step: step.remark),
    Column("perintah", "Perintah", of=lambda step: step.command),
)


def to_do_list(steps: Sequence[Step]) -> Section:
    """Return a line for each step, and below them how many are to be done now, and how many later."""
    needed, later = (sum(step.state is state for step in steps) for state in (State.NEEDED, State.NOT_YET))
    told = f"{needed} langkah perlu dikerjakan sekarang" if needed else "Tidak ada yang perlu dikerjakan sekarang"
    told += f", {later} belum" if later else ""
    return Section(_STEPS, rows_of(_STEPS, steps), notes=(f"{told}.",))


_HITS: Final = (
    Column("jenis", "Jenis", identifies=True, of=lambda hit: hit.kind),
    Column("kode", "Kode", identifies=True, of=lambda hit: hit.code),
    Column("nama", "Nama", of=lambda hit: hit.name),
    Column("keterangan", "Keterangan", of=lambda hit: hit.remark),
)
_SHOWN: Final = 30


def found_list(found: Hits, *, whole: bool) -> Section:
    """Return a line for each thing that a word was found in; unless ``whole``, as many as a screen holds."""
    shown = found.hits if whole else found.hits[:_SHOWN]
    more = len(found.hits) - len(shown)
    notes = (
        (f"... dan {format_count(more)} lagi. Tulis lebih banyak huruf, atau lihat semua dengan --format csv.",)
        if more
        else ()
    )
    return Section(
        _HITS,
        rows_of(_HITS, shown),
        notes=notes,
        empty_note=f'Tidak ada yang cocok dengan "{found.word[:40]}". {found.near}'.rstrip(),
    )
