"""``profil``: who the UPK is, who signs, and how its paper looks."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.output import print_done, print_facts, print_listing, print_record, print_remark, print_remarks
from danabergulir.cli.terminal.settings import Settings, change_settings, read_delimiter, settings, settings_file
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    Delimiter,
    ListingFormat,
    Output,
    OutputFormat,
    RecordedOn,
    given,
    ledger_path,
    ledger_source,
    now,
    read_name,
    read_text,
    template_folder,
    today,
)
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


@commands.command(
    "lihat",
    "Lihat profil UPK, dan pengaturan komputer ini bila ada.",
    examples=["profil lihat", "profil lihat --format json"],
)
def show(as_of: AsOf = None, output: Output = SCREEN) -> None:
    from danabergulir.operations.book import show_profile
    from danabergulir.reports.shown.registers import officers_section, profile_facts, profile_record, settings_record

    profile = show_profile(ledger_path(), as_of or today())
    if output.format is OutputFormat.TABLE:
        print_record(profile_record(profile), output, facts=profile_facts(profile))
        if output.file is None and settings_file().is_file():
            print_done("")
            print_record(settings_record(_told(settings())), OutputFormat.TABLE)
    else:
        print_record(profile_record(profile), output, more={"petugas": officers_section(profile)})


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
    output_format: ListingFormat = OutputFormat.TABLE,
    delimiter: Delimiter = None,
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
    print_listing(template_section(purposes, changed, own), Output(output_format, delimiter=delimiter))


@commands.command(
    "pengaturan",
    "Lihat atau ubah pengaturan komputer ini.\n\n"
    "Buku mana yang dipakai bila tidak disebut, folder cadangan buku, pemisah kolom CSV, dan layar yang dihentikan "
    "tiap halaman. Pengaturan disimpan di komputer ini, tidak di dalam buku. Nilai kosong menghapusnya.",
    examples=[
        "profil pengaturan",
        "profil pengaturan --buku ~/upk/upk.db --cadangan /media/flashdisk/cadangan",
        "profil pengaturan --pemisah , --tanpa-halaman",
        'profil pengaturan --buku ""',
    ],
)
def computer(
    ledger: Annotated[
        str | None, typer.Option("--buku", metavar="FILE", help="Buku yang dipakai bila tidak disebut.")
    ] = None,
    backups: Annotated[
        str | None, typer.Option("--cadangan", metavar="FOLDER", help="Folder cadangan buku bila tidak disebut.")
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option(
            "--pemisah",
            metavar="TANDA",
            parser=lambda word: word and read_delimiter(word),
            help="Pemisah kolom CSV bila tidak disebut.",
        ),
    ] = None,
    pages: Annotated[
        bool | None,
        typer.Option("--halaman/--tanpa-halaman", help="Layar yang panjang dihentikan tiap halaman, atau tidak."),
    ] = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:

    from danabergulir.reports.shown.registers import settings_record

    asked = {"buku": ledger, "cadangan": backups, "pemisah": delimiter, "halaman": pages}
    changes = {key: value for key, value in asked.items() if value is not None}
    known = change_settings(changes) if changes else settings()
    print_record(settings_record(_told(known)), output_format)


def _told(known: Settings) -> Mapping[str, str]:
    """Return what is in force on this computer, and where it comes from, by the words for it."""
    file = settings_file()
    return {
        "buku": str(ledger_path()),
        "dari": ledger_source(),
        "cadangan": known.cadangan or "",
        "pemisah": "tab" if known.delimiter == "\t" else known.delimiter,
        "halaman": "ya" if known.pager else "tidak",
        "file": f"{file}" if file.is_file() else f"{file} (belum ada)",
    }


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
