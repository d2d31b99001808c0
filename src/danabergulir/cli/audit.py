"""``ekspor``: the books for others to check, as an audit package and as a journal for hledger."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.language import CommandGroup
from danabergulir.cli.options import Delimiter, Overwrite, ledger_path, read_date
from danabergulir.cli.output import print_facts, print_remark, print_warnings
from danabergulir.cli.overwriting import may_write
from danabergulir.files import FileKind

commands = CommandGroup()


@commands.command(
    "audit",
    "Paket untuk pemeriksa.\n\nSatu folder berisi semua daftar dan bukti sebagai file CSV, jumlah kontrol, dan "
    "petunjuk memeriksanya tanpa program ini. NIK, telepon, nama anggota dan nama ketua disamarkan. Dari paket ini "
    "buku yang sama dapat disusun lagi: impor paket.",
    examples=[
        "ekspor audit --dari 2026-01-01 --sampai 2026-12-31 --ke audit-2026",
        "ekspor audit --dari 2026-02-01 --sampai 2026-02-28 --sambungan --ke audit-2026-02",
    ],
)
def audit(
    first: Annotated[date, typer.Option("--dari", metavar="TANGGAL", parser=read_date, help="Hari pertama.")],
    last: Annotated[date, typer.Option("--sampai", metavar="TANGGAL", parser=read_date, help="Hari terakhir.")],
    folder: Annotated[Path, typer.Option("--ke", metavar="FOLDER", help="Folder baru untuk paket ini.")],
    delimiter: Delimiter = ";",
    *,
    full: Annotated[
        bool, typer.Option("--lengkap", help="Tulis juga NIK, telepon dan nama, dengan rahasia buku.")
    ] = False,
    continued: Annotated[
        bool, typer.Option("--sambungan", help="Hanya catatan yang belum ada di paket masa sebelumnya.")
    ] = False,
) -> None:
    from danabergulir.operations.audit import package

    written = package.write(ledger_path(), first, last, folder, full=full, delimiter=delimiter, continued=continued)
    print_warnings(f"{finding.subject}: {finding.message}" for finding in written.findings)
    print_facts(package.package_facts(written))


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
