"""Why a letter went out, why a receipt was split so, why a KSM owes what it owes, why a loan is held back."""

import json
from datetime import date, timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from conftest import NOW
from danabergulir.errors import NotFoundError
from danabergulir.operations.dunning.letters import issue
from danabergulir.operations.explaining.answers import answer, debt
from danabergulir.render.origin_json import render_answer
from danabergulir.reports.origins.figure import worth
from model import facts as f
from model.comparing import fetch
from model.drawing_books import Step, books
from model.driver import Driver

LAST = date(2023, 1, 31)


@pytest.fixture(scope="module")
def warned(demonstration, tmp_path_factory):
    """The demonstration with the letters that its last month asks for."""
    folder = tmp_path_factory.mktemp("surat")
    ledger = folder / "upk.db"
    ledger.write_bytes(demonstration.ledger.read_bytes())
    issue(ledger, LAST, NOW, folder=folder)
    return ledger


def test_a_debt_is_told_instalment_by_instalment(demonstration):
    """What is to be paid now is the sum of what is unpaid of each instalment that is due."""
    told = debt(demonstration.ledger, "Bina Usaha", LAST)
    balance, now, coming = told.figures

    assert told.key == "P-0038"
    assert (worth(balance.figure.value), worth(now.figure.value)) == (20_910_000, 5_910_000)
    assert [worth(part.figure.value) for part in now.parts[0].parts] == [2_910_000, 3_000_000]
    assert worth(coming.figure.value) == 3_540_000
    assert all(figure.holds for figure in told.figures)
    assert "Menunggak 2 kali, sejak 10 Desember 2022." in told.sentences


def test_a_receipt_is_told_by_the_order_of_the_board_and_the_instalments(demonstration):
    """Jasa of two instalments first, then the oldest pokok, as the policy says."""
    told = answer(demonstration.ledger, "bkm-2023-0012", LAST)
    (split,) = told.figures

    assert split.holds
    assert [(part.figure.words, worth(part.figure.value)) for part in split.parts] == [
        ("Jasa", 1_044_000),
        ("Titipan", 36_000),
        ("Pokok", 3_020_000),
    ]
    assert [worth(part.figure.value) for part in split.parts[2].parts] == [2_930_000, 90_000]
    assert any("denda, jasa, titipan, pokok, tabungan" in sentence for sentence in told.sentences)


def test_every_receipt_of_the_demonstration_comes_to_its_parts(demonstration):
    """Of every receipt each part is laid over instalments, and they come to it."""
    for number in range(1, 25):
        told = answer(demonstration.ledger, f"BKM-2023-{number:04d}", LAST)
        assert told.figures[0].holds, told.key


def test_a_letter_says_what_it_was_for_and_what_would_end_it(warned):
    """Which instalments, how many days, which rung, what was received since, and what is left."""
    told = answer(warned, "S-0002", LAST + timedelta(days=2))

    assert told.facts["Pinjaman"] == "P-0038"
    assert all(figure.holds for figure in told.figures)
    assert worth(told.figures[0].figure.value) == worth(told.figures[-1].figure.value) == 5_910_000
    assert [part.figure.dated_on for part in told.figures[1].parts] == [date(2022, 12, 10), date(2023, 1, 10)]
    assert any(sentence.startswith("Yang mengakhirinya: tunggakan Rp5.910.000") for sentence in told.sentences)
    assert any("mulai 15 Februari 2023 dapat naik ke Surat Teguran II" in sentence for sentence in told.sentences)


def test_a_letter_that_is_not_yet_out_is_not_told(warned):
    """As of a day before it, there is no such letter."""
    with pytest.raises(NotFoundError):
        answer(warned, "S-0002", LAST - timedelta(days=1))


def test_what_holds_a_new_loan_back_is_told_with_rule_figures_and_day(demonstration):
    """A KSM in arrears hears by which rules it is held back, and since when."""
    told = answer(demonstration.ledger, "Bina Usaha", LAST)

    assert told.facts["Pinjaman baru"] == "ditahan"
    assert any("menunggak Rp5.910.000 sejak 10 Desember 2022" in sentence for sentence in told.sentences)
    assert any("Syaratnya satu KSM satu pinjaman" in sentence for sentence in told.sentences)


def test_an_open_month_is_told_open(demonstration):
    """A month alone is asked about its close."""
    told = answer(demonstration.ledger, "2023-01", LAST)

    assert told.figures == ()
    assert told.sentences == ("Januari 2023 masih terbuka: bukti bertanggal bulan itu masih dapat dicatat.",)


def test_an_answer_is_data_as_well(demonstration):
    """A program gets the sentences and the figures with their parts."""
    told = json.loads(render_answer(answer(demonstration.ledger, "P-0038", LAST)))

    assert (told["jenis"], told["nomor"], told["cocok"]) == ("pinjaman", "P-0038", True)
    assert told["bagian"][0]["bagian"][0]["bukti"] == "BKK-2022-0099"


def test_what_nothing_is_called_so_is_said_with_the_other_way_to_ask(demonstration):
    """Words that fit nothing are answered with how to ask about a figure of a report."""
    with pytest.raises(NotFoundError) as raised:
        answer(demonstration.ledger, "xyz", LAST)

    assert "jelaskan PERIODE LAPORAN KUNCI" in raised.value.hint


def test_a_receipt_taken_back_after_a_letter_still_counts_on_its_day(tmp_path):
    """What is told of the day of a letter is made of what is dated until that day, without later reversals."""
    driver, then, later = Driver(tmp_path, "berjalan", "setara"), date(2025, 1, 31), date(2025, 2, 1)
    issue(driver.path, then, NOW.replace(year=2025, month=1, day=31), folder=tmp_path)
    driver.record(Step(then, (f.Receipt("setor", then, "P-0001", 25_000, {"pokok": 25_000}),)))
    driver.record(Step(later, (f.Reversal("batal", later, "setor"),)))

    told = answer(driver.path, "S-0002", later)

    assert [figure.figure.words for figure in told.figures if not figure.holds] == []
    assert worth(told.figures[1].figure.value) == 0  # 225.000 of instalments of 250.000


@given(books(least=10, most=40))
@settings(max_examples=15)
def test_every_answer_about_any_book_comes_to_its_parts(book):
    """Whatever loan, voucher, letter or KSM of any book is asked about, the figures told follow from their parts."""
    with TemporaryDirectory() as folder:
        driver = Driver(folder, book.opening, book.policy)
        for step in book.steps:
            driver.record(step)
        day = max(book.days)
        every = "SELECT number FROM voucher UNION SELECT number FROM sanction UNION SELECT number FROM loan"
        for (words,) in fetch(driver.path, f"{every} UNION SELECT code FROM ksm"):
            try:
                told = answer(driver.path, words, day)
            except NotFoundError:
                continue
            wrong = [figure.figure for figure in told.figures if not figure.holds]
            assert wrong == [], f"{words} {day}\n{book!r}"
