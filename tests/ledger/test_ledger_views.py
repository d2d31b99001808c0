"""The views of the file say what the reports say: on the page for the auditor, in the demonstration, in any book.

``pytest tests/ledger/test_ledger_views.py --update-golden`` writes the answers on the page anew.
"""

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from danabergulir.dates import Month
from danabergulir.ledger.file import store, views
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.loans.disbursement import list_loans
from danabergulir.operations.month import arrears_list, monthly_books
from ledger.small_ledger import execute
from model.comparing import fetch, rows_of
from model.drawing_books import books
from model.driver import Driver

PAGE = Path(__file__).parents[2] / "examples" / "dibaca-auditor.md"
_LATER = (
    *("activity", "activity_payment", "fund_source", "minutes", "report_receipt"),
    *("complaint", "complaint_answer", "visit", "trial_draw"),
)
"""Tables of later schemas."""
_ASKED = re.compile(r"```sql\n(?P<query>.*?)```\n\n```text\n(?P<answer>.*?)```", re.DOTALL)


def _answer(path: Path, query: str) -> str:
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute(query)
        lines = [[name for name, *_ in cursor.description], *cursor]
    return "".join(" | ".join("" if cell is None else str(cell) for cell in line) + "\n" for line in lines)


def test_every_query_of_the_page_answers_as_it_is_written_down(demonstration, request):
    """The page is played on the demonstration ledger with nothing but SQLite."""
    written = PAGE.read_text(encoding="utf-8")

    def answered(block: re.Match[str]) -> str:
        return f"```sql\n{block['query']}```\n\n```text\n{_answer(demonstration.ledger, block['query'])}```"

    now = _ASKED.sub(answered, written)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(now, encoding="utf-8", newline="\n")
        written = now

    assert len(_ASKED.findall(now)) == written.count("```sql") > 5
    assert now == written


def _balances(path: Path, day: date) -> dict[str, int]:
    """Return the balances of the view by account, debit positive."""
    query = f"""
        SELECT akun, iif(kelompok IN ('aset', 'biaya'), saldo, -saldo), max(tanggal) FROM saldo
        WHERE tanggal <= '{day}' GROUP BY akun
    """
    return {code: balance for code, balance, _ in fetch(path, query) if balance}


_LEFT = """
    SELECT pinjaman, sum(cair - bayar_pokok - hapus_buku) AS sisa FROM kartu_pinjaman
    WHERE tanggal <= '{day}' GROUP BY pinjaman HAVING sisa <> 0
"""
_NEWEST = "SELECT max(day) FROM (SELECT max(dated_on) AS day FROM voucher UNION SELECT max(dated_on) FROM schedule)"
_LATE = """
    SELECT pinjaman, sisa_pokok, tunggakan_pokok, tunggakan_jasa, tunggakan_titipan FROM tunggakan_sekarang
"""


def _differences(path: Path, day: date) -> list[object]:
    """Return what the views say otherwise than the reports of a month's last day, which is the newest of the book."""
    figures = monthly_books(path, Month.of(day)).figures
    balances = {item.account.code: item.net for item in figures if item.net}
    lent = {book.loan.number: book.outstanding.value for book in list_loans(path, day) if book.outstanding}
    cards = dict(fetch(path, _LEFT.format(day=day)))
    ((newest,),) = fetch(path, _NEWEST)
    late = {
        row["pinjaman"]: (row["saldo_pokok"], *(row[f"tunggakan_{part}"] for part in ("pokok", "jasa", "titipan")))
        for row in rows_of(arrears_list(path, date.fromisoformat(newest)))
        if row["pinjaman"] and row["tunggakan"]
    }
    seen = {number: tuple(amounts) for number, *amounts in fetch(path, _LATE)}
    pairs = ((_balances(path, day), balances), (cards, lent), (seen, late))
    return [(one, other) for one, other in pairs if one != other]


def test_the_views_say_what_the_reports_of_the_demonstration_say(demonstration):
    """Balances, principal outstanding and arrears of the last month."""
    assert _differences(demonstration.ledger, date(2023, 1, 31)) == []
    assert fetch(demonstration.ledger, "SELECT count(*), sum(jumlah) FROM jurnal") == fetch(
        demonstration.ledger, "SELECT count(*), sum(amount) FROM transfer"
    )


@given(books())
@settings(max_examples=15)
def test_the_views_say_what_the_reports_of_any_book_say(book):
    """Receipts typed and by rule, reversals, settlements, schedules put off, loans written off."""
    with TemporaryDirectory() as folder:
        driver = Driver(folder, book.opening, book.policy)
        for step in book.steps:
            driver.record(step)
        assert _differences(driver.path, max(book.days)) == [], repr(book)


def test_every_view_stands_in_the_file_as_the_program_made_it(blank_ledger):
    """And under no other name."""
    found = dict(fetch(blank_ledger, "SELECT name, sql FROM sqlite_schema WHERE type = 'view'"))

    assert found == dict(views.statements())


def test_a_view_made_to_say_something_else_is_found(blank_ledger):
    """An auditor who reads the views can trust them as long as nothing is found."""
    before = {check.name: check.result for check in check_ledger(blank_ledger, date(2023, 1, 31)).checks}
    execute(blank_ledger, "DROP VIEW saldo")
    execute(blank_ledger, "CREATE VIEW saldo AS SELECT 'semua baik' AS akun")
    after = check_ledger(blank_ledger, date(2023, 1, 31)).checks

    changed = [check for check in after if before.get(check.name, check.result) is not check.result]
    assert ["tampilan saldo tidak lagi" in check.sentence for check in changed] == [True]


def test_a_ledger_without_views_gets_them_when_it_is_opened(blank_ledger):
    """One of the schema before, with somebody's own view of the same name."""
    for name in views.VIEWS:
        execute(blank_ledger, f"DROP VIEW {name}")
    for later in ("rw_head", "identity", "seal", *_LATER):
        execute(blank_ledger, f"DROP TABLE {later}")
    execute(blank_ledger, "DROP INDEX reminder_drawn")
    for column in ("draw", "sentence"):
        execute(blank_ledger, f"ALTER TABLE reminder DROP COLUMN {column}")
    execute(blank_ledger, "CREATE VIEW jurnal AS SELECT 1 AS angka")
    execute(blank_ledger, "UPDATE alembic_version SET version_num = '6'")
    execute(blank_ledger, "PRAGMA user_version = 6")
    with store.reading(blank_ledger) as connection:
        assert connection.execute("SELECT count(*) FROM jurnal WHERE bukti IS NULL").fetchone() == (0,)
