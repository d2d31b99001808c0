"""``periksa``: looking through the book, an audit package or what is installed, and decisions about an old slip."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.output import print_done, print_listing, print_record
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    Decision,
    Output,
    OutputFormat,
    Period,
    RecordedOn,
    ledger_path,
    now,
    read_date,
    read_month,
    several_words,
    today,
)

commands = CommandGroup()


@commands.alone(
    examples=(
        "periksa",
        "periksa --per 2026-01-31",
        "periksa --paket audit-2026",
        "periksa --kepala 4342d17d5c8c4ce2",
    )
)
def check(
    context: typer.Context,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--per",
            metavar="TANGGAL",
            parser=read_date,
            show_default="setiap hari dalam buku",
            help="Hanya hari-hari sampai tanggal ini.",
        ),
    ] = None,
    output: Output = SCREEN,
    packages: Annotated[
        list[Path] | None,
        typer.Option(
            "--paket",
            metavar="FOLDER",
            help="Periksa paket audit di folder ini, tanpa buku. Untuk paket sambungan sebut juga paket sebelumnya.",
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option("--kepala", metavar="HURUF", help="Cari kepala buku dari kertas lama di buku ini."),
    ] = None,
) -> None:
    """Look through everything and say what holds."""
    if context.invoked_subcommand is not None:
        return
    if head is not None:
        from danabergulir.operations.audit.heads import find_head

        found = find_head(ledger_path(), head)
        print_record(found.record, output, facts=found.facts)
        return
    from danabergulir.dates import END_OF_TIME
    from danabergulir.operations.audit import examination
    from danabergulir.reports.shown.checks import check_list

    if packages:
        examined = examination.check_package(*packages)
    else:
        examined = examination.check_ledger(ledger_path(), as_of or today(), last=as_of or END_OF_TIME)
    listed = check_list(examined.checks, examined.notes, placed=output.format != OutputFormat.TABLE)
    print_listing(listed, output, totals=dict(examined.facts))
    examination.stop_if_wrong(examined)


@commands.command(
    "kode",
    "Cari kode dari kuitansi, surat, laporan, atau halaman warga: bukti mana, tanggal dan jumlahnya; atau bulan mana.",
    examples=("periksa kode 3T5Z-9QKD-07R8", "periksa kode 3T5Z-9QKD-07R8 --bulan 2026-01"),
)
def code(
    code: Annotated[str, typer.Argument(metavar="KODE", parser=several_words, help="Kode yang tercetak di kertas.")],
    output: Output = SCREEN,
    month: Annotated[
        Period | None,
        typer.Option(
            "--bulan",
            metavar="BULAN",
            parser=read_month,
            show_default="setahun terakhir",
            help="Cari kode halaman warga dari bulan ini.",
        ),
    ] = None,
) -> None:
    """Say what a code stands for."""
    from danabergulir.operations.audit.heads import find_code

    found = find_code(ledger_path(), code, month, today=today())
    print_record(found.record, output, facts=found.facts)


@commands.command(
    "pasangan",
    "Lihat apa yang terpasang di komputer ini: versinya, tempatnya, dan yang kurang. Tidak perlu buku.",
    examples=("periksa pasangan", "periksa pasangan --format csv --ke pasangan.csv"),
)
def installation(output: Output = SCREEN) -> None:
    """Say what is installed, and what is missing."""
    from danabergulir.operations.audit.installation import installed, installed_section, stop_if_wanting

    parts = installed()
    print_listing(installed_section(parts, placed=output.format is not OutputFormat.TABLE), output)
    stop_if_wanting(parts)


@commands.command(
    "catat",
    "Catat keputusan tentang temuan lama yang tidak dapat diperbaiki lagi.\n\nSesudah itu temuannya hanya untuk "
    "dilihat, tidak lagi salah. Kodenya ada di keterangan periksa.",
    examples=('periksa catat pokok:P-0001:2026-06-28 --ba 04/BA/2026 --alasan "pembatalan salah tanggal"',),
)
def decide(
    code: Annotated[str, typer.Argument(metavar="KODE", help="Kode temuan, seperti ditulis periksa.")],
    minutes: Decision,
    reason: Annotated[str, typer.Option("--alasan", metavar="TEKS", help="Sebab temuan itu dibiarkan.")],
    dated_on: RecordedOn = None,
) -> None:
    """Record what was decided about an old slip."""
    from danabergulir.domain.slips import Review
    from danabergulir.operations.audit import examination

    slip = examination.decide(ledger_path(), Review(code, dated_on or today(), minutes, reason), now())
    print_done(f"Keputusan dicatat, berita acara {minutes}: {slip.sentence}.")
