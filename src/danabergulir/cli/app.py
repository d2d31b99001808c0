"""The program: its table of commands, its global options, and the one place where errors are printed.

To add a command, write ``@command()`` over a function, or ``name = CommandGroup()`` and ``@name.command(...)``, in a
module of ``danabergulir.cli``; then give it a line in ``COMMANDS`` below: the name typed, ``module:attribute``, and one
line of help. The module is imported only when that command is run or its own help is asked for.
"""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, ClassVar, Final, NoReturn

import typer
from typer.main import get_group

from danabergulir import __version__
from danabergulir.cli.synced import warn_if_written
from danabergulir.cli.usage.language import PROGRAM, CommandGroup, IndonesianGroup
from danabergulir.cli.usage.options import choose_ledger, ledger_path, today
from danabergulir.cli.usage.typer_inside import Command, CompletionItem, Context, HelpFormatter
from danabergulir.errors import (
    AlreadyRecordedError,
    DanaBergulirError,
    FaultyDataError,
    Finding,
    LedgerUnusableError,
    UsageError,
)
from danabergulir.text import one_line, quoted

_INTERRUPTED: Final = 130  # 128 + SIGINT, as shells report it
_PIPE_CLOSED: Final = 141  # 128 + SIGPIPE
_NOTHING: Final = " Tidak ada yang dicatat."
_FINDINGS_PRINTED: Final = 50
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One top-level command: ``module:attribute`` below ``danabergulir.cli``, and its line in the help.

    ``more`` names further modules, which add commands of their own to the group; ``seen`` is the command that shows
    what this one records in the user's own book, empty for what leaves it alone.
    """

    where: str
    summary: str
    more: tuple[str, ...] = ()
    seen: str = "jurnal-umum"

    def load(self) -> Command:
        """Import the command's modules and return the command."""
        module, _, attribute = self.where.partition(":")
        found = getattr(import_module(f"danabergulir.cli.{module}"), attribute)
        for name in self.more:
            import_module(f"danabergulir.cli.{name}")
        command: Command = found.build() if isinstance(found, CommandGroup) else found
        command.help = self.summary
        return command


Sections = Mapping[str, Mapping[str, Entry]]

