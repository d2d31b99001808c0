"""``profil``: who the UPK is, who signs, and how its paper looks."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.language import CommandGroup
from danabergulir.cli.options import (
    AsOf,
    RecordedOn,
    given,
    ledger_path,
    now,
    read_name,
    read_text,
    template_folder,
    today,
)
from danabergulir.cli.output import print_facts, print_listing, print_remark, print_remarks
from danabergulir.errors import UsageError
from danabergulir.text import quoted

if TYPE_CHECKING:
    Officer: TypeAlias = tuple[str, str]
else:
    Officer = object  # typer would ask for two words

commands = CommandGroup()


def _read_colour(word: str) -> str:
    """Return the colour typed; empty for that of the form. Raises ``UsageError``."""
    from danabergulir.domain.letterhead import parse_colour

    return parse_colour(word) if word.strip() else ""


def _read_logo(file: Path | None) -> bytes | None:
    """Return the picture in a file, proved by printing it where this machine prints; None for no file."""
    if file is None:
        return None
    from danabergulir.operations.book import read_logo
    from danabergulir.render.pdf.file import refuse_unprintable

    content = read_logo(file)
    refuse_unprintable(content)
    return content


def _read_signers(posts: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the posts that are to sign; None where none was given. Raises ``UsageError`` for too many."""
    from danabergulir.domain.letterhead import signing_posts

    return signing_posts(posts) if posts else None


def _refuse_both(value: object, option: str, *, no: bool) -> None:
    if value and no:
        raise UsageError(f"{option} tidak dapat bersama --tanpa-{option[2:]}", "Pilih salah satu.")


Upk = Annotated[str | None, typer.Option("--upk", metavar="NAMA", parser=read_name, help="Nama UPK.")]
Board = Annotated[str | None, typer.Option("--bkm", metavar="NAMA", parser=read_name, help="Nama BKM.")]
Kelurahan = Annotated[
    str | None, typer.Option("--kelurahan", metavar="NAMA", parser=read_name, help="Kelurahan atau desa.")
]
Kecamatan = Annotated[str | None, typer.Option("--kecamatan", metavar="NAMA", parser=read_name, help="Kecamatan.")]
City = Annotated[str | None, typer.Option("--kota", metavar="NAMA", parser=read_name, help="Kota atau kabupaten.")]
Province = Annotated[str | None, typer.Option("--provinsi", metavar="NAMA", parser=read_name, help="Provinsi.")]
OfficeAddress = Annotated[
    str | None, typer.Option("--alamat", metavar="ALAMAT", parser=read_text, help="Alamat kantor UPK.")
]


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
    from danabergulir.operations.book import show_profile
    from danabergulir.reports.shown.registers import profile_facts

    print_facts(profile_facts(show_profile(ledger_path(), as_of or today())))


