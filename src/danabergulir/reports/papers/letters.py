"""Letters of sanction: a template text filled with the facts of one sanction."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from danabergulir.dates import format_long, roman_month
from danabergulir.domain.dunning.sanctions import Sanction
from danabergulir.domain.groups import KSM, Member, RwHead
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct, replace
from danabergulir.money import format_rupiah, shortest_percent, terbilang
from danabergulir.reports.model.paper import Letterhead, Paper, file_stem, ksm_named, letterhead
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import count, kept, rupiah
from danabergulir.reports.papers.letter_parts import LetterPart, Tie, letter_paper, set_out
from danabergulir.reports.papers.letter_text import ADDRESSED, numbered
from danabergulir.text import one_line

ROOM_FOR_SERIAL: Final = "." * 14
"""What stands in a letter's number until it has one: room for a pen."""
_RW_HEAD: Final = "ketua rw"
"""How a ladder names the head of the RW among those who get a copy, folded."""
_DRAFT_FOLDER: Final = "surat"
"""The folder of letters to read before they go out, below that of the month's set."""
_DRAFT: Final = "Rancangan. Nomor diberi dan surat dicatat saat diterbitkan."


class LetterFacts(Struct, frozen=True):
    """All that a letter may speak of: the sanction, its loan on that day, the people, and the rules in force."""

    sanction: Sanction
    level: SanctionLevel
    book: LoanBook
    members: Sequence[Member]
    profile: Profile
    policy: Policy
    rw_head: RwHead | None = None

    @property
    def ksm(self) -> KSM:
        """Return whom it is written to."""
        return self.book.loan.ksm


class Letter(Struct, frozen=True):
    """A finished letter: the values put into it, by placeholder, its text in lines, and the same in parts.

    ``head`` is that of the chain when it was recorded; empty for one that was not, or is older than the chain.
    """

    sanction: Sanction
    values: Mapping[str, str]
    text: str
    parts: tuple[LetterPart, ...]
    letterhead: Letterhead
    head: str = ""

    def recorded(self, head: str) -> "Letter":
        """Return the letter tied to the head of the chain that its recording made."""
        sealed = replace(self, head=head)
        return replace(sealed, text=sealed.tie.under(self.text))

    @property
    def tie(self) -> Tie:
        """Return what stands at its foot."""
        return Tie.to(self.head, f"Sanksi {self.sanction.number}")

    @property
    def file_name(self) -> str:
        """Return a name that every file system takes: the sanction's number and the code of the KSM."""
        return f"{file_stem(self.sanction.number, self.sanction.ksm)}.txt"

    @property
    def paper(self) -> Paper:
        """Return the letter as it goes out on paper, under the name of its file."""
        return self._paper(Path(self.file_name).stem, self.tie)

    @property
    def draft(self) -> Paper:
        """Return the letter as one to read before it goes out, named after the loan in a folder of its own."""
        return self._paper(f"{_DRAFT_FOLDER}/{file_stem(self.sanction.loan, self.sanction.ksm)}", Tie(_DRAFT))

    def _paper(self, file_name: str, tie: Tie) -> Paper:
        title = f"{self.sanction.name} {self.values['ksm']}"
        return letter_paper(file_name, title, self.letterhead, self.sanction.dated_on, self.parts, tie)


def letter_number(serial: int, upk: str, dated_on: date) -> str:
    """Return the number on a letter: ``007/UPK-MELATI/XI/2026``; ``serial`` starts at 1 every year."""
    return f"{serial:03d}/{upk_in_numbers(upk)}/{roman_month(dated_on)}/{dated_on.year}"


def open_letter_number(upk: str, dated_on: date) -> str:
    """Return the number of a letter that has none yet, with room for a pen: ``....../UPK-MELATI/XI/2026``."""
    return f"{ROOM_FOR_SERIAL}/{upk_in_numbers(upk)}/{roman_month(dated_on)}/{dated_on.year}"


def upk_in_numbers(upk: str) -> str:
    """Return the UPK as the number of a letter names it: ``UPK-MELATI``."""
    short = _abbreviation(upk)
    return f"UPK{'-' if short else ''}{short}"