COMMANDS: Final[Sections] = {
    "Memulai": {
        "mulai": Entry("starting:start", "Buat buku baru untuk UPK.", seen="profil lihat"),
        "contoh": Entry("book:demonstrate", "Buat buku contoh untuk belajar.", seen=""),
        "impor": Entry(
            "imports.registers:commands",
            "Masukkan data lama dari buku kerja atau file CSV.",
            more=("imports.workbook", "imports.meeting", "imports.package"),
            seen="periksa",
        ),
        "banding": Entry("imports.comparing:compare", "Bandingkan buku ini dengan laporan lama di buku kerja."),
        "kelengkapan": Entry("completeness:show", "Yang masih kurang di buku ini, dengan perintahnya."),
        "profil": Entry("profile:commands", "Nama UPK, alamat, pengurus, dan kop surat.", seen="profil lihat"),
        "kebijakan": Entry("policy:commands", "Aturan pinjaman, denda, dan sanksi.", seen="kebijakan riwayat"),
        "akun": Entry("accounts:commands", "Bagan akun.", seen="akun daftar"),
        "pelengkap": Entry("shells:commands", "Tombol Tab melengkapi perintah, KSM, pinjaman, dan bukti.", seen=""),
    },
    "Sehari-hari": {
        "ksm": Entry("groups:commands", "Daftar KSM.", seen="ksm daftar"),
        "anggota": Entry("members:commands", "Daftar anggota KSM.", seen="anggota daftar"),
        "rw": Entry("rw_heads:commands", "Daftar ketua RW.", seen="rw daftar"),
        "pinjaman": Entry(
            "loans.lending:commands",
            "Simulasi, pengajuan, pencairan, dan kartu pinjaman.",
            more=("loans.proposals", "loans.endings"),
            seen="pinjaman daftar",
        ),
        "denda": Entry(
            "loans.penalties:commands", "Lihat denda, atau hapuskan dengan keputusan BKM.", seen="denda lihat"
        ),
        "lembar": Entry("meeting:meeting_sheet", "Lembar rapat: tagihan setiap KSM, untuk diisi.", seen=""),
        "kasir": Entry("till.command:serve", "Terima setoran dari antrean KSM, satu demi satu.", seen=""),
        "terima": Entry("loans.receipts:receive", "Catat angsuran yang diterima dari KSM."),
        "kembalikan": Entry("loans.receipts:pay_back", "Kembalikan kelebihan setoran kepada KSM."),
        "kas": Entry("cash:commands", "Uang masuk, uang keluar, setor, tarik, dan hitung kas."),
        "jurnal": Entry("cash:journal", "Catat pemindahan antara dua akun."),
        "betulkan": Entry("amending:amend", "Betulkan bukti yang salah dalam satu langkah."),
        "batal": Entry("loans.receipts:reverse", "Batalkan bukti dengan bukti pembalik."),
        "tabungan": Entry("savings:commands", "Tabungan KSM: setor, ambil, pakai, dan kartu."),
        "kegiatan": Entry(
            "answering.activities:commands",
            "Kegiatan dari dana sosial dan dana lingkungan.",
            seen="kegiatan daftar",
        ),
        "sumber-dana": Entry("answering.sources:commands", "Dari mana modal berasal.", seen="sumber-dana daftar"),
        "ba": Entry("answering.minutes:commands", "Daftar berita acara, dan yang masih perlu.", seen="ba daftar"),
        "kunjungan": Entry("answering.visits:commands", "Kunjungan pembinaan ke KSM.", seen="kunjungan daftar"),
        "aduan": Entry("answering.complaints:commands", "Aduan warga dan jawabannya.", seen="aduan daftar"),
        "aset": Entry("assets:commands", "Daftar inventaris dan harta tetap.", seen="aset daftar"),
    },
    "Menagih": {
        "ingatkan": Entry(
            "dunning.reminders:remind", "Pengingat angsuran dan janji bayar untuk KSM dan RW.", seen="ingatkan --coba"
        ),
        "sanksi": Entry(
            "dunning.sanctions:commands", "Surat teguran dan sanksi KSM yang menunggak.", seen="sanksi daftar"
        ),
        "ucapan": Entry("dunning.thanks:thank", "Surat terima kasih untuk KSM yang membayar tepat waktu."),
    },
    "Akhir bulan dan tahun": {
        "cadangan": Entry("closing:commands", "Sesuaikan cadangan risiko pinjaman."),
        "terima-laporan": Entry(
            "answering.received:receive", "Catat siapa yang sudah menerima laporan bulanan.", seen="terima-laporan"
        ),
        "tutup": Entry("closing:closing", "Tutup bulan dan tahun, bagi laba.", seen="periksa"),
        "buka": Entry("closing:reopening", "Buka lagi yang terakhir ditutup.", seen="periksa"),
    },
    "Menjaga buku": {
        "periksa": Entry(
            "examination:commands", "Periksa buku: rantai bukti, saldo, jadwal, tutup buku.", seen="periksa"
        ),
        "tanda-tangan": Entry("witness.signing:commands", "Tanda tangan BKM di bawah kepala buku.", seen=""),
        "cadangkan": Entry("safekeeping:back_up", "Buat cadangan buku (salinannya), dan periksa cadangan itu."),
        "pulihkan": Entry("safekeeping:restore", "Kembalikan buku dari cadangan buku.", seen="periksa"),
        "ekspor": Entry(
            "audit:commands", "Paket untuk pemeriksa, jurnal untuk hledger, kalender dan kontak untuk telepon."
        ),
    },
    "Melihat dan melaporkan": {
        "hari": Entry("overview:day", "Satu hari dalam satu halaman: setoran, uang keluar, kas."),
        "status": Entry("overview:to_do", "Apa yang masih perlu dikerjakan, dan perintahnya."),
        "cari": Entry("overview:search", "Cari KSM, anggota, pinjaman, surat, dan bukti."),
        "tunggakan": Entry("month:arrears", "Daftar pinjaman yang menunggak."),
        "laporan": Entry("month:report", "Laporan lengkap satu bulan atau satu tahun."),
        "jelaskan": Entry("explaining:explain", "Dari mana sebuah angka: aturan, rumus, dan bukti-buktinya."),
        "bukti": Entry("vouchers:voucher", "Lihat satu bukti."),
        "jurnal-umum": Entry("vouchers:journal", "Lihat semua jurnal dalam satu masa."),
        "buku-besar": Entry("vouchers:ledger", "Lihat mutasi satu akun."),
    },
    "Banyak UPK": {
        "kota": Entry("city.commands:commands", "Gabungkan paket banyak UPK, dan laporkan kotanya.", seen=""),
    },
}


