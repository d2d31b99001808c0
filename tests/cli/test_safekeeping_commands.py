"""``cadangkan`` and ``pulihkan`` at the keyboard, and the reminder to make a backup."""

from datetime import date, datetime, timedelta

import pytest

from conftest import NOW
from danabergulir.domain.policy.rules import BackupRules
from danabergulir.ledger.file import copies
from danabergulir.operations.safekeeping import reminder_sentence

_CREATED_ON = date(2026, 1, 1)
_RULES = BackupRules()


@pytest.fixture
def days_later(monkeypatch):
    """Return a function that puts the clock so many days on."""

    def put(days: int) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz=None):
                return cls.fromtimestamp((NOW + timedelta(days=days)).timestamp(), tz)

            def astimezone(self, tz=None):
                return super().astimezone(tz or NOW.tzinfo)

        monkeypatch.setattr("danabergulir.cli.usage.options.datetime", Clock)

    return put


def test_a_backup_tells_what_to_write_down(book):
    """Where it is, how large, how many vouchers, and the head of the chain as the reports print it."""
    assert book("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-01-05").status == 0
    made = book("cadangkan")
    backup = book.folder / "cadangan" / "upk-2026-11-21-0800.db"
    facts = dict(line.split("  : ") for line in made.stdout.splitlines())

    assert (made.status, made.stderr) == (0, "")
    assert {label.strip(): value for label, value in facts.items()} == {
        "Cadangan buku": str(backup.relative_to(book.folder)),
        "Ukuran": f"{-(-backup.stat().st_size // 1000)} KB",
        "Jumlah bukti": "1",
        "Bukti terakhir": "BKM-2026-0001, 05-01-2026",
        "Kepala bukti": copies.inspect(book.ledger).head,
    }


def test_a_backup_may_go_to_a_folder_of_its_own(book):
    """On a flash disk, which is named and made."""
    made = book("cadangkan", "--ke", "flash/upk")

    assert made.status == 0
    assert [path.name for path in (book.folder / "flash" / "upk").iterdir()] == ["upk-2026-11-21-0800.db"]


def test_the_policy_says_how_many_backups_stay(book, days_later):
    """Twelve unless the board says otherwise."""
    (book.folder / "aturan.toml").write_text("[cadangan_data]\nsimpan = 2\n", encoding="utf-8")
    assert book("kebijakan", "tetapkan", "aturan.toml", "--mulai", "2026-11-23").status == 0
    for day in range(4):
        days_later(day)
        assert book("cadangkan").status == 0

    names = sorted(path.name for path in (book.folder / "cadangan").iterdir())
    assert names == ["upk-2026-11-23-0800.db", "upk-2026-11-24-0800.db"]


def test_what_the_treasurer_recorded_is_there_again_after_restoring(book):
    """The month's work, undone by a slip, comes back with the backup."""
    assert book("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-01-05").status == 0
    before = copies.inspect(book.ledger)
    assert book("cadangkan").status == 0
    assert book("batal", "BKM-2026-0001", "--alasan", "salah", "--tanggal", "2026-01-06").status == 0
    restored = book("pulihkan", "cadangan/upk-2026-11-21-0800.db", "--ya")

    assert restored.status == 0
    assert copies.inspect(book.ledger) == before
    assert "BPB-2026-0001" in restored.stderr


def test_many_vouchers_that_would_be_lost_are_counted_and_some_are_named(book):
    """A screen holds ten; the count says how many there are."""
    assert book("cadangkan").status == 0
    for _ in range(12):
        assert book("kas", "masuk", "31010", "1jt", "Modal", "--tanggal", "2026-01-05").status == 0
    told = book("pulihkan", "cadangan/upk-2026-11-21-0800.db").stderr.splitlines()[1]

    assert told.startswith("Peringatan: 12 bukti tidak ada di cadangan buku ini: BKM-2026-0001, BKM-2026-0002, ")
    assert told.endswith("BKM-2026-0010, dan 2 lagi.")


def test_without_a_ledger_nobody_is_asked(book):
    """Nothing is replaced, so there is nothing to agree to."""
    assert book("cadangkan").status == 0
    book.ledger.unlink()
    restored = book("pulihkan", "cadangan/upk-2026-11-21-0800.db")

    assert restored.status == 0
    assert "Buku sebelumnya  : tidak ada\n" in restored.stdout


