"""What is typed at the counter: who is named, which word is the amount, and what can be read in two ways."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.groups import KSM
from danabergulir.domain.till.lines import Line, Roll, read_line
from danabergulir.errors import UsageError
from danabergulir.money import Rupiah, format_count

NAMES = {
    "K-01": "Anggrek",
    "K-02": "Melati",
    "K-03": "Melati 2",
    "K-04": "KSM Mawar Merah",
    "K-05": "Mawar Putih",
    "K-06": "Usaha 45",
    "K-07": "Cempaka 7",
    "K-08": "Cempaka 8",
}
GROUPS = tuple(KSM(code, name, f"{int(code[-1]):02d}", "001") for code, name in NAMES.items())
ROLL = Roll(GROUPS, {"P-0001": "K-01", "P-0002": "K-02", "P-0017": "K-04"})


def _read(text):
    return read_line(text.split(), ROLL)


@pytest.mark.parametrize(
    ("text", "words", "amount"),
    [
        ("anggrek 690000", "anggrek", 690_000),
        ("Anggrek Rp 690.000,-", "Anggrek", 690_000),
        ("K-01 500 rb", "K-01", 500_000),
        ("p-0001 1,5jt", "p-0001", 1_500_000),
        ("mawar  merah\t500rb", "mawar merah", 500_000),
        ("KSM Mawar Merah Rp 5", "KSM Mawar Merah", 5),
        ("anggrek 1000", "anggrek", 1_000),
        ("500rb mawar merah", "mawar merah", 500_000),
        ("Rp 500 rb anggrek", "anggrek", 500_000),
        ("melati 690000", "melati", 690_000),
        ("melati 2 690000", "melati 2", 690_000),
        ("melati Rp2", "melati", 2),
        ("usaha 45 10.000", "usaha 45", 10_000),
        ("zebra 5000", "zebra", 5_000),
    ],
)
def test_the_last_word_is_the_amount_or_the_first_where_only_that_makes_sense(text, words, amount):
    """Whoever is named may have blanks in the name, and need not exist; what follows or goes before is money."""
    assert _read(text) == Line(words, Rupiah(amount))


@pytest.mark.parametrize(
    "text", ["anggrek", "P-0017", "k-03", "usaha 45", "cempaka 7", "Cempaka", "mawar", "3 anggrek", "tidak ada", "12"]
)
def test_words_that_name_somebody_as_a_whole_hold_no_amount(text):
    """A group called by a number is paid what is due; so is one before which stands its place in a list: never Rp3."""
    assert _read(text) == Line(text, None)


def test_a_small_number_behind_a_name_that_exists_with_and_without_it_is_refused():
    """``Melati 2`` is a group and could be two rupiah of ``Melati``: the line is told how to be written."""
    with pytest.raises(UsageError, match="dua hal") as refused:
        _read("Melati 2")

    assert refused.value.hint == "Tulis K-03 bila nama itu, atau K-02 Rp2 bila uangnya."


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("KSM Mawar Merah 5", "Tulis K-04 Rp5 bila memang 5 rupiah, K-04 5rb bila 5.000, atau kode KSM yang dimaksud."),
        ("anggrek 002", "Tulis K-01 Rp2 bila memang 2 rupiah, K-01 2rb bila 2.000, atau kode KSM yang dimaksud."),
        (
            "P-0017 999",
            "Tulis P-0017 Rp999 bila memang 999 rupiah, P-0017 999rb bila 999.000, atau kode KSM yang dimaksud.",
        ),
        (
            "anggrek 0999",
            "Tulis K-01 Rp999 bila memang 999 rupiah, K-01 999rb bila 999.000, atau kode KSM yang dimaksud.",
        ),
    ],
)
def test_a_small_bare_number_behind_a_name_is_never_money(text, hint):
    """Whether or not a group is called so: two rupiah are written ``Rp2``."""
    with pytest.raises(UsageError, match="tidak dibaca sebagai uang") as refused:
        _read(text)

    assert refused.value.hint == hint


@pytest.mark.parametrize("text", ["anggrek 1,250,000", "anggrek 10.5", "P-0001 0", "mawar merah 12x"])
def test_an_amount_that_cannot_be_read_is_refused_by_its_own_reason(text):
    """The word at the end has digits in it, so that it was meant as money."""
    with pytest.raises(UsageError, match="jumlah uang"):
        _read(text)


@given(
    st.sampled_from([name for code, name in NAMES.items() if code != "K-03"]),
    st.integers(1_000, 10**9),
    st.sampled_from([str, format_count, lambda value: f"Rp {value}", lambda value: f"Rp{value},-"]),
    st.sampled_from([str.lower, str.upper, str]),
    st.sampled_from([" ", "  ", "\t", "\u00a0"]),
)
def test_any_way_of_writing_a_name_and_an_amount_is_read_as_both(name, value, written, cased, blank):
    """Case, the kind of blanks and the way of writing rupiah say nothing else, and neither does their order."""
    words, amount = cased(name), written(value)
    text = blank.join([*words.split(), *amount.split()])

    line = _read(text)

    assert (line.amount, ROLL.named(line.words)) == (Rupiah(value), ROLL.named(name))
    swapped = _read(f"{amount} {words}")
    assert swapped.amount is None or (swapped.amount, ROLL.named(swapped.words)) == (Rupiah(value), ROLL.named(name))


@given(st.lists(st.text(max_size=12), max_size=6))
def test_no_line_breaks_the_reading_and_none_is_read_as_more_than_it_says(words):
    """Whatever stands in a file is a line with or without an amount, or is refused with a sentence."""
    said = " ".join(words).split()
    if not said:
        return
    with contextlib.suppress(UsageError):
        assert read_line(said, ROLL).words in " ".join(said)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("mel", ["K-02", "K-03"]),
        ("melati", ["K-02", "K-03"]),
        ("putih", ["K-05"]),
        ("merah mawar", ["K-04"]),
        ("rw 3", ["K-03"]),
        ("RW03", ["K-03"]),
        ("17", ["K-04"]),
        ("p-0017", ["K-04"]),
        ("k-06", ["K-06"]),
        ("", []),
        ("xyz", []),
    ],
)
def test_a_ksm_is_found_by_any_part_of_name_code_loan_or_rw(text, codes):
    """Words in any order; what begins as it was typed comes first."""
    assert [ksm.code for ksm in ROLL.matching(text)] == codes
