"""The frame of the command line: its words, its exit statuses, and what it does not load."""

import json
import os
import subprocess
import sys
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from types import ModuleType
from typing import Annotated

import pytest
import typer
from typer.core import TyperGroup

from danabergulir.cli.app import Entry, LazyGroup, program, run
from danabergulir.cli.usage import options
from danabergulir.cli.usage.language import CommandGroup, command
from danabergulir.cli.usage.options import (
    Amount,
    AsOf,
    Delimiter,
    Destination,
    ListingFormat,
    OutputFormat,
    Percent,
    Period,
    RecordedOn,
    ask,
    ledger_path,
    now,
    read_amount,
    read_month,
    read_percent,
    today,
)
from danabergulir.dates import Month
from danabergulir.errors import FaultyDataError, Finding, LedgerUnusableError, NotFoundError, RefusedError, UsageError
from danabergulir.money import Rupiah

fruit = CommandGroup()
seen: dict[str, object] = {}


@fruit.command("petik", "Petik buah.\n\nHanya yang masak.", examples=["buah petik MANGGA 36jt --rw 05"])
def _pick(
    kind: Annotated[str, typer.Argument(metavar="JENIS", help="Jenis buah.")],
    amount: Annotated[Amount, typer.Argument(metavar="JUMLAH", parser=read_amount, help="Harga.")],
    rw: Annotated[str, typer.Option("--rw", help="Nomor RW.")],
    note: Annotated[str | None, typer.Argument(metavar="CATATAN", help="Catatan.")] = None,
    tenor: Annotated[int, typer.Option("--tenor", min=3, max=12, help="Lamanya.")] = 10,
    rate: Annotated[Percent | None, typer.Option("--jasa", metavar="PERSEN", parser=read_percent)] = None,
    month: Annotated[Period | None, typer.Option("--bulan", parser=read_month)] = None,
    only: Annotated[list[str] | None, typer.Option("--hanya", metavar="NAMA")] = None,
    on: RecordedOn = None,
    per: AsOf = None,
    output: ListingFormat = OutputFormat.TABLE,
    to: Destination = None,
    delimiter: Delimiter = ";",
    *,
    approved: Annotated[bool, typer.Option("--setuju/--tolak", help="Putusan.")] = True,
    trial: Annotated[bool, typer.Option("--coba", help="Coba saja.")] = False,
) -> None:
    seen.update(locals())


@fruit.command("pilih", "Pilih buah.")
def _choose() -> None:
    seen["ledger"] = ledger_path()


@command(examples=["gagal galat"])
def _fail(how: Annotated[str, typer.Argument(metavar="CARA")]) -> None:
    match how:
        case "batal":
            raise KeyboardInterrupt
        case "bug":
            raise ZeroDivisionError
        case "banyak":
            findings = [Finding("uji", "ksm", f"salah {line}", line=line) for line in range(2, 55)]
            raise FaultyDataError("53 baris salah", "Perbaiki filenya.", findings)
        case "temuan":
            findings = [
                Finding("uji", "P-0001", "tidak cocok", "Periksa lagi."),
                Finding("uji", "ksm", "tanpa ketua", line=4, severity="peringatan"),
                Finding("uji", "", "buku kosong"),
            ]
            raise FaultyDataError("ada temuan", "Lihat daftar di atas.", findings)
        case "csv":
            typer.echo("a;b\r\nc;é\udcff\r\n", nl=False)
        case "status":
            raise typer.Exit(1)
    errors = {"usage": UsageError, "found": NotFoundError, "refused": RefusedError, "ledger": LedgerUnusableError}
    if how in errors:
        raise errors[how]("ditolak", "Coba lagi.")


class _Throwaway(LazyGroup):
    sections = {  # noqa: RUF012 - a table like the program's own
        "Kebun": {"buah": Entry("throwaway:fruit", "Urusan buah."), "gagal": Entry("throwaway:fail", "Gagal.")},
        "Nanti": {"belum": Entry("not_written_yet:commands", "Belum ada.")},
    }


