"""Letters of sanction: a template text filled with the facts of one sanction.

A template holds placeholders such as ``{tunggakan}``. They are looked up in ``PLACEHOLDERS`` and nowhere else: a
template is text that a UPK writes for itself, and it can reach nothing of the program.
"""

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final

from danabergulir.dates import format_long, roman_month
from danabergulir.domain.books import LoanBook, Profile
from danabergulir.domain.loan import Member
from danabergulir.domain.policy import Policy, SanctionLevel
from danabergulir.domain.policy_choices import Block
from danabergulir.domain.sanctions import Sanction
from danabergulir.errors import Finding
from danabergulir.money import format_rupiah, shortest_percent, terbilang

_WIDTH: Final = 78
"""Letters in a line: an A4 page in a typewriter face."""
_SIGNED_BY_HAND: Final = "(..............................)"
_BRACES: Final = re.compile(r"\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter may speak of: the sanction, its loan on that day, the people, and the rules in force."""

    sanction: Sanction
    level: SanctionLevel
    book: LoanBook
    members: Sequence[Member]
    profile: Profile
    policy: Policy


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: the values put into it, by placeholder, and the text as it is printed."""

    sanction: Sanction
    values: Mapping[str, str]
    text: str

    @property
    def file_name(self) -> str:
        """Return a name that every file system takes: the sanction's number and the code of the KSM."""
        code = re.sub(r"[^A-Za-z0-9]+", "-", self.sanction.ksm)[:40].strip("-")
        return f"{self.sanction.number}{'-' if code else ''}{code}.txt"


def letter_number(serial: int, upk: str, dated_on: date) -> str:
    """Return the number on a letter: ``007/UPK-MELATI/XI/2026``; ``serial`` starts at 1 every year."""
    short = _abbreviation(upk)
    return f"{serial:03d}/UPK{'-' if short else ''}{short}/{roman_month(dated_on)}/{dated_on.year}"


def _abbreviation(upk: str) -> str:
    """Return the name of a UPK in short: its only word, or the first letters of several, in capitals."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", upk) if word.upper() != "UPK"]
    return (words[0] if len(words) == 1 else "".join(word[0] for word in words)).upper()


def template_findings(name: str, text: str) -> list[Finding]:
    """Return what is wrong with a template, line by line: placeholders that nobody knows, and braces on their own."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _BRACES.finditer(line):
            word = match[1]
            if word in PLACEHOLDERS:
                continue
            if word is None:
                message, hint = f"tanda {match[0]} tanpa pasangan dalam {name}", "Hapus tanda itu."
            else:
                near = get_close_matches(word, PLACEHOLDERS, n=1)
                message = f"isian {{{word[:40]}}} dalam {name} tidak dikenal"
                hint = f"Maksudnya {{{near[0]}}}?" if near else f"Yang ada: {', '.join(PLACEHOLDERS)}"
            found.append(Finding("surat", name, message, hint, number))
    return found


def letter(template: str, facts: LetterFacts) -> Letter:
    """Return the letter of a sanction. ``template`` has no findings. A line that grows too long goes on in the next."""
    values = {name: value(facts) for name, value in PLACEHOLDERS.items()}
    filled = _BRACES.sub(lambda match: values[match[1]], template)
    lines = [part for line in filled.splitlines() for part in _folded(line)]
    return Letter(facts.sanction, values, "\n".join(lines) + "\n")


def _folded(line: str) -> list[str]:
    if len(line) <= _WIDTH:
        return [line.rstrip()]
    margin = " " * (len(line) - len(line.lstrip()))
    label = re.match(r"\s*[^:]{1,30} : ", line)
    return textwrap.wrap(line, _WIDTH, subsequent_indent=" " * label.end() if label else margin, drop_whitespace=True)


def _plain(text: str) -> str:
    """Return a name from the registers on one line, without anything that moves or colours a screen."""
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "?" for sign in text)


def _head(facts: LetterFacts) -> str:
    profile = facts.profile
    place = (
        f"Kelurahan {profile.kelurahan}, Kecamatan {profile.kecamatan}",
        f"{profile.city}, {profile.province}",
    )
    name = profile.upk if profile.upk.upper().startswith("UPK") else f"UPK {profile.upk}"
    lines = [name.upper(), profile.board, *place, *([profile.address] if profile.address else [])]
    return "\n".join([*(_plain(line).center(_WIDTH).rstrip() for line in lines), "=" * _WIDTH])


def _group(facts: LetterFacts) -> str:
    name = _plain(facts.book.loan.ksm.name)
    return name if name.upper().startswith("KSM") else f"KSM {name}"


def _officer(facts: LetterFacts, post: str) -> str:
    """Return the name of who holds a post, found by the first word of it; room for a pen where nobody is named."""
    named = (name for held, name in facts.profile.officers.items() if held.casefold().startswith(post) and name)
    return _plain(next(named, _SIGNED_BY_HAND))


def _numbered(lines: Sequence[str], none: str) -> str:
    return "\n".join(f"{number}. {_plain(line)}" for number, line in enumerate(lines, start=1)) or none


def _copies(facts: LetterFacts) -> str:
    return _numbered([*facts.sanction.recipients[1:], "Arsip"], "")


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
        Block.KSM: f"pinjaman baru untuk {_group(facts)} ditahan",
        Block.RW: f"pinjaman baru untuk semua KSM di RW {_plain(facts.book.loan.ksm.rw)} ditahan",
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
    "kop": _head,
    "nomor": lambda facts: facts.sanction.letter,
    "perihal": lambda facts: _plain(facts.sanction.name),
    "tingkat": lambda facts: str(facts.sanction.level),
    "tanggal": lambda facts: format_long(facts.sanction.dated_on),
    "ksm": _group,
    "kode_ksm": lambda facts: _plain(facts.sanction.ksm),
    "ketua": lambda facts: _plain(facts.book.loan.ksm.chair) or "(nama ketua belum dicatat)",
    "alamat_ksm": lambda facts: _plain(facts.book.loan.ksm.address),
    "rt": lambda facts: _plain(facts.book.loan.ksm.rt),
    "rw": lambda facts: _plain(facts.book.loan.ksm.rw),
    "anggota": lambda facts: _numbered([item.name for item in facts.members], "(daftar anggota belum dicatat)"),
    "nama_upk": lambda facts: re.sub(r"^UPK\s+", "", _plain(facts.profile.upk)),
    "nama_bkm": lambda facts: re.sub(r"^BKM\s+", "", _plain(facts.profile.board)),
    "kelurahan": lambda facts: _plain(facts.profile.kelurahan),
    "kecamatan": lambda facts: _plain(facts.profile.kecamatan),
    "kota": lambda facts: _plain(facts.profile.city),
    "provinsi": lambda facts: _plain(facts.profile.province),
    "alamat_upk": lambda facts: _plain(facts.profile.address),
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
    "nama_manajer": lambda facts: _officer(facts, "manajer"),
    "nama_koordinator": lambda facts: _officer(facts, "koordinator"),
    "nama_lurah": lambda facts: _officer(facts, "lurah"),
}
"""What a template may say, by the word between braces."""
