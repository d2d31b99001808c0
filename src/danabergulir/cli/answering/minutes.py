"""``ba``: the register of minutes of the board."""

from datetime import date
from typing import Annotated

import typer

from danabergulir.cli.output import print_listing, print_record, print_remarks, print_warnings
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    ListingFormat,
    Output,
    OutputFormat,
    given,
    ledger_path,
    now,
    read_date,
    read_minutes,
    read_name,
    read_text,
    today,
)

commands = CommandGroup()
_Number = Annotated[str, typer.Argument(metavar="NOMOR", parser=read_minutes, help="Nomor berita acara.")]
_Present = Annotated[str | None, typer.Option("--hadir", metavar="NAMA", parser=read_text, help="Siapa yang hadir.")]
_About = Annotated[
    list[str] | None,
    typer.Option(
        "--untuk",
        metavar="NOMOR",
        help="Nomor pinjaman atau kegiatan yang diputuskan, bila belum menyebut berita acara.",
    ),
]
_HELD = "Tanggal rapat."


@commands.command(
    "catat",
    "Catat berita acara rapat.",
    examples=['ba catat 07/BA/2026 "Persetujuan tiga pinjaman" --hadir "Koordinator, manajer UPK, 5 anggota BKM"'],
)
def add(
    number: _Number,
    subject: Annotated[str, typer.Argument(metavar="PERIHAL", parser=read_name, help="Apa yang diputuskan.")],
    present: _Present = None,
    held_on: Annotated[
        date | None,
        typer.Option("--tanggal", metavar="TANGGAL", parser=read_date, show_default="hari ini", help=_HELD),
    ] = None,
    about: _About = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.domain.answering import Minutes
    from danabergulir.operations.answering.minutes import add_minutes
    from danabergulir.reports.shown.decided import minutes_record

    minutes = Minutes(number, held_on or today(), subject, present or "", tuple(about or ()))
    added = add_minutes(ledger_path(), minutes, now())
    print_record(minutes_record(added.minutes, added.acts), output_format)
    print_warnings(added.warnings)


@commands.command(
    "ubah",
    "Ubah keterangan satu berita acara, atau sebut apa lagi yang diputuskannya.",
    examples=["ba ubah 07/BA/2026 --untuk P-0012"],
)
def change(
    number: _Number,
    subject: Annotated[
        str | None, typer.Option("--perihal", metavar="TEKS", parser=read_name, help="Apa yang diputuskan.")
    ] = None,
    present: _Present = None,
    held_on: Annotated[date | None, typer.Option("--tanggal", metavar="TANGGAL", parser=read_date, help=_HELD)] = None,
    about: _About = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    from danabergulir.operations.answering.minutes import change_minutes
    from danabergulir.operations.versions import NOTHING_CHANGED
    from danabergulir.reports.shown.decided import minutes_record

    options = {"subject": subject, "present": present, "held_on": held_on, "about": tuple(about) if about else None}
    changed = change_minutes(ledger_path(), number, now(), given(options, "ba ubah"))
    print_record(minutes_record(changed.thing.minutes, changed.thing.acts), output_format)
    print_warnings(changed.thing.warnings)
    print_remarks([] if changed.is_new else [NOTHING_CHANGED])


@commands.command("daftar", "Daftar berita acara.", examples=["ba daftar", "ba daftar --format csv"])
def listing(as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.answering.minutes import list_minutes
    from danabergulir.reports.shown.decided import register_section

    found = list_minutes(ledger_path(), as_of or today())
    print_listing(register_section((item.minutes, item.acts) for item in found), output)


@commands.command("lihat", "Satu berita acara, dengan semua yang menyebutnya.", examples=["ba lihat 07/BA/2026"])
def show(number: _Number, as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.answering.minutes import show_minutes
    from danabergulir.reports.shown.decided import minutes_record

    found = show_minutes(ledger_path(), number, as_of or today())
    print_record(minutes_record(found.minutes, found.acts), output)
    print_warnings(found.warnings)


@commands.command(
    "perlu",
    "Tindakan yang perlu keputusan, tetapi tidak menyebut berita acara.",
    examples=["ba perlu --per 2026-12-31"],
)
def needed(as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.answering.minutes import list_acts
    from danabergulir.reports.month.answering.minutes import needed_section

    found = list_acts(ledger_path(), as_of or today())
    print_listing(needed_section(found), output)