@pytest.fixture
def cli(monkeypatch, capsys, tmp_path):
    """Run the throwaway program and return its exit status, its output and its errors."""
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name: str(tmp_path / name))  # nobody's own book
    module = ModuleType("danabergulir.cli.throwaway")
    module.fruit, module.fail = fruit, _fail
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delenv("DANABERGULIR_BUKU", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    seen.clear()

    def run_words(*words):
        status = run(program(_Throwaway), words)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run_words


def _python(*words, **environment):
    return subprocess.run(
        [sys.executable, *words],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


TOP = """\
Penggunaan: danabergulir [PILIHAN] PERINTAH [ARGUMEN]...

  Pembukuan dana bergulir untuk UPK. Bekerja tanpa internet.

Kebun:
  buah   Urusan buah.
  gagal  Gagal.

Nanti:
  belum  Belum ada.

Pilihan:
  --buku FILE  File buku UPK. Dapat juga ditulis pada variabel
               DANABERGULIR_BUKU.
  --version    Tampilkan versi program.
  -h, --help   Tampilkan bantuan ini.
"""

GROUP = """\
Penggunaan: danabergulir buah [PILIHAN] PERINTAH [ARGUMEN]...

  Urusan buah.

Perintah:
  petik  Petik buah.
  pilih  Pilih buah.

Pilihan:
  -h, --help  Tampilkan bantuan ini.
"""

COMMAND = """\
Penggunaan: danabergulir buah petik [PILIHAN] JENIS JUMLAH [CATATAN]

  Petik buah.

  Hanya yang masak.

Argumen:
  JENIS      Jenis buah.  [wajib]
  JUMLAH     Harga.  [wajib]
  [CATATAN]  Catatan.

Pilihan:
  --rw RW                  Nomor RW.  [wajib]
  --tenor TENOR            Lamanya.  [bawaan: 10]
  --jasa PERSEN
  --bulan BULAN
  --hanya NAMA
  --tanggal TANGGAL        Tanggal yang dicatat.  [bawaan: hari ini]
  --per TANGGAL            Keadaan pada tanggal ini.  [bawaan: hari ini]
  --format tabel|csv|json  Bentuk keluaran.  [bawaan: tabel]
  --ke FILE                Tulis ke file ini, bukan ke layar.
  --pemisah TANDA          Pemisah kolom CSV: ';' atau ',' atau tab.  [bawaan:
                           ;]
  --setuju / --tolak       Putusan.
  --coba                   Coba saja.
  -h, --help               Tampilkan bantuan ini.

Contoh:
  danabergulir buah petik MANGGA 36jt --rw 05
"""


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ([], TOP),
        (["--help"], TOP),
        (["-h"], TOP),
        (["--buku", "x.db"], TOP),
        (["buah"], GROUP),
        (["buah", "--help"], GROUP),
        (["buah", "-h"], GROUP),
        (["buah", "petik", "--help"], COMMAND),
        (["buah", "petik", "-h"], COMMAND),
    ],
)
def test_help_pages_are_indonesian_throughout(cli, words, page):
    """A help page is printed to stdout with status 0, also for a group that is named alone."""
    assert cli(*words) == (0, page, "")


PICK = ("buah", "petik", "MANGGA", "1000")
SEE = "Cara pakai: danabergulir buah petik --help"


@pytest.mark.parametrize(
    ("words", "problem", "hint"),
    [
        (["buah", "petik"], "JENIS belum diisi", SEE),
        (PICK, "pilihan --rw belum diisi", SEE),
        ([*PICK, "--rw"], "pilihan --rw belum diberi nilai", SEE),
        ([*PICK, "--coba=ya"], "pilihan --coba tidak memakai nilai", SEE),
        ([*PICK, "--tolak=ya"], "pilihan --tolak tidak memakai nilai", SEE),
        ([*PICK, "--tangal", "x"], 'tidak ada pilihan "--tangal"', f"Mungkin maksudnya --tanggal. {SEE}"),
        ([*PICK, "-tanggal", "x"], 'tidak ada pilihan "-tanggal"', f"Mungkin maksudnya --tanggal. {SEE}"),
        ([*PICK, "--note"], 'tidak ada pilihan "--note"', SEE),
        ([*PICK, "--xyzzy"], 'tidak ada pilihan "--xyzzy"', SEE),
        (["buah", "petik", "A", "-5000"], 'angka negatif tidak diterima: "-5000"', SEE),
        (["buha"], 'tidak ada perintah "buha"', "Mungkin maksudnya buah. Cara pakai: danabergulir --help"),
        (["xyzzy"], 'tidak ada perintah "xyzzy"', "Cara pakai: danabergulir --help"),
        (
            ["buah", "petk"],
            'tidak ada perintah "petk"',
            "Mungkin maksudnya petik. Cara pakai: danabergulir buah --help",
        ),
        (
            [*PICK, "--rw", "05", "dua", "tiga", "empat"],
            'kata berlebih: "tiga empat"',
            f"Apit nilai yang terdiri dari beberapa kata dengan tanda kutip. {SEE}",
        ),
        (
            [*PICK, "--rw", "05", "--format", "xml"],
            '--format: "xml" bukan pilihan yang ada',
            "Pilih salah satu: tabel, csv, json.",
        ),
        (
            [*PICK, "--rw", "05", "--tenor", "dua"],
            '--tenor: "dua" bukan bilangan bulat',
            "Tulis dengan angka saja, misalnya 12.",
        ),
        ([*PICK, "--rw", "05", "--tenor", "2"], "--tenor: 2 terlalu kecil", "Paling sedikit 3."),
        ([*PICK, "--rw", "05", "--tenor", "13"], "--tenor: 13 terlalu besar", "Paling banyak 12."),
        (
            ["buah", "petik", "A", "1,250,000", "--rw", "05"],
            'JUMLAH: jumlah uang tidak dapat dibaca: "1,250,000" (ribuan dipisah titik, bukan koma)',
            "Tulis rupiah bulat, misalnya 1250000, 1.250.000, Rp1.250.000, 36jt atau 500rb.",
        ),
        (
            [*PICK, "--rw", "05", "--tanggal", "31-02-2023"],
            '--tanggal: tanggal tidak ada di kalender: "31-02-2023"',
            "Periksa hari dan bulannya.",
        ),
        (
            [*PICK, "--rw", "05", "--pemisah", "x"],
            '--pemisah: pemisah tidak dikenal: "x"',
            "Pakai ';' atau ',' atau tab.",
        ),
        (["x\n\x1b[31m" + "y" * 50], f'tidak ada perintah "x??[31m{"y" * 33}…"', "Cara pakai: danabergulir --help"),
    ],
)
def test_usage_errors_are_two_indonesian_lines_with_status_2(cli, words, problem, hint):
    """What cannot be understood is named with its value, and the second line says what to do."""
    assert cli(*words) == (2, "", f"Galat: {problem}\nSaran: {hint}\n")


