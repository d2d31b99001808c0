"""``ekspor``: the books for others to check, as an audit package and as a journal for hledger."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.language import CommandGroup
from danabergulir.cli.options import Delimiter, OnlyKsm, Overwrite, Period, ledger_path, read_date, read_month, today
from danabergulir.cli.output import print_facts, print_remark, print_warnings, write_files
from danabergulir.cli.overwriting import may_write
from danabergulir.files import FileKind

commands = CommandGroup()


@commands.command(
    "audit",
    "Paket untuk pemeriksa.\n\nSatu folder berisi semua daftar dan bukti sebagai file CSV, jumlah kontrol, dan "
    "petunjuk memeriksanya tanpa program ini. Dari NIK dan telepon hanya empat angka terakhir yang ditulis.",
    examples=["ekspor audit --dari 2026-01-01 --sampai 2026-12-31 --ke audit-2026"],
)
def audit(
    first: Annotated[date, typer.Option("--dari", metavar="TANGGAL", parser=read_date, help="Hari pertama.")],
    last: Annotated[date, typer.Option("--sampai", metavar="TANGGAL", parser=read_date, help="Hari terakhir.")],
    folder: Annotated[Path, typer.Option("--ke", metavar="FOLDER", help="Folder baru untuk paket ini.")],
    delimiter: Delimiter = ";",
    *,
    full: Annotated[bool, typer.Option("--lengkap", help="Tulis NIK dan telepon lengkap.")] = False,
) -> None:
    from danabergulir.operations.audit import package

    written = package.write(ledger_path(), first, last, folder, full=full, delimiter=delimiter)
    print_warnings(f"{finding.subject}: {finding.message}" for finding in written.findings)
    print_facts(package.package_facts(written))


@commands.command(
    "halaman",
    "Halaman untuk warga: satu file yang dibuka di telepon tanpa internet.\n\nIsinya papan informasi, kinerja dengan "
    "grafik, peringkat RW, dan tempat mengetik kode kuitansi: ada di buku atau tidak. Tidak ada nama orang. Dengan "
    "--ksm: semua setoran satu KSM dengan buktinya, untuk KSM itu saja.",
    examples=[
        "ekspor halaman --ke papan.html",
        "ekspor halaman --bulan 2026-01 --ke papan-januari.html",
        "ekspor halaman --ksm MAWAR --ke mawar.html",
    ],
)
def page(
    destination: Annotated[Path, typer.Option("--ke", metavar="F.html", help="Tulis ke file ini.")],
    month: Annotated[
        Period | None,
        typer.Option(
            "--bulan",
            metavar="BULAN",
            parser=read_month,
            show_default="bulan yang terakhir berakhir",
            help="Bulan yang ditampilkan.",
        ),
    ] = None,
    ksm: OnlyKsm = None,
    *,
    overwrite: Overwrite = False,
) -> None:
    from danabergulir.dates import Month
    from danabergulir.operations.public_page import page_of
    from danabergulir.render.html.page import render

    asked = month or Month.of(today()).shifted(-1)
    shown = page_of(ledger_path(), asked, today=today(), ksm=ksm)
    files = {destination: render(shown)}
    write_files(files, destination, overwrite=overwrite, private=files if shown.is_slip else ())
    print_facts([("Bulan", shown.month), ("Kode halaman", shown.code), ("Kepala buku", shown.head)])


@commands.command(
    "hledger",
    "Seluruh jurnal untuk program hledger atau Ledger.",
    examples=["ekspor hledger --ke upk.journal"],
)
def hledger(
    destination: Annotated[Path, typer.Option("--ke", metavar="F.journal", help="Tulis ke file ini.")],
    *,
    overwrite: Overwrite = False,
) -> None:
    from danabergulir.ledger.file.own_files import note_own
    from danabergulir.operations.audit import journal

    may_write({destination: FileKind.TEXT}, overwrite=overwrite)
    note_own({destination: journal.write_journal(ledger_path(), destination)}, ledger_path())
    print_remark(f"Ditulis ke {destination}")
