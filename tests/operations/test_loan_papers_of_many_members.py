"""The papers that the members sign, where their list goes on to another page."""

from datetime import date

import pytest

from danabergulir.frozen import replace
from danabergulir.operations.loans.papers import dossier
from danabergulir.render.pdf import file
from paper_reading import boxes_of, needs_poppler, pages_of

pytestmark = needs_poppler

LONG = "Wangsakusumadiningrat Sastroprawirodirjo Kartohadikusumo"


@pytest.fixture(scope="module")
def papers(demonstration):
    """Return agreement and tanggung-renteng statement of a loan by their forms."""
    found = dossier(demonstration.ledger, "P-0033", date(2023, 1, 31))
    return {paper.form: paper for paper in found.papers}


def _signed_by(paper, count):
    """Return a paper with ``count`` members, each with a part of the loan."""
    blank = len(paper.words["members"][0]) - 3
    members = [[str(at), f"Anggota{at} {LONG}", *[""] * blank, "Rp1.000.000"] for at in range(1, count + 1)]
    return replace(paper, words={**paper.words, "members": members, "members_total": f"Rp{count}.000.000"})


@pytest.mark.parametrize("form", ["perjanjian", "tanggung-renteng"])
def test_the_sum_of_the_members_stands_with_the_last_of_them(papers, form):
    """However many sign, the sum is not alone under a repeated heading; every further page says of what it is one."""
    apart, nameless = [], []
    for count in range(12, 32):
        paper = _signed_by(papers[form], count)
        pages = pages_of(file.render([paper]))
        apart += [count for page in pages if f"Rp{count}.000.000" in page.split() and f"Anggota{count} " not in page]
        nameless += [count for page in pages[1:] if f"{paper.title.upper()} P-0033 (lanjutan)" not in page]

    assert (apart, nameless) == ([], [])


def test_long_names_are_not_pulled_apart_where_they_sign(papers):
    """The words of a post and a name stand a blank apart, though the text above is justified."""
    signers = [[f"Ketua KSM {LONG}", f"Budi {LONG}"], [f"Manajer UPK {LONG}", f"Siti {LONG}"]]
    paper = papers["tanggung-renteng"]
    ((_, _, words), *_) = boxes_of(file.render([replace(paper, words={**paper.words, "signers": signers})]))
    at = next(at for at, word in enumerate(words) if word[4] == "Ketua")
    gaps = [after[0] - before[2] for before, after in zip(words[at:], words[at + 1 : at + 3], strict=False)]

    assert max(gaps) < 4


@pytest.mark.parametrize("count", [1, 5, 10, 15, 18, 19, 25, 31])
def test_nobody_signs_a_page_without_a_word_of_the_agreement(papers, count):
    """The last article stands above the signatures, and the members sign on the same sheet, as long as they fit."""
    pages = pages_of(file.render([_signed_by(papers["perjanjian"], count)]))
    (signed,) = [page for page in pages if "meterai" in page]

    assert "Penutup" in signed
    assert "ditandatangani dengan sadar" in signed
    assert "Anggota1 " in signed
    assert f"Anggota{min(count, 18)} " in signed or count > 18
