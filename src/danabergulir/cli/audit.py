"""``ekspor``: the books for others to check, as a package, a journal and pages; dates and names for phones."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from danabergulir.cli.output import print_facts, print_remark, print_text, print_warnings, write_files
from danabergulir.cli.overwriting import may_write
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    AsOf,
    Delimiter,
    Destination,
    OnlyKsm,
    OnlyRw,
    Overwrite,
    Period,
    ledger_path,
    read_date,
    read_month,
    today,
)
from danabergulir.files import FileKind

if TYPE_CHECKING:
    from danabergulir.operations.phones import Handed

commands = CommandGroup()


@commands.command(
    "audit",
    "Paket untuk pemeriksa.\n\nSatu folder berisi semua daftar dan bukti sebagai file CSV, jumlah kontrol, dan "
    "petunjuk memeriksanya tanpa program ini. NIK, telepon, nama anggota dan nama ketua disamarkan. Dari paket ini "
    "buku yang sama dapat disusun lagi: impor paket.",
    examples=[
        "ekspor audit --dari 2026-01-01 --sampai 2026-12-31 --ke audit-2026",
        "ekspor audit --dari 2026-02-01 --sampai 2026-02-28 --sambungan --ke audit-2026-02",
        "ekspor audit --dari 2026-03-01 --sampai 2026-03-31 --kunci-kota kunci-kota.txt --ke audit-2026-03",
    ],
)
def audit(
    first: Annotated[date, typer.Option("--dari", metavar="TANGGAL", parser=read_date, help="Hari pertama.")],
    last: Annotated[date, typer.Option("--sampai", metavar="TANGGAL", parser=read_date, help="Hari terakhir.")],
    folder: Annotated[Path, typer.Option("--ke", metavar="FOLDER", help="Folder baru untuk paket ini.")],
    delimiter: Delimiter = None,
    *,
    full: Annotated[
        bool, typer.Option("--lengkap", help="Tulis juga NIK, telepon dan nama, dengan rahasia buku.")
    ] = False,
    continued: Annotated[
        bool, typer.Option("--sambungan", help="Hanya catatan yang belum ada di paket masa sebelumnya.")
    ] = False,
    city_key: Annotated[
        Path | None,
        typer.Option(
            "--kunci-kota",
            metavar="FILE",
            help="Beri setiap anggota tanda dari NIK dengan kunci rahasia kota, agar kota melihat orang yang sama.",
        ),
    ] = None,
) -> None:
    from danabergulir.operations.audit import package
    from danabergulir.operations.audit.package_proof import CONTINUED

    written = package.write(
        ledger_path(),
        first,
        last,
        folder,
        full=full,
        delimiter=delimiter or ";",
        continued=continued,
        city_key=None if city_key is None else _key(city_key),
    )
    warned = [finding for finding in written.findings if finding.subject != CONTINUED]
    print_warnings(f"{finding.subject}: {finding.message}" for finding in warned)
    print_facts(package.package_facts(written))
    if len(warned) < len(written.findings):
        print_remark(
            "Paket sambungan: serahkan kepada yang sudah menerima paket masa sebelumnya. Tanpa paket itu hanya bukti "
            "dan catatan barunya yang dapat dibuktikan."
        )


def _key(path: Path) -> bytes:
    from danabergulir.operations.audit.city_key import load

    return load(path)


@commands.command(
    "halaman",
    "Halaman untuk warga: satu file yang dibuka di telepon tanpa internet.\n\nIsinya papan informasi, kinerja dengan "
    "grafik, peringkat RW, dan tempat mengetik kode kuitansi: ada di buku atau tidak. Tidak ada nama orang. Dengan "
    "--ksm: setoran satu KSM selama setahun dengan buktinya, untuk KSM itu saja.",
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
    from danabergulir.operations.audit.public_page import page_of
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


@commands.command(
    "kalender",
    "Tanggal jatuh tempo sebagai kalender untuk telepon (.ics).\n\nIsinya angsuran yang belum lunas, janji bayar, dan "
    "batas tanggapan surat, mulai tanggal itu. Dibuat lagi sesudah ada setoran; yang sudah ada tidak menjadi dua.",
    examples=["ekspor kalender --ke jatuh-tempo.ics", "ekspor kalender --rw 05 --sampai 2026-03-31 --ke rw-05.ics"],
)
def calendar(
    destination: Destination = None,
    as_of: AsOf = None,
    until: Annotated[
        date | None,
        typer.Option(
            "--sampai", metavar="TANGGAL", parser=read_date, show_default="semua", help="Hanya sampai tanggal ini."
        ),
    ] = None,
    rw: OnlyRw = None,
    ksm: OnlyKsm = None,
    days_ahead: Annotated[
        int,
        typer.Option("--ingatkan", metavar="N", min=0, max=30, help="Berbunyi sekian hari sebelumnya; 0 = tidak."),
    ] = 1,
    *,
    overwrite: Overwrite = False,
) -> None:
    from danabergulir.dates import END_OF_TIME
    from danabergulir.operations import phones

    day, last = as_of or today(), until or END_OF_TIME
    found = phones.due_calendar(ledger_path(), day, until=last, days_ahead=days_ahead, rw=rw, ksm=ksm)
    _hand_over(found, destination, "tanggal", overwrite=overwrite)


@commands.command(
    "kontak",
    "Ketua KSM dan ketua RW sebagai buku alamat untuk telepon (.vcf).",
    examples=["ekspor kontak --ke ketua-ksm.vcf", "ekspor kontak --rw 05 --ke rw-05.vcf"],
)
def contacts(
    destination: Destination = None, as_of: AsOf = None, rw: OnlyRw = None, *, overwrite: Overwrite = False
) -> None:
    from danabergulir.operations import phones

    found = phones.heads_to_call(ledger_path(), as_of or today(), rw)
    _hand_over(found, destination, "orang", overwrite=overwrite)
    print_warnings(found.missing)


def _hand_over(found: "Handed", destination: Path | None, counted: str, *, overwrite: bool) -> None:
    """Print a text for a phone, or write it to a file that its owner alone reads, and say how much is in it."""
    if destination is None:
        print_text(found.text, None)
        return
    files = {destination: found.text.encode("utf-8")}
    write_files(files, destination, overwrite=overwrite, private=files)
    print_remark(f"{found.count} {counted}.")


@commands.command(
    "datasette",
    "Keterangan buku untuk program Datasette, yang menampilkannya di peramban.\n\nDatasette membaca buku tanpa "
    "mengubahnya. Buku memuat NIK dan telepon: buka di komputer sendiri saja.",
    examples=["ekspor datasette --ke buku.json"],
)
def datasette(destination: Destination = None, *, overwrite: Overwrite = False) -> None:
    from danabergulir.operations.audit.browsing import metadata

    print_text(metadata(ledger_path()), destination, overwrite=overwrite)
    if destination is not None:
        print_remark(f'Buka dengan: datasette "{ledger_path()}" -m "{destination}"')
