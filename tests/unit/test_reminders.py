"""Who is to be reminded of what on a day, and in which words."""

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.domain.dunning.reminders import ReminderKind, international_number, reminders, unsaid
from danabergulir.domain.dunning.sanctions import DayEnd, EventKind, SanctionEvent, SanctionFile
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.schedule import on_working_days
from danabergulir.domain.policy.calendar import CalendarRules, calendar_of
from danabergulir.domain.policy.choices import Shift, Weekday
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.shown.reminders import Sender, reminder_section, reminder_texts
from reports.small_books import loan_book, paid

MAWAR = KSM("K/01", "Mawar", "05", "003", chair="Aminah", phone="081200000001")
LOAN = loan_book(borrower=MAWAR, disbursed_on=date(2022, 12, 15))
"""Twelve instalments of pokok 100,000 and jasa 18,000, due on the 15th from January 2023 on."""


def _told(as_of, days_ahead=3, book=LOAN, files=None):
    return [
        (item.kind.value, item.due_on, item.amount.value) for item in reminders([book], files or {}, as_of, days_ahead)
    ]


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (date(2023, 1, 11), []),
        (date(2023, 1, 12), [("akan-jatuh-tempo", date(2023, 1, 15), 118_000)]),
        (date(2023, 1, 15), [("jatuh-tempo-hari-ini", date(2023, 1, 15), 118_000)]),
        (date(2023, 1, 16), [("menunggak", date(2023, 1, 15), 118_000)]),
        (
            date(2023, 2, 15),
            [("menunggak", date(2023, 1, 15), 118_000), ("jatuh-tempo-hari-ini", date(2023, 2, 15), 118_000)],
        ),
        (
            date(2023, 3, 13),
            [("menunggak", date(2023, 1, 15), 236_000), ("akan-jatuh-tempo", date(2023, 3, 15), 118_000)],
        ),
    ],
)
def test_an_instalment_is_announced_then_due_then_overdue(as_of, told):
    """The oldest unpaid due date stands for all that is overdue."""
    assert _told(as_of) == told


def test_a_reminder_goes_by_the_day_moved_to_and_names_the_day_agreed():
    """Due on Monday the 16th, for Sunday the 15th is a day off: announced then, and overdue only after it."""
    rules = CalendarRules(weekdays_off=(Weekday.SUNDAY,), shift=Shift.FORWARD)
    opened_on = date(2022, 1, 1)
    book = replace(LOAN, schedule=on_working_days(LOAN.schedule, calendar_of([(opened_on, rules)]), opened_on))
    assert _told(date(2023, 1, 13), book=book) == [("akan-jatuh-tempo", date(2023, 1, 16), 118_000)]
    assert _told(date(2023, 1, 16), book=book) == [("jatuh-tempo-hari-ini", date(2023, 1, 16), 118_000)]
    found = reminders([book], {}, date(2023, 1, 13), 3)
    assert reminder_section(found, date(2023, 1, 13), Sender("Melati")).columns[-1].key == "jatuh_tempo_semula"
    to_ksm, to_rw, _ = reminder_texts(found, date(2023, 1, 13), Sender("Melati"))
    assert "jatuh tempo 16 Januari 2023 (3 hari lagi): Rp118.000" in to_ksm.text
    assert "Semula 15 Januari 2023, hari libur." in to_ksm.text
    assert "tanggal 16-01-2023 (semula 15-01-2023, hari libur), Rp118.000" in to_rw.text


def test_what_was_paid_is_not_asked_for_again():
    """A part payment leaves the rest, a whole one nothing, and a settled loan has no reminders."""
    assert _told(date(2023, 1, 16), book=loan_book(paid_all=paid(40_000, 18_000))) == [
        ("menunggak", date(2023, 1, 15), 60_000)
    ]
    assert _told(date(2023, 1, 16), book=loan_book(paid_all=paid(100_000, 18_000))) == []
    assert _told(date(2024, 1, 16), book=loan_book(paid_all=paid(1_200_000))) == []


def _file(*day_ends):
    made_on, promised_on = date(2023, 2, 1), date(2023, 2, 10)
    promise = SanctionEvent(
        "P-0001", made_on, EventKind.PROMISE, promised_on=promised_on, promised_amount=Rupiah(100_000)
    )
    return {"P-0001": SanctionFile("P-0001", events=(promise,), day_ends=day_ends)}


@pytest.mark.parametrize(("day", "is_near"), [(6, False), (7, True), (10, True), (11, False)])
def test_a_promise_is_spoken_of_until_its_day_is_over(day, is_near):
    """A broken one is an arrear again."""
    promise = ("janji-bayar", date(2023, 2, 10), 100_000)
    assert (promise in _told(date(2023, 2, day), files=_file())) == is_near