def test_a_monthly_report_reminds_of_the_backup(book, days_later):
    """On stderr, once, after what was asked for; a backup silences it."""
    days_later(15)
    reminded = book("laporan", "2026-01", "--hanya", "neraca")
    assert book("cadangkan").status == 0
    silent = book("laporan", "2026-01", "--hanya", "neraca")

    assert reminded.status == 0, reminded.stderr
    assert reminded.stderr.splitlines()[-1] == (
        "Buku ini belum pernah dicadangkan. Buat cadangan buku: danabergulir cadangkan"
    )
    assert (silent.status, silent.stderr) == (0, "")


def test_a_folder_of_backups_that_cannot_be_opened_is_not_called_empty(book):
    """Whether there is a backup in it nobody can know; the folder is looked at first."""
    (book.folder / "cadangan").write_text("bukan folder", encoding="utf-8")
    reported = book("laporan", "2026-01", "--hanya", "neraca")
    told = book("status", "--format", "csv")

    assert reported.stderr == (
        "Folder cadangan buku tidak dapat dibuka: cadangan. Periksa folder itu dan izinnya, "
        "atau cadangkan ke tempat lain: danabergulir cadangkan --ke FOLDER\n"
    )
    assert "Folder cadangan buku tidak dapat dibuka" in told.stdout
    assert "belum pernah dicadangkan" not in told.stdout


def test_a_close_makes_its_own_backup_or_says_why_not(book, days_later):
    """The month is closed either way."""
    days_later(15)
    (book.folder / "cadangan").write_text("bukan folder", encoding="utf-8")
    hindered = book("tutup", "bulan", "2026-01", "--biarkan-cadangan")
    (book.folder / "cadangan").unlink()
    made = book("tutup", "bulan", "2026-02", "--biarkan-cadangan")

    assert (hindered.status, made.status) == (0, 0)
    assert "kepala buku tidak dapat dicatat di cadangan/kepala.txt" in hindered.stderr
    assert "Buat lagi: danabergulir cadangkan" in hindered.stderr
    assert made.stderr.splitlines()[-1] == "Cadangan buku dibuat: cadangan/upk-2026-12-06-0800.db"


def test_daily_commands_do_not_remind(book, days_later):
    """A reminder at every receipt would be read by nobody."""
    days_later(400)
    recorded = book("kas", "masuk", "31010", "5jt", "Modal", "--tanggal", "2026-01-05")

    assert (recorded.status, recorded.stderr) == (0, "")


@pytest.mark.parametrize(
    ("made_on", "changed_on", "today", "sentence"),
    [
        ([], date(2026, 1, 1), date(2026, 1, 15), None),
        (
            [],
            date(2026, 1, 1),
            date(2026, 1, 16),
            "Buku ini belum pernah dicadangkan. Buat cadangan buku: danabergulir cadangkan",
        ),
        ([date(2026, 2, 1)], date(2026, 2, 1), date(2026, 2, 15), None),
        (
            [date(2026, 2, 1), date(2026, 1, 9)],
            date(2026, 2, 1),
            date(2026, 2, 16),
            "Cadangan buku terakhir dibuat 01-02-2026, sudah 15 hari. Buat lagi: danabergulir cadangkan",
        ),
        ([date(2026, 2, 1)], date(2026, 1, 31), date(2027, 2, 16), None),
        (
            [date(2099, 1, 1), date(2026, 2, 1)],
            date(2026, 2, 9),
            date(2026, 2, 16),
            "Cadangan buku terakhir dibuat 01-02-2026, sudah 15 hari. Buat lagi: danabergulir cadangkan",
        ),
    ],
    ids=["new book", "never", "young", "old", "nothing new since", "wrong clock"],
)
def test_the_reminder_counts_from_the_last_backup_that_proves_something(made_on, changed_on, today, sentence):
    """More than fourteen days, and something recorded since."""
    assert reminder_sentence(made_on, _CREATED_ON, changed_on, today, _RULES) == sentence


def test_the_reminder_can_be_switched_off():
    """A board that has its own rule sets the days to nought."""
    rules = BackupRules(remind_days=0)

    assert reminder_sentence([], _CREATED_ON, _CREATED_ON, date(2030, 1, 1), rules) is None