def _abbreviation(upk: str) -> str:
    """Return the name of a UPK in short: its only word, or the first letters of several, in capitals."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", upk) if word.upper() != "UPK"]
    return (words[0] if len(words) == 1 else "".join(word[0] for word in words)).upper()


def letter(template: str, facts: LetterFacts) -> Letter:
    """Return the letter of a sanction. ``template`` has no findings. A line that grows too long goes on in the next."""
    values = {name: value(facts) for name, value in PLACEHOLDERS.items()}
    text, parts = set_out(template, values)
    return Letter(facts.sanction, values, text, parts, letterhead(facts.profile))


def _copies(facts: LetterFacts) -> str:
    named = [_named(recipient, facts) for recipient in facts.sanction.recipients[1:]]
    return numbered([*named, "Arsip"], "")


def _named(recipient: str, facts: LetterFacts) -> str:
    """Return who gets a copy, the head of the RW with the number and, where the register knows it, the name."""
    head = facts.rw_head
    if head is None or recipient.casefold() != _RW_HEAD:
        return recipient
    return f"{recipient} {head.rw}, {head.name}"


def _what_comes_next(facts: LetterFacts) -> str:
    """Return what happens when nothing is paid, by when, and who gets no new loan meanwhile."""
    by = format_long(facts.sanction.answer_by)
    following = next((item for item in facts.policy.ladder if item.number > facts.level.number), None)
    sentences = [
        f"Bila sampai {by} tunggakan belum dibayar, langkah berikutnya adalah {following.name}."
        if following
        else f"Bila sampai {by} belum ada penyelesaian, BKM memutuskan langkah selanjutnya."
    ]
    limit = facts.level.block_while_par_percent
    while_risky = f" selama PAR-nya {shortest_percent(limit)} % ke atas" if limit else ""
    held = {
        Block.KSM: f"pinjaman baru untuk {one_line(ksm_named(facts.ksm))} ditahan",
        Block.RW: f"pinjaman baru untuk semua KSM di RW {one_line(facts.ksm.rw)} ditahan",
        Block.KELURAHAN: "pinjaman baru untuk semua KSM di kelurahan ini ditahan",
    }.get(facts.level.block)
    if held:
        sentences.append(f"Sejak tanggal surat ini {held}{while_risky}, sampai tunggakan dibayar.")
    elif following and following.block is not Block.NONE:
        sentences.append("Pada langkah itu pinjaman baru ditahan.")
    return " ".join(sentences)


def _jasa(facts: LetterFacts) -> str:
    terms = facts.book.loan.terms
    return f"{shortest_percent(terms.jasa_rate.per_month * 100)} % sebulan, {terms.method}"


def _arrears(facts: LetterFacts) -> str:
    """Return the arrears part by part and their sum, in columns that fit the built-in texts."""
    parts = {
        "Pokok": facts.sanction.principal,
        "Jasa": facts.sanction.jasa,
        **({"Titipan": facts.sanction.titipan} if facts.sanction.titipan else {}),
        "Jumlah": facts.sanction.arrears,
    }
    return "\n".join(f"   {label:<22} : {format_rupiah(amount)}" for label, amount in parts.items())


PLACEHOLDERS: Final[Mapping[str, Callable[[LetterFacts], str]]] = {
    **ADDRESSED,
    "nomor": lambda facts: facts.sanction.letter,
    "perihal": lambda facts: one_line(facts.sanction.name),
    "tingkat": lambda facts: str(facts.sanction.level),
    "tanggal": lambda facts: format_long(facts.sanction.dated_on),
    "pinjaman": lambda facts: facts.sanction.loan,
    "tanggal_cair": lambda facts: format_long(facts.book.loan.terms.disbursed_on),
    "pokok_pinjaman": lambda facts: format_rupiah(facts.book.loan.terms.principal),
    "jangka_waktu": lambda facts: f"{facts.book.loan.terms.term} kali angsuran {facts.book.loan.terms.frequency}",
    "jasa": _jasa,
    "jatuh_tempo_akhir": lambda facts: format_long(facts.book.matures_on),
    "saldo_pokok": lambda facts: format_rupiah(facts.book.outstanding),
    "tunggakan_pokok": lambda facts: format_rupiah(facts.sanction.principal),
    "tunggakan_jasa": lambda facts: format_rupiah(facts.sanction.jasa),
    "tunggakan_titipan": lambda facts: format_rupiah(facts.sanction.titipan),
    "tunggakan": lambda facts: format_rupiah(facts.sanction.arrears),
    "rincian_tunggakan": _arrears,
    "terbilang": lambda facts: terbilang(facts.sanction.arrears),
    "kali_menunggak": lambda facts: str(facts.sanction.missed_count),
    "hari_menunggak": lambda facts: str(facts.sanction.days_late),
    "jatuh_tempo_tertua": lambda facts: format_long(facts.sanction.late_since or facts.sanction.dated_on),
    "batas_tanggapan": lambda facts: format_long(facts.sanction.answer_by),
    "langkah_berikut": _what_comes_next,
    "tembusan": _copies,
}
"""What a template may say, by the word between braces."""


_ISSUED: Final = (
    Column("nomor", "Nomor", identifies=True, of=lambda letter: letter.sanction.number),
    Column("nomor_surat", "Nomor Surat", identifies=True, of=lambda letter: letter.sanction.letter),
    Column("pinjaman", "No. Pinjaman", of=lambda letter: letter.sanction.loan),
    Column("ksm", "KSM", of=lambda letter: letter.values["ksm"]),
    count("tingkat", "Tingkat", of=lambda letter: letter.sanction.level),
    Column("tindakan", "Tindakan", of=lambda letter: letter.sanction.name),
    rupiah("tunggakan", "Jumlah Tunggakan", of=lambda letter: letter.sanction.arrears),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda letter: letter.sanction.dated_on),
    Column("batas_tanggapan", "Batas Tanggapan", Kind.DATE, of=lambda letter: letter.sanction.answer_by),
    Column("berkas", "File", of=lambda letter: letter.file_name),
    Column("kode_ksm", "Kode KSM", of=lambda letter: letter.sanction.ksm),
)


_BRIEF_ISSUED: Final = kept(
    _ISSUED, ("nomor", "nomor_surat", "ksm", "tingkat", "tunggakan", "batas_tanggapan", "berkas")
)


def issued_section(letters: Sequence[Letter], *, brief: bool = False) -> Section:
    """Return the letters that went out together, with the file that each one was written to."""
    columns = _BRIEF_ISSUED if brief else _ISSUED
    return Section(columns, rows_of(columns, letters), empty_note="Tidak ada surat sanksi yang perlu terbit.")
