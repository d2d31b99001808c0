"""The journal for hledger and Ledger: both accept it, and their balances are ours to the rupiah."""

import csv
import os
import shutil
import subprocess
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.accounts import Account, AccountClass
from danabergulir.domain.closing import Share
from danabergulir.errors import UsageError
from danabergulir.frozen import replace
from danabergulir.operations.audit.journal import write_journal
from danabergulir.operations.closing import close_year
from danabergulir.operations.month import monthly_reports
from danabergulir.reports.exports.hledger_journal import CLOSING_TAG, account_name, undivided
from ledger.small_ledger import fetch, record, start, written
from operations.lent_ledger import NOW
from reports.small_books import CHART, move, posting
from reports.table_reading import lines_of

HLEDGER = pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
LEDGER = pytest.mark.skipif(shutil.which("ledger") is None, reason="Ledger is not installed")
CODES = ("11010", "11021", "11030", "12010", "21020", "31010", "41010", "51030")
HOSTILE = "(x) ; =a | b  c\r\n2023-01-01 * palsu\n    aset:1  Rp5 \u00a0\u3000\x00 é"


@pytest.fixture(scope="module")
def journal(demonstration, tmp_path_factory) -> Path:
    """Return the demonstration's journal, which no test changes."""
    path = tmp_path_factory.mktemp("jurnal") / "upk.journal"
    write_journal(demonstration.ledger, path)
    return path


