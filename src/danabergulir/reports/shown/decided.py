"""What is shown of minutes, complaints and visits when they are recorded and listed."""

from collections.abc import Iterable, Sequence
from typing import Final

from danabergulir.domain.answering import BoardAct, Complaint, Minutes, Visit
from danabergulir.frozen import Struct
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.text import first_few

_NAMED: Final = 4


class _MinutesEntry(Struct, frozen=True):
    """Minutes, and the acts that name them."""

    minutes: Minutes
    acts: Sequence[BoardAct]

    @property
    def used_for(self) -> str:
        named = list(dict.fromkeys(f"{act.what} {act.subject}" for act in self.acts))
        return first_few(named, _NAMED) if named else ""


_MINUTES: Final = (
    Column("nomor", "Nomor", identifies=True, of=lambda entry: entry.minutes.number),
    Column("tanggal", "Tanggal rapat", Kind.DATE, of=lambda entry: entry.minutes.held_on),
    Column("perihal", "Perihal", of=lambda entry: entry.minutes.subject),
    Column("hadir", "Yang hadir", of=lambda entry: entry.minutes.present),
    Column("dipakai_untuk", "Dipakai untuk", of=lambda entry: entry.used_for),
)


def register_section(found: Iterable[tuple[Minutes, Sequence[BoardAct]]]) -> Section:
    """Return the register of minutes, each with what names it."""
    entries = [_MinutesEntry(minutes, acts) for minutes, acts in found]
    return Section(_MINUTES, rows_of(_MINUTES, entries), empty_note="Belum ada berita acara yang dicatat.")


def minutes_record(minutes: Minutes, acts: Sequence[BoardAct]) -> Section:
    """Return one entry of the register, as a record of one row."""
    return Section(_MINUTES, rows_of(_MINUTES, [_MinutesEntry(minutes, acts)]))


_COMPLAINT: Final = (
    Column("nomor", "Nomor", of=lambda complaint: complaint.number),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda complaint: complaint.dated_on),
    Column("aduan", "Aduan", of=lambda complaint: complaint.text),
    Column("dari", "Dari", of=lambda complaint: complaint.person),
    Column("telepon", "Telepon", of=lambda complaint: complaint.contact),
    Column("dijawab", "Dijawab", Kind.DATE, of=lambda complaint: complaint.answered_on),
    Column("jawaban", "Jawaban", of=lambda complaint: complaint.answer),
)


def complaint_record(complaint: Complaint) -> Section:
    """Return one complaint with its answers, as a record of one row."""
    return Section(_COMPLAINT, rows_of(_COMPLAINT, [complaint]))


_VISITS: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda visit: visit.dated_on),
    Column("rw", "RW", of=lambda visit: visit.ksm.rw),
    Column("ksm", "KSM", of=lambda visit: visit.ksm.name),
    Column("kode_ksm", "Kode KSM", of=lambda visit: visit.ksm.code),
    Column("oleh", "Oleh", of=lambda visit: visit.visitor),
    Column("keterangan", "Keterangan", of=lambda visit: visit.text),
)


def visits_section(visits: Sequence[Visit]) -> Section:
    """Return visits, oldest first."""
    return Section(_VISITS, rows_of(_VISITS, visits), empty_note="Belum ada kunjungan yang dicatat.")
