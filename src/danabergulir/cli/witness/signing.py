"""``tanda-tangan``: the key of the board, heads signed with it, and whether the book still goes on from one."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from danabergulir.cli.output import print_facts, print_record, print_text
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import SCREEN, Destination, Output, Overwrite, ask, is_interactive, ledger_path
from danabergulir.errors import UsageError

commands = CommandGroup()

Key = Annotated[Path, typer.Option("--kunci", metavar="FILE", help="File kunci, di flash disk yang dipegang BKM.")]
Passphrase = Annotated[
    Path | None,
    typer.Option(
        "--sandi",
        metavar="FILE",
        show_default="ditanyakan",
        help="File dengan kata sandi kunci pada baris pertamanya.",
    ),
]
Older = Annotated[
    Path | None,
    typer.Option(
        "--sejak", metavar="FILE", help="Kepala buku bertanda tangan yang lama: buktikan bahwa ini lanjutannya."
    ),
]


def _asked(prompt: str) -> str:
    """Return a passphrase, which does not show while it is typed. Raises ``UsageError`` where nobody can be asked."""
    if not is_interactive():
        return ask(prompt, "--sandi")
    try:
        return getpass(f"{prompt}: ", sys.stderr)
    except EOFError:
        raise KeyboardInterrupt from None


def _passphrase(file: Path | None) -> str:
    if file is None:
        return _asked("Kata sandi kunci")
    try:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"--sandi: file tidak dapat dibaca: {file}", "Periksa nama file dan izinnya.") from None


@commands.command(
    "buat",
    "Buat kunci tanda tangan BKM untuk buku ini.\n\nKunci dilindungi kata sandi dan tidak disimpan di folder buku: "
    "siapa yang memegang komputer saja tidak dapat menulis ulang buku. Di sebelahnya ditulis kunci umum (.umum) untuk "
    "lurah, BKM, dan siapa saja yang ingin memeriksa.",
    examples=["tanda-tangan buat --kunci E:\\kunci-bkm.pem"],
)
def make(key: Key, passphrase: Passphrase = None) -> None:
    from danabergulir.operations.witness import keys, signing

    keys.check_library()
    keys.check_place(key, ledger_path())
    word = _passphrase(passphrase)
    if passphrase is None and _asked("Sekali lagi") != word:
        raise UsageError("dua kata sandi itu tidak sama", "Ulangi perintah ini.")
    try:
        signing.make_key(ledger_path(), key, word)
    except OSError as error:
        raise UsageError(
            f"--kunci: kunci tidak dapat ditulis: {key}", "Periksa nama folder, izinnya, dan sisa ruang penyimpanan."
        ) from error
    print_facts(
        [("Kunci", str(key)), ("Kunci umum", str(keys.beside(key, keys.PUBLIC)))],
        notes=["Simpan kuncinya di tempat BKM. Kata sandi yang lupa tidak dapat dicari lagi."],
    )


@commands.command(
    "bubuhkan",
    "Tanda tangani kepala buku sekarang.\n\nHasilnya beberapa baris teks: kirim ke lurah, BKM, atau grup "
    "WhatsApp, dan simpan. Yang bukan lanjutan dari tanda tangan terakhir tidak ditandatangani.",
    examples=[
        "tanda-tangan bubuhkan --kunci E:\\kunci-bkm.pem --ke januari.txt",
        "tanda-tangan bubuhkan --kunci E:\\kunci-bkm.pem --sejak januari.txt --ke februari.txt",
    ],
)
def sign(
    key: Key,
    passphrase: Passphrase = None,
    since: Older = None,
    destination: Destination = None,
    *,
    overwrite: Overwrite = False,
) -> None:
    from danabergulir.operations.witness import keys, signing

    keys.check_library()
    try:
        note = signing.sign(ledger_path(), key, _passphrase(passphrase), since)
    except OSError as error:
        raise UsageError(
            f"--kunci: tidak dapat ditulis di sebelah kunci: {key.parent}",
            "Tanda tangan terakhir disimpan di situ. Buka kunci tulis flash disk itu.",
        ) from error
    print_text(note, destination, overwrite=overwrite)


@commands.command(
    "periksa",
    "Periksa kepala buku bertanda tangan: apakah sah, dan apakah buku masih lanjutannya.\n\nLurah atau BKM yang tidak "
    "punya buku memakai --tanpa-buku, dan membandingkan yang baru dengan yang lama (--sejak).",
    examples=[
        "tanda-tangan periksa januari.txt --kunci-umum kunci-bkm.pem.umum",
        "tanda-tangan periksa februari.txt --sejak januari.txt --kunci-umum kunci-bkm.pem.umum --tanpa-buku",
    ],
)
def check(
    note: Annotated[Path, typer.Argument(metavar="FILE", help="Kepala buku bertanda tangan.")],
    public: Annotated[Path, typer.Option("--kunci-umum", metavar="FILE", help="Kunci umum BKM (.umum).")],
    since: Older = None,
    output: Output = SCREEN,
    *,
    alone: Annotated[bool, typer.Option("--tanpa-buku", help="Jangan bandingkan dengan buku.")] = False,
) -> None:
    from danabergulir.operations.witness import signing

    found = signing.verify(note, public, ledger=None if alone else ledger_path(), since=since)
    print_record(found.record, output, facts=found.facts)