def test_typed_values_arrive_as_values_of_the_domain(cli):
    """Amounts, percentages, months, dates, choices, paths and lists are read before the command runs."""
    texts = ("--rw=05", "--hanya=a", "--hanya=b", "--format=JSON", "--ke=x.csv", "--pemisah=tab")
    figures = ("--jasa=1,5", "--bulan=2023-01", "--tanggal=31/01/2023", "--tenor=12", "--tolak")
    assert cli(*PICK, *texts, *figures) == (0, "", "")
    assert seen == {
        "kind": "MANGGA",
        "amount": Rupiah(1000),
        "rw": "05",
        "note": None,
        "tenor": 12,
        "rate": Fraction(3, 2),
        "month": Month(2023, 1),
        "only": ["a", "b"],
        "on": date(2023, 1, 31),
        "per": None,
        "output": OutputFormat.JSON,
        "to": Path("x.csv"),
        "delimiter": "\t",
        "approved": False,
        "trial": False,
    }


@pytest.mark.parametrize(("how", "status"), [("usage", 2), ("found", 3), ("refused", 4), ("ledger", 5)])
def test_an_error_ends_the_program_with_its_own_status(cli, how, status):
    """Each kind of error has its exit status and the same two lines."""
    assert cli("gagal", how) == (status, "", "Galat: ditolak\nSaran: Coba lagi.\n")


def test_a_status_given_by_a_command_is_the_exit_status(cli):
    """A command may end with a status and no words."""
    assert cli("gagal", "status") == (1, "", "")


def test_an_interrupted_command_says_that_nothing_was_recorded(cli):
    """Ctrl-C ends with status 130 and one sentence."""
    assert cli("gagal", "batal") == (130, "", "Dibatalkan. Tidak ada yang dicatat.\n")


def test_a_bug_keeps_its_traceback(cli):
    """What is no error of the user is not dressed up as one."""
    with pytest.raises(ZeroDivisionError):
        cli("gagal", "bug")


def test_findings_are_printed_before_the_error(cli):
    """A finding shows its line, or else its subject, and how grave it is."""
    assert cli("gagal", "temuan") == (
        1,
        "",
        (
            "Galat P-0001: tidak cocok. Periksa lagi.\n"
            "Peringatan baris 4: tanpa ketua\n"
            "Galat: buku kosong\n"
            "Galat: ada temuan\n"
            "Saran: Lihat daftar di atas.\n"
        ),
    )


def test_more_than_fifty_findings_are_counted_instead_of_printed(cli):
    """The screen is not flooded: fifty findings, the number of the rest, and the error."""
    lines = cli("gagal", "banyak")[2].splitlines()
    assert (len(lines), lines[49], lines[50]) == (53, "Galat baris 51: salah 51", "... dan 3 lagi")


def test_a_command_not_written_yet_breaks_only_itself(cli):
    """The help of the program imports no command."""
    assert cli("--help")[0] == 0
    with pytest.raises(ModuleNotFoundError):
        cli("belum")


def test_output_is_utf_8_and_keeps_crlf_whatever_the_stream_was(cli, monkeypatch):
    """A Latin-1 stream that translates newlines, as Windows has it, is switched before anything is written."""
    written = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(written, encoding="latin-1", newline="\r\n"))
    cli("gagal", "csv")
    assert written.getvalue() == "a;b\r\nc;é?\r\n".encode()