def _said(*words):
    """Return what another program prints, which must be content."""
    ran = subprocess.run(
        [*words], capture_output=True, text=True, encoding="utf-8", env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def _hledger_balances(journal, *more):
    """Return hledger's balances by account code, nil ones left out."""
    printed = _said("hledger", "-f", str(journal), "balance", "--flat", "-N", "-O", "csv", *more)
    return _by_code(list(csv.reader(StringIO(printed)))[1:])


def _by_code(rows):
    return {name.partition(":")[2].split()[0]: int(amount.replace("Rp", "")) for name, amount in rows}


def _trial_balance(path, month):
    """Return the balances that ``neraca-saldo`` prints, by code, nil ones left out."""
    (report,) = monthly_reports(path, month, ["neraca-saldo"])
    lines = lines_of(report.section, "kode", "saldo_akhir")
    return {code: balance for code, balance in lines if code and balance}


def _lasting(balances):
    """Return the balances of assets, liabilities and capital."""
    return {code: amount for code, amount in balances.items() if code in CHART and not _is_result(code)}


def _results(balances):
    """Return the balances of income and cost."""
    return {code: amount for code, amount in balances.items() if code in CHART and _is_result(code)}


def _is_result(code):
    return CHART[code].account_class.is_result


def _agrees(journal, path, month):
    """Assert that hledger says what ``neraca-saldo`` prints.

    With the entries of year closes: what lasts, and what is left of earlier years. Without them: income and cost of the
    year so far.
    """
    printed, until = _trial_balance(path, month), ("-e", month.shifted(1).first_on.isoformat())
    with_closes = _hledger_balances(journal, *until)
    of_year = _hledger_balances(journal, "-b", month.year_first_on.isoformat(), *until, f"not:tag:{CLOSING_TAG}")

    assert _lasting(with_closes) == _lasting(printed)
    assert _results(of_year) == _results(printed)
    earlier = sum(_results(with_closes).values()) - sum(_results(of_year).values())
    assert earlier == printed.get("LABA-LALU", 0)


@HLEDGER
def test_hledger_accepts_the_demonstration_and_agrees_with_it(journal, demonstration):
    """Every assertion holds, strictly, and at two ends of months every balance is that of ``neraca-saldo``."""
    _said("hledger", "-f", str(journal), "check", "--strict")

    _agrees(journal, demonstration.ledger, Month(2023, 1))
    _agrees(journal, demonstration.ledger, Month(2022, 6))


@HLEDGER
def test_hledger_agrees_before_and_after_a_year_is_closed(tmp_path):
    """With the closing entries nothing of 2022 is left on income and cost; without them its result still shows."""
    path, journal = tmp_path / "upk.db", tmp_path / "upk.journal"
    start(path)
    days = (date(2022, 12, 31), date(2023, 1, 5))
    record(path, [posting(day, move("11010", "41010", 7_000), move("51030", "11010", 2_000)) for day in days])
    close_year(path, 2022, [Share("UPL", 40, "21050")], NOW, dated_on=date(2023, 2, 20))
    write_journal(path, journal)

    _said("hledger", "-f", str(journal), "check", "--strict")
    for month in (Month(2022, 12), Month(2023, 1), Month(2023, 2), Month(2023, 3)):
        _agrees(journal, path, month)
    assert _trial_balance(path, Month(2023, 1))["LABA-LALU"] == -5_000
    assert "LABA-LALU" not in _trial_balance(path, Month(2023, 2))
    assert _results(_hledger_balances(journal, "-e", "2023-01-01")) == {"41010": -7_000, "51030": 2_000}
    assert _results(_hledger_balances(journal)) == {"41010": -7_000, "51030": 2_000}
    assert _results(_hledger_balances(journal, f"not:tag:{CLOSING_TAG}")) == {"41010": -14_000, "51030": 4_000}


@HLEDGER
def test_hledger_knows_the_kinds_of_the_accounts(journal, demonstration):
    """Its balance sheet holds assets and liabilities, for it was told which is which."""
    types = {
        line.split(maxsplit=1)[0].partition(":")[2]: line.rpartition(" ")[2]
        for line in _said("hledger", "-f", str(journal), "accounts", "--types").splitlines()
    }

    assert {code: types[code] for code in ("11010", "11030", "21020", "31010", "41010", "51030")} == {
        "11010": "C", "11030": "A", "21020": "L", "31010": "E", "41010": "R", "51030": "X",
    }  # fmt: skip
    assert len(types) == len(fetch(demonstration.ledger, "SELECT DISTINCT code FROM account"))


@LEDGER
def test_ledger_reads_the_demonstration_and_agrees_with_it(journal, demonstration):
    """Its balances, too, are those of ``neraca-saldo``."""
    printed = _said(
        "ledger", "-f", str(journal), "balance", "--flat", "--no-total", "--format", "%A\t%(display_total)\n"
    )

    balances, trial = (
        _by_code(line.split("\t") for line in printed.splitlines()),
        _trial_balance(demonstration.ledger, Month(2023, 1)),
    )
    assert _lasting(balances) == _lasting(trial)
    assert sum(_results(balances).values()) == sum(_results(trial).values()) + trial["LABA-LALU"]


@HLEDGER
def test_a_changed_amount_breaks_the_assertion_of_its_month(journal, tmp_path):
    """Somebody adds a rupiah to both sides of one voucher: hledger no longer accepts the file."""
    text = journal.read_text(encoding="utf-8")
    start_of = text.index("\n2022-03-")
    head, tail = text[:start_of], text[start_of:]
    first, second = [line for line in tail.splitlines() if line.startswith("    ")][:2]
    changed = tail.replace(first, f"{first}1", 1).replace(second, f"{second}1", 1)
    (tmp_path / "lain.journal").write_text(head + changed, encoding="utf-8")

    ran = subprocess.run(
        ["hledger", "-f", str(tmp_path / "lain.journal"), "check"],
        capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False,
    )  # fmt: skip
    assert ran.returncode == 1


def test_every_voucher_is_a_transaction_and_every_month_has_its_proof(journal, demonstration):
    """Numbers stand in the order of the dates; each month ends with the balances of the accounts that moved in it."""
    text = journal.read_text(encoding="utf-8")
    numbers = [line.split("(")[1].split(")")[0] for line in text.splitlines() if line[:2] == "20" and " (" in line[:13]]
    proofs = [line[:10] for line in text.splitlines() if " Saldo akhir " in line]

    assert numbers == [
        row[0] for row in fetch(demonstration.ledger, "SELECT number FROM voucher ORDER BY dated_on, sequence")
    ]
    assert proofs == [
        Month.parse(row[0]).last_on.isoformat()
        for row in fetch(demonstration.ledger, "SELECT DISTINCT substr(dated_on, 1, 7) FROM voucher ORDER BY 1")
    ]


_days = st.dates(date(2023, 1, 1), date(2023, 4, 30))
_moves = st.lists(
    st.tuples(st.permutations(CODES), st.integers(1, 10**12)).map(lambda drawn: move(*drawn[0][:2], drawn[1])),
    min_size=1,
    max_size=3,
)
_memos = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@HLEDGER
@settings(max_examples=15)
@given(st.lists(st.tuples(_days, _moves, _memos), max_size=12))
@example([(date(2023, 1, 31), [move("11010", "31010", 7)], HOSTILE)])
@example([(date(2023, 1, 31), [move("11010", "31010", 7), move("31010", "11010", 7)], "")])
def test_hledger_agrees_with_any_small_ledger(drawn):
    """Whatever is recorded, in whatever order of dates, hledger accepts it and its balances are ours."""
    with TemporaryDirectory() as folder:
        path, journal = Path(folder, "upk.db"), Path(folder, "upk.journal")
        start(path)
        record(path, [posting(day, *moves, memo=memo) for day, moves, memo in drawn])
        write_journal(path, journal)

        _said("hledger", "-f", str(journal), "check", "--strict")
        _agrees(journal, path, Month(2023, 4))
        _agrees(journal, path, Month(2023, 2))


@HLEDGER
@LEDGER
def test_hostile_names_stay_names(tmp_path):
    """An account named like a posting, a comment or a directive is one account with its own balance."""
    path, journal = tmp_path / "upk.db", tmp_path / "upk.journal"
    start(path)
    with written(path) as writer:
        writer.add_accounts([replace(CHART["51030"], name=HOSTILE)], date(2022, 12, 31))
    record(path, [posting(date(2023, 1, 5), move("51030", "11010", 5))])
    write_journal(path, journal)

    assert _hledger_balances(journal) == {"11010": -5, "51030": 5}
    assert "51030 (x) , =a / b c" in _said("ledger", "-f", str(journal), "balance", "--flat")


@given(st.text())
def test_a_text_on_one_line_parts_nothing(text):
    """No line end, no tab, no two blanks, no comment sign."""
    line = undivided(text)

    assert line == " ".join(line.split())
    assert (line.isprintable(), set(line) & {";", "|"}) == (True, set())


def test_an_account_has_two_levels_whatever_it_is_called():
    """A colon in the name makes no account below it."""
    assert account_name(Account("51030", "ATK: kertas;  tinta", AccountClass.COST)) == "biaya:51030 ATK- kertas, tinta"


def test_a_journal_that_cannot_be_written_leaves_the_old_one(demonstration, tmp_path):
    """A folder stands where the draft should go."""
    old = tmp_path / "upk.journal"
    old.write_text("lama", encoding="utf-8")
    (tmp_path / "upk.journal.baru").mkdir()

    with pytest.raises(UsageError):
        write_journal(demonstration.ledger, old)
    assert old.read_text(encoding="utf-8") == "lama"
