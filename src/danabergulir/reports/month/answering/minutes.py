"""What the board decided in the month, what names no minutes, who received the last set, and the complaints."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.answering import ActState, AnsweredFor, BoardAct, Complaint, Minutes, ReportReceived
from danabergulir.domain.books import Books
from danabergulir.frozen import Struct, replace
from danabergulir.reports.model.frame import Content, head_shown
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.text import first_few, quoted

_NAMED: Final = 5


class _ActLine(Struct, frozen=True):
    """An act of the board, and how it stands."""

    act: BoardAct
    state: ActState


_ACTS: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda line: line.act.dated_on),
    Column("tindakan", "Tindakan", identifies=True, of=lambda line: line.act.what),
    Column("tentang", "Tentang", of=lambda line: line.act.subject),
    Column("berita_acara", "Berita Acara", of=lambda line: line.act.minutes),
    Column("keadaan", "Keadaan", of=lambda line: line.state.value),
)
MINUTES: Final = (
    Column("nomor", "Nomor", identifies=True, of=lambda minutes: minutes.number),
    Column("tanggal", "Tanggal Rapat", Kind.DATE, of=lambda minutes: minutes.held_on),
    Column("perihal", "Perihal", of=lambda minutes: minutes.subject),
    Column("hadir", "Yang Hadir", of=lambda minutes: minutes.present),
)
RECEIVED: Final = (
    Column("bulan", "Laporan Bulan", identifies=True, of=lambda received: str(received.month)),
    Column("tanggal", "Diterima", Kind.DATE, of=lambda received: received.dated_on),
    Column("jabatan", "Jabatan", of=lambda received: received.office),
    Column("nama", "Nama", of=lambda received: received.name),
    Column("kepala_rantai", "Kepala Buku", of=lambda received: head_shown(received.head)),
    Column("keterangan", "Keterangan", of=lambda received: received.remark),
)
COMPLAINTS: Final = (
    Column("nomor", "Nomor", identifies=True, of=lambda complaint: complaint.number),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda complaint: complaint.dated_on),
    Column("aduan", "Aduan", of=lambda complaint: complaint.text),
    Column("dijawab", "Dijawab", Kind.DATE, of=lambda complaint: complaint.answered_on),
    Column("jawaban", "Jawaban", of=lambda complaint: complaint.answer),
)
"""Who complained stands on no paper."""


def minutes_report(books: Books) -> Content:
    """Return ``berita-acara`` of a month."""
    found = books.answered_for
    fresh = [minutes for on, minutes in found.minutes if Month.of(on) == books.month]
    more = [
        section
        for section in (
            minutes_section(fresh, "Berita acara yang dicatat bulan ini"),
            received_section(found.received, "Laporan yang diterima bulan ini"),
            complaints_section(found.complaints, "Aduan"),
        )
        if section.rows
    ]
    section = acts_section(found.acts, found, "Tidak ada tindakan bulan ini yang perlu keputusan.")
    return Content(section, notes=tuple(_notes(found, books.as_of)), more=tuple(more))


def acts_section(acts: Sequence[BoardAct], known: AnsweredFor, empty_note: str) -> Section:
    """Return acts of the board with their minutes, and how each stands."""
    return Section(_ACTS, rows_of(_ACTS, [_ActLine(act, known.state(act)) for act in acts]), empty_note=empty_note)


def needed_section(known: AnsweredFor) -> Section:
    """Return the acts that name no minutes, with how many minutes are named and in no register below them."""
    section = acts_section(known.without, known, "Semua tindakan sudah menyebut berita acara.")
    if not known.unregistered:
        return section
    found = f"{len(known.unregistered)} berita acara disebut tetapi belum dicatat"
    way = f"Catat dengan: danabergulir ba catat {quoted(known.unregistered[0])} PERIHAL"
    return replace(section, notes=(f"{found}: {first_few(known.unregistered, _NAMED)}. {way}",))


def minutes_section(minutes: Sequence[Minutes], title: str = "") -> Section:
    """Return the register of minutes."""
    return Section(MINUTES, rows_of(MINUTES, minutes), title=title, empty_note="Belum ada berita acara yang dicatat.")


def received_section(received: Sequence[ReportReceived], title: str = "") -> Section:
    """Return who received the set of which month."""
    return Section(
        RECEIVED, rows_of(RECEIVED, received), title=title, empty_note="Belum ada tanda terima laporan yang dicatat."
    )


def complaints_section(complaints: Sequence[Complaint], title: str = "") -> Section:
    """Return complaints with their answers."""
    return Section(COMPLAINTS, rows_of(COMPLAINTS, complaints), title=title, empty_note="Belum ada aduan.")


def _notes(found: AnsweredFor, _: date) -> Iterator[str]:
    if found.without:
        yield (
            f"Tanpa berita acara: {len(found.without)} tindakan. Catat berita acaranya dengan: "
            "danabergulir ba catat NOMOR PERIHAL --untuk NOMOR-TINDAKAN"
        )
    if any(found.state(act) is ActState.NOT_IN_REGISTER for act in found.acts):
        yield "Belum di daftar = nomornya disebut, tetapi berita acaranya belum dicatat dengan ba catat."
    unanswered = sum(not complaint.answers for complaint in found.complaints)
    if unanswered:
        yield f"Aduan yang belum dijawab: {unanswered}."