_ENTRIES: Final = {name: entry for entries in COMMANDS.values() for name, entry in entries.items()}


class LazyGroup(IndonesianGroup):
    """The top level: knows its commands by the table ``sections`` and imports one only when it is called."""

    sections: ClassVar[Sections] = COMMANDS

    def list_commands(self, ctx: Context) -> list[str]:  # noqa: ARG002 - typer's signature
        return list(self._entries)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002 - typer's signature
        entry = self._entries.get(cmd_name)
        return entry.load() if entry else None

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:  # noqa: ARG002 - typer's signature
        width = max(map(len, self._entries))
        for heading, entries in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), entry.summary) for name, entry in entries.items()])

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        commands = [
            CompletionItem(name, help=entry.summary)
            for name, entry in self._entries.items()
            if name.startswith(incomplete)
        ]
        return commands + Command.shell_complete(self, ctx, incomplete)

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {name: entry for entries in self.sections.values() for name, entry in entries.items()}


def program(group: type[IndonesianGroup] = LazyGroup) -> IndonesianGroup:
    """Return the top-level command with the global options, its commands found by ``group``."""
    app = typer.Typer(cls=group, add_completion=False, rich_markup_mode=None)
    app.callback(help="Pembukuan dana bergulir untuk UPK. Bekerja tanpa internet.")(_global_options)
    built = get_group(app)
    assert isinstance(built, IndonesianGroup)
    return built


def _print_version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


def _global_options(
    context: typer.Context,
    *,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--buku",
            metavar="FILE",
            envvar="DANABERGULIR_BUKU",
            help="File buku UPK. Dapat juga ditulis pada variabel DANABERGULIR_BUKU.",
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Tampilkan versi program."),
    ] = False,
) -> None:
    choose_ledger(ledger)
    if ledger is not None:  # the usual place is never synced
        context.call_on_close(warn_if_written(ledger))


def run(command: IndonesianGroup, words: Sequence[str]) -> int:
    """Run ``command`` with ``words``, print what went wrong, and return the exit status.

    Whatever ends it, the last sentence says whether something was recorded. Errors that are no ``DanaBergulirError``
    are bugs and keep their traceback, unless the book is damaged: then that is what is told.
    """
    _prepare_output()
    before = _recordings()
    try:
        status = command.run(words)
        sys.stdout.flush()
    except BaseException as error:
        told = isinstance(error, (AlreadyRecordedError, FaultyDataError))  # their own words say what stays
        recorded = not told and _recordings() > before
        if recorded and not _say_recorded(words) and isinstance(error, KeyboardInterrupt):
            _say("Dihentikan.")  # what was recorded before stays
        ended = _status_of(error, recorded=recorded)
        if ended is None:
            raise
        return ended
    return status


