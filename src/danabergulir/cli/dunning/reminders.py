"""``ingatkan``: who is to be reminded of what today, for the treasurer or for a job that runs every morning."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from danabergulir.cli.output import print_listing, print_remark, print_text, print_warnings
from danabergulir.cli.overwriting import put_files
from danabergulir.cli.usage.language import command
from danabergulir.cli.usage.options import (
    AsOf,
    Delimiter,
    OnlyRw,
    Output,
    OutputFormat,
    Overwrite,
    ledger_path,
    now,
    today,
)
from danabergulir.errors import LedgerUnusableError, UsageError
from danabergulir.files import make_private_folder
from danabergulir.frozen import replace

if TYPE_CHECKING:
    from danabergulir.operations.dunning.reminders import Round


class ReminderFormat(StrEnum):
    """How reminders are printed: as a listing, or as texts ready to be sent."""

    TABLE = "tabel"
    CSV = "csv"
    JSON = "json"
    TEXTS = "teks"


@dataclass(frozen=True, slots=True)
class ReminderOutput:
    """Where reminders go, and how they look there; texts go to a folder."""

    format: Annotated[ReminderFormat, typer.Option("--format", help="Bentuk keluaran; teks = pesan siap kirim.")] = (
        ReminderFormat.TABLE
    )
    file: Annotated[
        Path | None,
        typer.Option(
            "--ke",
            metavar="FILE",
            help="Tulis ke file ini, bukan ke layar. Untuk teks: folder, satu file per penerima.",
        ),
    ] = None
    delimiter: Delimiter = None
    overwrite: Overwrite = False


ON_SCREEN: Final = ReminderOutput()


@command(
    examples=(
        "ingatkan",
        "ingatkan --hari-depan 7 --rw 05 --coba",
        "ingatkan --format teks --ke pesan-hari-ini",
        "ingatkan --kirim alamat.csv",
        "ingatkan --uji A,B --kirim alamat.csv",
    )
)
def remind(
    as_of: AsOf = None,
    days_ahead: Annotated[
        int, typer.Option("--hari-depan", metavar="N", min=0, max=365, help="Ingatkan sekian hari sebelumnya.")
    ] = 3,
    rw: OnlyRw = None,
    output: ReminderOutput = ON_SCREEN,
    addresses: Annotated[
        Path | None,
        typer.Option(
            "--kirim",
            metavar="FILE",
            help="Kirim pesannya ke alamat dalam file CSV ini. Kolomnya: penerima;alamat. "
            "Penerima: bendahara, RW 05, atau kode KSM.",
        ),
    ] = None,
    tried: Annotated[
        str | None,
        typer.Option(
            "--uji",
            metavar="A,B",
            help="Undi KSM ke dua teks, untuk mengetahui teks mana yang lebih berhasil (lihat laporan pengaruh). "
            "A = pesan biasa, B = ajakan menyusun rencana bayar, C = dengan kalimat dari kebijakan. "
            "Hasil undian dicatat lebih dulu; KSM tetap pada teksnya.",
        ),
    ] = None,
    *,
    again: Annotated[bool, typer.Option("--kirim-ulang", help="Juga yang baru saja diingatkan.")] = False,
    trial: Annotated[
        bool,
        typer.Option(
            "--coba", help="Hanya tampilkan; tidak dicatat sebagai sudah diingatkan. Begitu juga csv dan json."
        ),
    ] = False,
) -> None:
    """Print or send who is to be reminded of what, and write down that it was said; CSV and JSON are read, not said."""
    if addresses is not None and (output.file is not None or output.format is not ReminderFormat.TABLE):
        raise UsageError("--kirim tidak dapat bersama --ke atau --format", "Pilih salah satu.")
    if tried is not None and output.format in (ReminderFormat.CSV, ReminderFormat.JSON):
        raise UsageError("--uji tidak dapat bersama --format csv atau json", "Pakai --format teks, atau --kirim FILE.")

    from danabergulir.operations.dunning import reminders

    found = reminders.round_of(ledger_path(), as_of or today(), days_ahead, rw=rw, again=again)
    if output.format in (ReminderFormat.CSV, ReminderFormat.JSON):
        _show(found, output)  # a program that reads the list has told nobody yet
        return
    if not (found.reminders if addresses else found.for_treasurer):
        return
    closed = "" if trial else found.closed(now(), sending=addresses is not None)
    if closed:
        print_remark(f"Tidak mengingatkan pada {closed}; tidak ada yang dicatat. Lihat saja: tambahkan --coba")
        return
    if tried is not None:
        found = _drawn(found, tried, addresses, trial=trial)
    elif addresses is not None or output.format is ReminderFormat.TEXTS:
        found = found.worded
    if addresses is not None:
        _send(found, addresses, trial=trial)
    else:
        _tell(found, output if tried is None else replace(output, format=ReminderFormat.TEXTS), trial=trial)


def _drawn(found: "Round", tried: str, addresses: Path | None, *, trial: bool) -> "Round":
    """Return the round with every KSM in one of two texts, drawn and recorded; a trial run records nothing."""
    from danabergulir.operations.dunning import reminders, trials

    texts = trials.texts_of(tried)
    if addresses is not None:  # what is wrong with them is told before anything is drawn
        reminders.messages(ledger_path(), found, addresses)
    return trials.tried(ledger_path(), found, texts, now(), trial=trial)


def _tell(found: "Round", output: ReminderOutput, *, trial: bool) -> None:
    """Show what there is to say, and write down that it was shown; a trial run does not."""
    from danabergulir.operations.dunning import reminders

    _show(found, output)
    sys.stdout.flush()  # only what was really shown is written down
    if not trial:
        try:
            reminders.write_down(ledger_path(), found.for_treasurer, found.as_of, now())
        except LedgerUnusableError as error:
            print_warnings([f"belum tercatat bahwa ini sudah diingatkan, nanti muncul lagi ({error.message})"])


def _send(found: "Round", addresses: Path, *, trial: bool) -> None:
    """Send the messages that have an address; a trial prints them and sends none."""
    from danabergulir.operations.dunning import reminders
    from danabergulir.reports.shown.reminders import all_texts

    waiting = reminders.messages(ledger_path(), found, addresses)
    if trial:
        print_text(all_texts(message.text for message in waiting), None)
        return
    sent = reminders.deliver(ledger_path(), waiting, found, now(), reminders.sender())
    if sent:
        print_remark(f"{sent} pesan terkirim.")


def _show(found: "Round", output: ReminderOutput) -> None:
    from danabergulir.reports.shown.reminders import all_texts, reminder_section, reminder_texts

    if output.format is not ReminderFormat.TEXTS:
        brief = output.format is ReminderFormat.TABLE
        section = reminder_section(found.for_treasurer, found.as_of, found.sender, brief=brief)
        form = OutputFormat(output.format)
        print_listing(section, Output(form, output.file, output.delimiter, output.overwrite))
        return
    texts = reminder_texts(found.for_treasurer, found.as_of, found.sender, heads=found.heads)
    destination = output.file
    if destination is None:
        print_text(all_texts(texts), None)
        return
    try:
        make_private_folder(destination)
        files = {destination / item.file_name: item.text.encode("utf-8") for item in texts}
        put_files(files, overwrite=output.overwrite, private=files)
    except OSError as error:
        raise UsageError(
            f"--ke: pesan tidak dapat ditulis ke {destination}", "Periksa nama folder, izinnya, dan sisa ruang."
        ) from error
    print_remark(f"{len(texts)} pesan ditulis ke {destination}")
