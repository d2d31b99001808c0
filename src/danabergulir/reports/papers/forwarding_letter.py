"""The letter that goes with the month's reports to the lurah: what is enclosed, and the month in a few sentences."""

from collections.abc import Mapping, Sequence
from typing import Final

from danabergulir.dates import format_long
from danabergulir.domain.books import Books
from danabergulir.domain.letterhead import Profile
from danabergulir.reports.model.paper import Paper, in_a_sentence, letterhead, officer, village_named
from danabergulir.reports.model.sheet import Report
from danabergulir.reports.papers.letter_parts import (
    Facts,
    HeadPlace,
    Items,
    LetterPart,
    Passage,
    Signatures,
    Tie,
    letter_paper,
)
from danabergulir.reports.papers.letter_text import signer
from danabergulir.reports.papers.letters import ROOM_FOR_SERIAL, upk_in_numbers
from danabergulir.text import one_line

_SUMMARY: Final = "ringkasan"
_NOBODY: Final = "tidak ada"
_ROOM_FOR_DAY: Final = "." * 30


def forwarding_letter(books: Books, reports: Sequence[Report]) -> Paper:
    """Return the letter to the lurah that lists ``reports``, the summary among them, and tells what the summary says.

    Number and day are left to the pen: it goes out some day after the month. Copies go to the koordinator of the board
    and to the pengawas, and one is filed.
    """
    profile, month = books.profile, books.month.long_name
    head = letterhead(profile)
    facts = (
        ("Nomor", f"{ROOM_FOR_SERIAL}/{upk_in_numbers(profile.upk)}/{ROOM_FOR_SERIAL}/{ROOM_FOR_SERIAL}"),
        ("Lampiran", f"{len(reports)} laporan"),
        ("Perihal", f"Laporan bulanan {month}"),
    )
    head_of_village = officer(profile, "Lurah") or officer(profile, "Kepala Desa")
    parts = (
        LetterPart(HeadPlace()),
        LetterPart(Facts(facts)),
        LetterPart(
            Passage(("Kepada Yth.", _to(profile), *([head_of_village] if head_of_village else []), "di tempat"))
        ),
        LetterPart(Passage(("Dengan hormat,",))),
        LetterPart(Passage((f"Bersama ini kami sampaikan laporan bulanan {head.upk} untuk {month}, yaitu:",))),
        LetterPart(Items(tuple((f"{number}.", _named(report)) for number, report in enumerate(reports, start=1)))),
        LetterPart(Passage((_month_in_words(books, reports),))),
        LetterPart(
            Passage(("Demikian laporan ini kami sampaikan. Atas perhatian Bapak/Ibu kami ucapkan terima kasih.",))
        ),
        LetterPart(Signatures(_signers(profile, head.upk))),
        LetterPart(Passage(("Tembusan:",))),
        LetterPart(Items(tuple((f"{number}.", who) for number, who in enumerate(_copies(profile), start=1))), 0),
    )
    tie = Tie(reports[0].footer, reports[0].code) if reports else Tie()
    title = f"Surat pengantar laporan {month}"
    return letter_paper(f"surat-pengantar-{books.month}", title, head, books.as_of, parts, tie)


def _to(profile: Profile) -> str:
    """Return who heads the kelurahan: ``Lurah Sukamaju``, or ``Kepala Desa Sukamaju``."""
    kind, _, name = village_named(profile).partition(" ")
    return f"Kepala {kind} {name}" if kind.upper() == "DESA" else f"Lurah {name}"


def _named(report: Report) -> str:
    """Return the title of a report as a sentence names it, with the code of its form."""
    return f"{in_a_sentence(report.title)}{f' ({report.form_code})' if report.form_code else ''}"


def _month_in_words(books: Books, reports: Sequence[Report]) -> str:
    """Return the month's key figures, each as the summary prints it."""
    summary = next(report for report in reports if report.name == _SUMMARY)
    said = {str(row.cells[0]): str(row.cells[1]) for row in summary.section.rows}
    day = format_long(books.as_of)
    sentences = (
        f"Saldo pinjaman per {day} {said['Saldo pinjaman']} pada {said['KSM yang masih meminjam']}.",
        f"Pinjaman baru bulan ini {said['Disalurkan bulan ini']}; pokok kembali {said['Pokok kembali bulan ini']}.",
        _late(said),
        f"Saldo kas {said['Kas']} dan bank {said['Bank']}; laba sejak Januari {said['Laba sejak Januari']}.",
    )
    return " ".join(sentences)


def _late(said: Mapping[str, str]) -> str:
    who = said["KSM yang menunggak"]
    if who == _NOBODY:
        return "Tidak ada KSM yang menunggak."
    at_risk = next(value for label, value in said.items() if label.startswith("PAR "))
    return (
        f"Yang menunggak {who}, dengan tunggakan pokok {said['Tunggakan pokok']} dan jasa {said['Tunggakan jasa']}; "
        f"PAR {at_risk}."
    )


def _signers(profile: Profile, upk: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    place_and_day = f"{profile.kelurahan}, {_ROOM_FOR_DAY}"
    return (
        ((place_and_day, upk, "Manajer UPK,"), (signer(profile, "manajer"),)),
        (("Mengetahui,", "Koordinator BKM,"), (signer(profile, "koordinator"),)),
    )


def _copies(profile: Profile) -> list[str]:
    """Return who gets a copy, by name where one is on record."""
    named = {post: officer(profile, post) for post in ("Koordinator BKM", "Pengawas UPK")}
    return [*(one_line(f"{post} ({name})" if name else post) for post, name in named.items()), "Arsip"]