def _status_of(error: BaseException, *, recorded: bool) -> int | None:
    """Return the exit status of what broke off a command, and print why; None where it is a bug."""
    match error:
        case DanaBergulirError():
            _print_error(error, recorded=recorded)
            return error.exit_status
        case KeyboardInterrupt():
            if not recorded:
                _say(f"Dibatalkan.{_NOTHING}")
            return _INTERRUPTED
        case BrokenPipeError():  # the reader of a pipe has seen enough
            _drop_output()
            return _PIPE_CLOSED
        case OSError(filename=name):
            from danabergulir.files import is_full  # noqa: PLC0415 - only when something went wrong

            if name is None:  # of a stream that was open: files that cannot be opened have a name
                _drop_output()
                said, look = "hasil tidak dapat ditulis ke layar atau file", "sisa ruang penyimpanan, lalu ulangi"
                if not is_full(error):  # it may as well be one that was read
                    said = f"file tidak dapat dibaca, atau {said}"
                    look = "penyimpanan dan kabelnya, lalu ulangi"
            else:  # too long, without leave, a link to itself
                said, look = (
                    f"file tidak dapat dibuka atau ditulis: {quoted(str(name), _LONGEST_NAME)}",
                    "nama file dan foldernya, dan izinnya",
                )
            _print_error(UsageError(said, "Jangan diulang sebelum dilihat." if recorded else f"Periksa {look}."))
            return UsageError.exit_status
        case Exception():
            damage = _damage()
            if damage is not None:
                _print_error(damage)
                return damage.exit_status
    return None


def _damage() -> DanaBergulirError | None:
    """Return what is wrong with the book that a command stumbled over; None without a damaged one."""
    from danabergulir.operations.audit.examination import damage_of

    path = ledger_path()
    try:
        return damage_of(path, today()) if path.exists() else None
    except DanaBergulirError as error:
        return error if isinstance(error, LedgerUnusableError) else None


def _prepare_output() -> None:
    if sys.stdout is None:  # closed by whoever called
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Without newline="" Windows would turn the CRLF of a CSV file into CRCRLF.
            stream.reconfigure(encoding="utf-8", errors="replace", newline="")
    if isinstance(sys.stdin, TextIOWrapper):
        # Windows takes what comes in through a pipe for letters of an old code page. What is no UTF-8 is found nowhere,
        # or asked for again.
        sys.stdin.reconfigure(encoding=None if sys.stdin.isatty() else "utf-8", errors="replace")


def _recordings() -> int:
    """Return how often a book was changed so far; a run that never came to open one has changed none."""
    store = sys.modules.get("danabergulir.ledger.file.store")
    return store.recordings() if store else 0


def _say_recorded(words: Sequence[str]) -> bool:
    """Say on stderr that something was recorded, and which command shows it; return whether one does."""
    entry = next((_ENTRIES[word] for word in words if word in _ENTRIES), None)
    if entry is None or not entry.seen:
        return False
    _say(f"Sudah ada yang dicatat. Lihat dulu sebelum mengulang: {PROGRAM} {entry.seen}")
    return True


def _drop_output() -> None:
    """Let what is still held back go nowhere, so that nothing fails at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_error(error: DanaBergulirError, *, recorded: bool = False) -> None:
    lines = _finding_lines(error.findings) if isinstance(error, FaultyDataError) else []
    hint = error.hint.removesuffix(_NOTHING) if recorded else error.hint  # the book was used before it failed
    for line in (*lines, f"Galat: {error.message}", f"Saran: {hint}"):
        _say(line)


def _say(line: str) -> None:
    """Print a line to stderr; where that takes no more, the exit status still says how the command ended."""
    with suppress(OSError):
        typer.echo(one_line(line), err=True)


def _finding_lines(findings: Sequence[Finding]) -> list[str]:
    """Return one line for each finding, and one for those beyond the first fifty."""
    lines = []
    for finding in findings[:_FINDINGS_PRINTED]:
        place = f" {finding.subject}".rstrip() if finding.line is None else f" baris {finding.line}"
        hint = f". {finding.hint}" if finding.hint else ""
        lines.append(f"{finding.severity.capitalize()}{place}: {finding.message}{hint}")
    unprinted = len(findings) - len(lines)
    return [*lines, f"... dan {unprinted} lagi"] if unprinted else lines


def main() -> NoReturn:
    """Run the program with the words of the command line and exit."""
    # A command ends before garbage gathers; looking for it too often takes a third of the time of a large ledger.
    gc.set_threshold(4_000_000, 50, 100)
    status = run(program(), sys.argv[1:])
    gc.freeze()  # all goes with the process: Python's last look for garbage would take a quarter of a receipt's time
    sys.exit(status)