def test_a_promise_is_about_what_was_not_paid_since():
    """Part of it came, then all of it."""
    some, every = (DayEnd(date(2023, 2, 8), Rupiah(1), paid(amount)) for amount in (30_000, 100_000))
    assert ("janji-bayar", date(2023, 2, 10), 70_000) in _told(date(2023, 2, 9), files=_file(some))
    assert [kind for kind, _, _ in _told(date(2023, 2, 9), files=_file(every))] == ["menunggak"]


@given(st.integers(0, 500), st.integers(0, 60), st.integers(0, 1_200_000))
def test_a_loan_has_one_reminder_of_a_kind_and_never_of_more_than_is_owed(days, days_ahead, principal):
    """Whatever the day and what was paid; a reminder once said is never said again."""
    as_of = date(2022, 12, 15) + timedelta(days)
    found = reminders([loan_book(paid_all=paid(principal))], {}, as_of, days_ahead)
    kinds = [item.kind for item in found]
    assert len(kinds) == len(set(kinds))
    assert all(Rupiah(0) < item.amount <= Rupiah(1_416_000 - principal) for item in found)
    assert unsaid(found, {item.thing for item in found}) == ()
    assert unsaid(found, ()) == found


@pytest.mark.parametrize(("phone", "number"), [("081200000001", "6281200000001"), ("", None), ("+1555", None)])
def test_a_telephone_number_is_written_as_links_want_it(phone, number):
    """The register keeps Indonesian numbers with their nought."""
    assert international_number(phone) == number


def test_the_link_opens_the_whole_text_of_the_ksm():
    """Every line of the table carries it."""
    as_of = date(2023, 2, 15)
    found = reminders([LOAN], {}, as_of, 3)
    section = reminder_section(found, as_of, Sender("UPK Melati"))
    links = {row.cells[[column.key for column in section.columns].index("tautan")] for row in section.rows}
    (link,) = links
    address, _, text = str(link).partition("?text=")
    assert address == "https://wa.me/6281200000001"
    assert unquote(text) == (
        "Yth. Ketua KSM Mawar (Ibu/Bapak Aminah),\n"
        "Angsuran pinjaman P-0001 belum dibayar sejak 15 Januari 2023 (31 hari): "
        "Rp118.000 (pokok Rp100.000, jasa Rp18.000).\n"
        "Angsuran pinjaman P-0001 jatuh tempo hari ini, 15 Februari 2023: "
        "Rp118.000 (pokok Rp100.000, jasa Rp18.000).\n"
        "Hubungi kami bila berat.\n"
        "Mohon disampaikan kepada anggota. Bila sudah dibayar, abaikan pesan ini. Terima kasih.\n"
        "UPK Melati"
    )


def test_texts_are_for_each_ksm_each_rw_and_the_treasurer():
    """File names hold codes only, with nothing in them that a file system refuses."""
    other = loan_book("P-0002", borrower=KSM("K-02", "KSM Melati", "02", "001"), disbursed_on=date(2022, 12, 15))
    as_of = date(2023, 1, 16)
    texts = reminder_texts(reminders([LOAN, other], {}, as_of, 3), as_of, Sender("Melati"))
    assert [item.file_name for item in texts] == [
        *("ksm-K-02.txt", "ksm-K_2f01.txt", "rw-02.txt", "rw-05.txt", "bendahara.txt")
    ]
    assert texts[3].text == (
        "Yth. Ketua RW 05,\n"
        "KSM di RW 05 yang perlu diingatkan pada 16 Januari 2023:\n"
        "- KSM Mawar, P-0001: menunggak sejak 15-01-2023, Rp118.000\n"
        "Mohon bantuan Ibu/Bapak ikut mengingatkan. Terima kasih.\n"
        "UPK Melati\n"
    )
    assert "Menunggak: 2 pinjaman, Rp236.000\n" in texts[-1].text
    assert "Belum ada nomor telepon: KSM Melati\n" in texts[-1].text
    assert reminder_texts((), as_of, Sender("Melati")) == ()


def test_a_name_from_anywhere_moves_nothing_on_a_terminal():
    """Escape codes and line feeds become blanks."""
    loan = loan_book(borrower=KSM("K-01", "Ma\x1b[31mwar\nX", "05", "003"))
    as_of = date(2023, 1, 16)
    for item in reminder_texts(reminders([loan], {}, as_of, 3), as_of, Sender("UPK Melati")):
        assert "\x1b" not in item.text
        assert "KSM Ma [31mwar X" in item.text


def test_kinds_are_ordered_by_how_pressing_they_are():
    """What is overdue comes first."""
    assert next(iter(ReminderKind)) is ReminderKind.OVERDUE