@commands.command(
    "ubah",
    "Ubah profil UPK.\n\nLaporan sebelum tanggal itu tetap memakai profil lama.",
    examples=[
        'profil ubah --petugas "Manajer UPK=Siti" --petugas "Koordinator BKM=Budi"',
        "profil ubah --upk UPK-Baru",
        'profil ubah --logo logo.png --warna biru --tanda-tangan "Koordinator BKM" --tanda-tangan "Manajer UPK"',
    ],
)
def change(
    upk: Upk = None,
    board: Board = None,
    kelurahan: Kelurahan = None,
    kecamatan: Kecamatan = None,
    city: City = None,
    province: Province = None,
    address: OfficeAddress = None,
    officers: Annotated[
        list[Officer] | None,
        typer.Option(
            "--petugas",
            metavar="JABATAN=NAMA",
            parser=read_officer,
            help="Yang menandatangani laporan dan surat. Boleh diulang. Nama kosong menghapus.",
        ),
    ] = None,
    signers: Annotated[
        list[str] | None,
        typer.Option(
            "--tanda-tangan",
            metavar="JABATAN",
            parser=read_name,
            help="Yang menandatangani laporan di kertas, dari kiri. Boleh diulang; namanya dari --petugas.",
        ),
    ] = None,
    logo: Annotated[
        Path | None,
        typer.Option("--logo", metavar="FILE", help="Logo pada kop surat: PNG, JPEG, atau SVG, paling besar 300 kB."),
    ] = None,
    colour: Annotated[
        str | None,
        typer.Option(
            "--warna",
            metavar="WARNA",
            parser=_read_colour,
            help="Warna kop surat: hijau, biru, merah, ungu, hitam, atau kode seperti #1f6f54. Kosong: warna bawaan.",
        ),
    ] = None,
    *,
    no_signers: Annotated[
        bool, typer.Option("--tanpa-tanda-tangan", help="Laporan tanpa tempat tanda tangan.")
    ] = False,
    no_logo: Annotated[bool, typer.Option("--tanpa-logo", help="Kop surat tanpa logo.")] = False,
    dated_on: RecordedOn = None,
) -> None:
    from danabergulir.operations.book import change_profile
    from danabergulir.operations.versions import NOTHING_CHANGED
    from danabergulir.reports.shown.registers import profile_facts

    _refuse_both(logo, "--logo", no=no_logo)
    _refuse_both(signers, "--tanda-tangan", no=no_signers)
    facts = {"upk": upk, "board": board, "kelurahan": kelurahan, "kecamatan": kecamatan, "city": city}
    facts |= {"province": province, "address": address, "colour": colour}
    look = {
        "signers": () if no_signers else _read_signers(signers),
        "logo": b"" if no_logo else _read_logo(logo),
    }
    changes = given({**facts, **look, "officers": officers or None}, "profil ubah")
    signing = dict(changes.pop("officers", ()))
    changed = change_profile(ledger_path(), dated_on or today(), now(), changes, signing)
    print_facts(profile_facts(changed.thing))
    print_remarks([] if changed.is_new else [NOTHING_CHANGED])


@commands.command(
    "templat",
    "Lihat atau ambil templat PDF.\n\n"
    "Templat mengatur letak laporan dan surat. File yang diubah ditaruh di folder templat, di sebelah buku, "
    "dan dipakai sebagai ganti bawaannya.",
    examples=["profil templat", "profil templat --hanya laporan --ke templat"],
)
def templates(
    names: Annotated[
        list[str] | None, typer.Option("--hanya", metavar="NAMA", help="Hanya templat ini; boleh diulang.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--ke", metavar="FOLDER", help="Salin templat bawaan ke folder ini. File yang ada dibiarkan."),
    ] = None,
) -> None:
    from danabergulir.render.pdf import press
    from danabergulir.reports.shown.registers import template_section

    own = template_folder()
    built_in = {Path(file).stem: content for file, content in press.built_in_templates().items()}
    for name in names or ():
        if name not in built_in:
            raise UsageError(f"tidak ada templat {quoted(name)}", "Lihat daftarnya: danabergulir profil templat")
    chosen = {name: built_in[name] for name in names or built_in}
    if folder is not None:
        _copy(chosen, folder)
        return
    changed = {Path(file).stem for file in press.own_templates(own)}
    purposes = {name: press.purpose(content) for name, content in chosen.items()}
    print_listing(template_section(purposes, changed, own))


def _copy(chosen: Mapping[str, bytes], folder: Path) -> None:
    """Write templates for somebody to change; what stands there may be changed already and is left alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in chosen.items():
            path = folder / f"{name}.typ"
            said = "Ditulis ke"
            try:
                with path.open("xb") as file:
                    file.write(content)
            except FileExistsError:
                said = "Sudah ada, dibiarkan:"
            print_remark(f"{said} {path}")
    except OSError as error:
        raise UsageError(
            f"--ke: templat tidak dapat ditulis ke {folder}", "Periksa nama folder dan izinnya."
        ) from error
