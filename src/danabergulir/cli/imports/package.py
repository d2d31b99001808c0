"""``impor paket``: a book made again from audit packages."""

from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.imports.registers import commands
from danabergulir.cli.output import print_facts, print_remark
from danabergulir.cli.usage.options import ledger_path


@commands.command(
    "paket",
    "Buku yang disusun lagi dari paket audit.\n\nBukunya baru, dengan kepala buku dan laporan yang sama. Dari paket "
    "yang disamarkan bukunya hanya dapat dibaca, dan isi pribadi ditulis disamarkan. Dari paket --lengkap bukunya "
    "dapat dipakai terus. Paket sambungan disebut bersama paket sebelumnya.",
    examples=["--buku periksa.db impor paket audit-2026", "--buku periksa.db impor paket audit-2025 audit-2026-01"],
)
def package(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER", help="Folder paket, satu atau lebih.")],
) -> None:
    from danabergulir.operations.audit.package_import import take_in

    taken = take_in(ledger_path(), folders)
    print_facts(taken.facts)
    if taken.masked:
        print_remark("Isi pribadi disamarkan: NIK, telepon, nama anggota dan nama ketua. Buku ini hanya untuk dibaca.")
