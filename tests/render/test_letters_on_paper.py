"""Letters on paper, read back by poppler: word for word the typed text, on one page, whatever a UPK typed."""

import re
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from danabergulir.domain.dunning.sanctions import Sanction
from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.loans.terms import Loan, LoanTerms, Paid
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.money import NIL, Direction, Rate, Rounding, Rupiah
from danabergulir.render.pdf import file
from danabergulir.reports.papers.letters import LetterFacts, letter
from paper_reading import boxes_of, needs_poppler, pages_of
from pictures import PNG

pytestmark = needs_poppler

TEXTS = ("umum", *(f"tingkat-{level}" for level in range(1, 6)))
DAY = date(2026, 3, 31)
TERMS = LoanTerms(Rupiah(36_000_000), 12, Rate.percent("1.5"), date(2025, 10, 5), Rounding(100, Direction.UP))
LONGEST = "Kelompok Swadaya Masyarakat Cahaya Harapan Keluarga Sejahtera"
HOSTILE = '#eval("1+1") $x$ *tebal* _miring_ @rujuk <b> \\ `kode` // komentar'
OFFICERS = {"Manajer UPK": "Siti Contoh", "Koordinator BKM": "H. Budi Contoh", "Lurah": "Dra. Ani Contoh"}
PROFILE = Profile(
    "UPK Melati", "BKM Bina Warga", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat", "Jl. Kenari 7", OFFICERS
)
KENANGA = KSM("KENANGA", "Kenanga", "05", "003", chair="H. Amin Contoh", address="Gang Melur 2")


def _facts(name, profile=PROFILE, ksm=KENANGA, member="Anggota Contoh"):
    level = DEFAULT_POLICY.ladder[max(TEXTS.index(name) - 1, 0)]
    book = LoanBook(
        Loan("P-0007", ksm, TERMS), build_schedule(TERMS), TERMS.principal, NIL, Paid(), Paid(), DAY, DEFAULT_POLICY
    )
    late = (Rupiah(15_000_000), Rupiah(2_700_000), Rupiah(50_000), 5, 146, date(2025, 11, 5))
    to = (ksm.name, *level.copies_to)
    number = "007/UPK-MELATI/III/2026"
    sanction = Sanction("S-0007", number, "P-0007", ksm.code, level.number, level.name, DAY, DAY, to, *late)
    members = [Member(ksm.code, at, f"{member} {at}", "P") for at in range(1, 21)]
    return LetterFacts(sanction, level, book, members, profile, DEFAULT_POLICY)


def _built_in(name):
    return (files("danabergulir.reports.papers") / "letter_texts" / f"{name}.txt").read_text(encoding="utf-8")


def _words(text):
    return Counter(re.sub("^=+$", "", text, flags=re.MULTILINE).split())


def _printed(made):
    """Return the words on the paper of a letter, its last line left out, and how many pages there are."""
    pages = pages_of(file.render([made.paper]))
    return sum((_words(page.rpartition("Sanksi S-0007")[0]) for page in pages), Counter()), len(pages)


@pytest.mark.parametrize("name", TEXTS)
def test_a_letter_says_on_paper_what_its_text_says(name):
    """Every word as often as in the text, and all of it on one page, with twenty members listed."""
    made = letter(_built_in(name), _facts(name))

    assert _printed(made) == (_words(made.text), 1)


def test_amounts_of_a_letter_end_at_the_same_place():
    """Those of the loan and those of the arrears, whatever stands between them, bold or not."""
    ((_, _, words),) = boxes_of(file.render([letter(_built_in("tingkat-1"), _facts("tingkat-1")).paper]))
    amounts = [word for word in words if re.fullmatch(r"Rp[0-9.]+", word[4])]

    assert len({len(word[4]) for word in amounts}) > 1
    assert max(word[2] for word in amounts) - min(word[2] for word in amounts) < 0.5


@pytest.mark.parametrize("name", TEXTS)
def test_nobody_named_leaves_room_for_a_pen(name):
    """The same dots as in the text."""
    made = letter(_built_in(name), _facts(name, replace(PROFILE, officers={})))

    assert _printed(made) == (_words(made.text), 1)


@pytest.mark.parametrize("name", TEXTS)
def test_the_longest_names_lose_no_word(name):
    """The letters get smaller before a second page is begun; only twenty such members do not fit."""
    profile = Profile(LONGEST, *(f"{word} {LONGEST}"[:60] for word in ("BKM", "Baru", "Lama", "Kota", "Nusa", "Jalan")))
    profile = replace(profile, officers=dict.fromkeys(OFFICERS, LONGEST), logo=PNG)
    ksm = replace(KENANGA, name=LONGEST, chair=LONGEST, address=LONGEST)
    made = letter(_built_in(name), _facts(name, profile, ksm, LONGEST))

    assert _printed(made) == (_words(made.text), 2 if name == "tingkat-3" else 1)


@pytest.mark.parametrize("name", ["umum", "tingkat-3"])
def test_what_comes_from_the_registers_is_never_read_as_typst(name):
    """Names that look like code arrive as they were written."""
    profile = replace(PROFILE, upk="Melati", board=HOSTILE, officers=dict.fromkeys(OFFICERS, HOSTILE))
    ksm = replace(KENANGA, name=HOSTILE, chair=HOSTILE)
    made = letter(_built_in(name), _facts(name, profile, ksm, HOSTILE))

    assert _printed(made)[0] == _words(made.text)


@pytest.mark.parametrize(
    "typed",
    [
        "{ksm}",
        "Yth. {ketua}\n\n\n\n\n\n{nomor}\n- {tunggakan}\n- {terbilang}\n\n{kop}\n{kop}",
        "   Mengetahui,              {kelurahan},\n   Lurah        UPK\n\n\n\n   {nama_lurah}      {nama_manajer}",
        "satu,\n\n\n\nsatu\n\ndua,\n\n\n\ndua\n\ntiga,\n\n\n\ntiga\n\nempat,\n\n\n\nempat\n\n\n\n\n\nlima",
        "Label :\n   Label : {anggota}\n\nTembusan : {tembusan}",
    ],
    ids=["one line", "out of order", "columns by hand", "many signers", "odd facts"],
)
def test_whatever_a_upk_typed_is_on_the_paper(typed):
    """No template that can be used makes a letter that cannot be printed, or one with a word less."""
    made = letter(typed, _facts("umum"))
    words, pages = _printed(made)

    assert (words, pages) == (_words(made.text), 1)


def test_a_letter_of_many_pages_goes_on():
    """A hundred and fifty members and a text without end run over pages, in letters that can be read."""
    made = letter("{kop}\n\n" + "{langkah_berikut}\n\n" * 60 + "{anggota}\n" * 8, _facts("tingkat-1"))
    words, pages = _printed(made)

    assert (words, pages) == (_words(made.text), 3)


def test_an_empty_template_makes_an_empty_page():
    """Nothing typed, nothing printed."""
    assert _printed(letter("\n", _facts("umum"))) == (Counter(), 1)


def test_the_same_letter_has_the_same_bytes_whatever_was_printed_before():
    """The press keeps nothing of one letter for the next."""
    papers = [letter(_built_in(name), _facts(name)).paper for name in TEXTS]
    first = [file.render([paper]) for paper in papers]

    assert [file.render([paper]) for paper in reversed(papers)] == first[::-1]