def test_the_ledger_is_the_one_named_first(cli, monkeypatch, tmp_path):
    """``--buku`` goes before the environment, and that before the folder of the user's data."""
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name: str(tmp_path / name))
    cli("buah", "pilih")
    assert seen["ledger"] == tmp_path / "danabergulir" / "upk.db"
    monkeypatch.setenv("DANABERGULIR_BUKU", "env.db")
    cli("buah", "pilih")
    assert seen["ledger"] == Path("env.db")
    cli("--buku", "named.db", "buah", "pilih")
    assert seen["ledger"] == Path("named.db")


def test_a_question_is_asked_on_stderr_until_it_is_answered(monkeypatch, capsys):
    """On a terminal the answer is what was typed, without its blanks; stdout stays free for data."""
    monkeypatch.setattr(options, "is_interactive", lambda: True)
    monkeypatch.setattr("sys.stdin", StringIO("\n  Melati \n"))
    assert ask("Nama UPK", "--upk") == "Melati"
    assert capsys.readouterr() == ("", "Nama UPK: Nama UPK: ")


def test_leaving_a_question_cancels_the_command(monkeypatch):
    """End of input at a question counts as Ctrl-C."""
    monkeypatch.setattr(options, "is_interactive", lambda: True)
    monkeypatch.setattr("sys.stdin", StringIO(""))
    with pytest.raises(KeyboardInterrupt):
        ask("Nama UPK", "--upk")


@pytest.mark.parametrize("stdin", [StringIO("Melati\n"), None])
def test_nobody_to_ask_is_a_usage_error_that_names_the_option(monkeypatch, stdin):
    """Without a terminal there is no question; the option to add is named."""
    monkeypatch.setattr("sys.stdin", stdin)
    with pytest.raises(UsageError) as caught:
        ask("Nama UPK", "--upk")
    assert caught.value.message == "pilihan --upk belum diisi"


def test_the_clock_gives_local_time_in_whole_seconds():
    """The moment knows its zone and has no fraction of a second; the day is a plain date."""
    assert (now().tzinfo is None, now().microsecond, type(today())) == (False, 0, date)


def test_a_group_with_one_command_stays_a_group():
    """A group does not turn into its only command."""
    lonely = CommandGroup()
    lonely.command("satu", "Satu.")(_choose)
    built = lonely.build()
    assert isinstance(built, TyperGroup)
    assert list(built.commands) == ["satu"]


@pytest.mark.parametrize("words", [["-m", "danabergulir"], ["-m", "danabergulir", "--help"]])
def test_help_loads_nothing_heavy(words):
    """Help costs little more than typer: neither the output nor the storage nor the calendar is imported."""
    script = (
        "import json, runpy, sys\n"
        f"sys.argv = {['danabergulir', *words[2:]]!r}\n"
        "try:\n    runpy.run_module('danabergulir', run_name='__main__')\n"
        "finally:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    ran = _python("-c", script)
    heavy = {
        "rich",
        "pydantic",
        "pendulum",
        "sqlmodel",
        "sqlalchemy",
        "platformdirs",
        "fractions",
        "danabergulir.money",
    }
    assert ran.stdout.decode().startswith("Penggunaan: danabergulir [PILIHAN]")
    assert heavy & set(json.loads(ran.stderr)) == set()


def test_version_is_printed_without_a_command():
    """The version needs no ledger and no command."""
    ran = _python("-m", "danabergulir", "--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"danabergulir 0.1.0\n", b"")


def test_errors_are_utf_8_in_the_c_locale():
    """Without a locale, and with an ASCII stream asked for, the ellipsis of a cut word is still UTF-8."""
    ran = _python("-m", "danabergulir", "x" * 41, LC_ALL="C", PYTHONIOENCODING="ascii")
    lines = f'Galat: tidak ada perintah "{"x" * 40}…"\nSaran: Cara pakai: danabergulir --help\n'
    assert (ran.returncode, ran.stderr.decode()) == (2, lines)


def test_completion_knows_the_commands_without_importing_them():
    """The shell is given the names of the commands that fit; none of their modules is needed."""
    ran = _python(
        "-m",
        "danabergulir",
        _DANABERGULIR_COMPLETE="complete_bash",
        COMP_WORDS="danabergulir ju",
        COMP_CWORD="1",
    )
    assert (ran.returncode, ran.stdout.split()) == (0, [b"jurnal", b"jurnal-umum"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGPIPE status")
def test_a_reader_that_goes_away_is_no_error():
    """A closed pipe ends the program quietly with the status that shells know."""
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen([sys.executable, "-m", "danabergulir", "--help"], stdout=writing, stderr=-1) as ran:
        os.close(writing)
        complaint = ran.communicate()[1]
    assert (ran.returncode, complaint) == (141, b"")
