"""``profil``: who the UPK is and who signs."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.changes import given
from danabergulir.cli.language import CommandGroup, quoted
from danabergulir.cli.options import AsOf, RecordedOn, ledger_path, now, today
from danabergulir.cli.printing import print_facts
from danabergulir.cli.typed import read_name, read_text
from danabergulir.errors import UsageError

if TYPE_CHECKING:
    Officer: TypeAlias = tuple[str, str]
else:
    Officer = object  # typer would ask for two words

commands = CommandGroup()


def read_officer(word: str) -> tuple[str, str]:
    """Return the post and the name written ``Manajer UPK=Siti``; the name may be empty. Raises ``UsageError``."""
    post, sign, name = word.partition("=")
    if not sign or not post.strip():
        raise UsageError(
            f"petugas tidak dapat dibaca: {quoted(word)}",
            'Tulis jabatan=nama, misalnya "Manajer UPK=Siti". Nama kosong menghapus petugas itu.',
        )
    return read_name(post), read_text(name)


@commands.command("lihat", "Lihat profil UPK.", examples=["profil lihat"])
def show(as_of: AsOf = None) -> None:
    from danabergulir.operations.starting import show_profile
    from danabergulir.reports.listings import profile_facts

    print_facts(profile_facts(show_profile(ledger_path(), as_of or today())))


@commands.command(
    "ubah",
    "Ubah profil UPK.\n\nLaporan sebelum tanggal itu tetap memakai profil lama.",
    examples=[
        'profil ubah --petugas "Manajer UPK=Siti" --petugas "Koordinator BKM=Budi"',
        "profil ubah --upk UPK-Baru",
    ],
)
def change(
    upk: Annotated[str | None, typer.Option("--upk", metavar="NAMA", parser=read_name, help="Nama UPK.")] = None,
    board: Annotated[str | None, typer.Option("--bkm", metavar="NAMA", parser=read_name, help="Nama BKM.")] = None,
    kelurahan: Annotated[
        str | None, typer.Option("--kelurahan", metavar="NAMA", parser=read_name, help="Kelurahan atau desa.")
    ] = None,
    kecamatan: Annotated[
        str | None, typer.Option("--kecamatan", metavar="NAMA", parser=read_name, help="Kecamatan.")
    ] = None,
    city: Annotated[
        str | None, typer.Option("--kota", metavar="NAMA", parser=read_name, help="Kota atau kabupaten.")
    ] = None,
    province: Annotated[
        str | None, typer.Option("--provinsi", metavar="NAMA", parser=read_name, help="Provinsi.")
    ] = None,
    address: Annotated[
        str | None, typer.Option("--alamat", metavar="ALAMAT", parser=read_text, help="Alamat kantor UPK.")
    ] = None,
    officers: Annotated[
        list[Officer] | None,
        typer.Option(
            "--petugas",
            metavar="JABATAN=NAMA",
            parser=read_officer,
            help="Yang menandatangani laporan dan surat. Boleh diulang. Nama kosong menghapus.",
        ),
    ] = None,
    dated_on: RecordedOn = None,
) -> None:
    from danabergulir.operations.starting import change_profile
    from danabergulir.reports.listings import profile_facts

    facts = {"upk": upk, "board": board, "kelurahan": kelurahan, "kecamatan": kecamatan, "city": city}
    changes = given({**facts, "province": province, "address": address, "officers": officers or None}, "profil ubah")
    signing = dict(changes.pop("officers", ()))
    print_facts(profile_facts(change_profile(ledger_path(), dated_on or today(), now(), changes, signing)))
