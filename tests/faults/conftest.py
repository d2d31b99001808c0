"""A ledger that has lived a little, and clocks that are wrong."""

from datetime import datetime, timedelta, timezone

import pytest

from conftest import led_once
from ledger.small_ledger import fetch

LENT = ("--pokok", "2jt", "--tenor", "10", "--titipan", "0,1")


@pytest.fixture
@led_once
def used(book):
    """Return a runner beside a ledger with three vouchers and one good backup of them."""
    for number, amount in enumerate(("5jt", "3.824.753", "250.000"), start=1):
        words = ("kas", "masuk", "31010", amount, f"Modal ke-{number}", "--tanggal", f"2026-01-0{number}")
        assert book(*words).status == 0
    assert book("cadangkan").status == 0
    return book


@pytest.fixture
def clock(monkeypatch):
    """Return a function that sets the clock of the laptop."""

    def put(moment: datetime) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return cls.fromtimestamp(moment.timestamp(), tz)

            def astimezone(self, tz=None):
                return super().astimezone(tz or timezone(timedelta(hours=7)))

        monkeypatch.setattr("danabergulir.cli.usage.options.datetime", Clock)

    return put


@pytest.fixture
def numbers(run):
    """Return a function that returns the voucher numbers in the ledger, in their order."""
    return lambda: [number for (number,) in fetch(run.ledger, "SELECT number FROM voucher ORDER BY sequence")]


@pytest.fixture
@led_once
def fund(book):
    """Return a runner beside a ledger that has lent Rp2.000.000 to five women of MAWAR: ten instalments of 232,000."""
    lines = [
        ("ksm", "tambah", "MAWAR", "KSM Mawar", "--rw", "05", "--rt", "003", "--tanggal", "2025-12-31"),
        *(
            ("anggota", "tambah", "MAWAR", name, "--jenis-kelamin", "P", "--tanggal", "2025-12-31")
            for name in ("Ani", "Budi", "Citra", "Dewi", "Eka")
        ),
        ("kas", "masuk", "31010", "50jt", "Modal", "--tanggal", "2026-01-02"),
        ("pinjaman", "cairkan", "MAWAR", "--tetap", *LENT, "--tanggal", "2026-01-05"),
    ]
    for words in lines:
        ended = book(*words)
        assert ended.status == 0, ended.stderr
    return book
