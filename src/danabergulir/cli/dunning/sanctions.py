"""``sanksi``: letters to KSM in arrears, what comes of them, and what is written down between the letters."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.output import (
    letter_press,
    print_done,
    print_listing,
    print_record,
    print_remark,
    print_text,
    say_text_only,
)
from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    Amount,
    AsOf,
    DestinationFolder,
    KsmWords,
    ListingFormat,
    OnlyKsm,
    OnlyRw,
    Output,
    OutputFormat,
    RecordedOn,
    agree,
    is_interactive,
    ledger_path,
    now,
    read_amount,
    read_date,
    read_text,
    today,
)

if TYPE_CHECKING:
    from danabergulir.domain.dunning.due import SanctionLine
    from danabergulir.domain.dunning.sanctions import Cause, EventKind, SanctionState

    StateName: TypeAlias = SanctionState
    KindName: TypeAlias = EventKind
    CauseName: TypeAlias = Cause
else:
    # With a parser typer needs no class, so none is imported.
    StateName = KindName = CauseName = object


_STATES = Choices("domain.dunning.sanctions:SanctionState")
_KINDS = Choices("domain.dunning.sanctions:EventKind", without=["cabut"])
_CAUSES = Choices("domain.dunning.sanctions:Cause")

commands = CommandGroup()

_Number = Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor sanksi, misalnya S-0007, atau nomor surat.")]
_Templates = Annotated[
    Path | None,
    typer.Option(
        "--templat", metavar="FOLDER", show_default="folder surat di samping buku", help="Folder teks surat Anda."
    ),
]


@commands.command(
    "daftar",
    "Daftar sanksi yang perlu terbit dan yang sedang berjalan.",
    examples=("sanksi daftar --per 2026-03-31", "sanksi daftar --rw 05 --status dipenuhi"),
)
def listing(
    as_of: AsOf = None,
    ksm: OnlyKsm = None,
    rw: OnlyRw = None,
    level: Annotated[int | None, typer.Option("--tingkat", metavar="N", help="Hanya tingkat ini.")] = None,
    state: Annotated[
        StateName | None,
        one_of("--status", _STATES, help_text="Hanya yang statusnya ini.", show_default="diusulkan dan terbit"),
    ] = None,
    output: Output = SCREEN,
) -> None:
    """List what is due and what is running."""
    from danabergulir.operations.dunning import sanctions
    from danabergulir.reports.month.sanctions import sanction_section

    day = as_of or today()
    lines = sanctions.list_sanctions(ledger_path(), day, ksm=ksm, rw=rw, level=level, state=state)
    section = sanction_section(lines, day, brief=output.format is OutputFormat.TABLE)
    print_listing(section, output)


@commands.command(
    "terbitkan",
    "Terbitkan semua surat yang perlu: diberi nomor, dicatat, dan ditulis sebagai teks dan PDF.\n\n"
    "Teks surat dapat diganti: taruh tingkat-1.txt dan seterusnya dalam folder surat di samping buku.",
    examples=("sanksi terbitkan --per 2026-03-31 --ke surat-maret", "sanksi terbitkan --templat D:\\teks-surat"),
)
def issue(
    as_of: AsOf = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--ke", metavar="FOLDER", show_default="folder baru di samping buku", help="Tulis surat ke folder ini."
        ),
    ] = None,
    templates: _Templates = None,
    *,
    agreed: Annotated[bool, typer.Option("--ya", help="Terbitkan tanpa bertanya.")] = False,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Send out every letter that is due."""
    from danabergulir.operations.dunning import letters
    from danabergulir.reports.papers.letters import issued_section

    day = as_of or today()
    if is_interactive() and not agreed:
        _confirm(letters.batch(ledger_path(), day), day)
    press, missing = letter_press()
    issued = letters.issue(ledger_path(), day, now(), folder=folder, templates=templates, press=press)
    print_listing(issued_section(issued.letters, brief=output_format is OutputFormat.TABLE), Output(output_format))
    if issued.folder:
        print_remark(f"Ditulis ke {issued.folder}")
        say_text_only(missing)


def _confirm(lines: "tuple[SanctionLine, ...]", day: date) -> None:
    """Show what is about to go out. Raises ``RefusedError`` unless the person agrees; nothing due needs no answer."""
    from danabergulir.reports.month.sanctions import sanction_section

    if not lines:
        return
    print_listing(sanction_section(lines, day, brief=True))
    agree(f"Terbitkan {len(lines)} surat ini?", "surat tidak jadi terbit")


@commands.command(
    "surat",
    "Tampilkan lagi surat yang sudah terbit.\n\nIsinya menurut buku pada tanggal surat itu.",
    examples=("sanksi surat S-0007", "sanksi surat 001/UPK-MELATI/II/2026 --ke surat-ulang"),
)
def letter(
    number: _Number,
    folder: DestinationFolder = None,
    templates: _Templates = None,
) -> None:
    """Print a letter that went out once more."""
    from danabergulir.operations.dunning import letters

    found = letters.reprint(ledger_path(), number, templates=templates)
    if folder is None:
        print_text(found.text, None)
        return
    press, missing = letter_press()
    files = letters.printed(found, press)
    letters.write_letters(files, folder)
    for name in files:
        print_remark(f"Ditulis ke {folder / name}")
    say_text_only(missing)


@commands.command(
    "catat",
    "Catat kunjungan, janji bayar, sebab menunggak, atau hal lain tentang KSM.",
    examples=(
        "sanksi catat MAWAR --jenis janji-bayar --janji 2026-04-15 --jumlah 500rb",
        'sanksi catat MAWAR --jenis sebab --sebab usaha-bangkrut --keterangan "kios terbakar"',
    ),
)
def note(
    ksm: KsmWords,
    kind: Annotated[KindName, one_of("--jenis", _KINDS, help_text="Apa yang dicatat.")],
    dated_on: RecordedOn = None,
    promised_on: Annotated[
        date | None, typer.Option("--janji", metavar="TANGGAL", parser=read_date, help="Kapan dijanjikan dibayar.")
    ] = None,
    amount: Annotated[
        Amount | None,
        typer.Option(
            "--jumlah",
            metavar="RUPIAH",
            parser=read_amount,
            show_default="seluruh tunggakan hari itu",
            help="Jumlah yang dijanjikan.",
        ),
    ] = None,
    cause: Annotated[CauseName | None, one_of("--sebab", _CAUSES, help_text="Sebab menunggak.")] = None,
    text: Annotated[str, typer.Option("--keterangan", metavar="TEKS", parser=read_text, help="Keterangan.")] = "",
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Write down something about a late loan."""
    from danabergulir.operations.dunning import sanctions
    from danabergulir.reports.shown.sanctions import note_section

    noted = sanctions.note(
        ledger_path(),
        ksm,
        kind,
        dated_on or today(),
        now(),
        text=text,
        promised_on=promised_on,
        amount=amount,
        cause=cause,
    )
    print_record(note_section(noted.event), output_format)
    if not noted.is_new:
        print_remark("Catatan yang sama sudah ada pada hari itu; tidak dicatat dua kali.")


@commands.command(
    "cabut",
    "Cabut sanksi yang sedang berjalan, dengan alasan.",
    examples=('sanksi cabut S-0007 --alasan "keputusan rapat BKM 12/BA/2026"',),
)
def withdraw(
    number: _Number,
    reason: Annotated[str, typer.Option("--alasan", metavar="TEKS", parser=read_text, help="Mengapa dicabut.")],
    dated_on: RecordedOn = None,
) -> None:
    """Withdraw a sanction."""
    from danabergulir.operations.dunning import sanctions

    sanction = sanctions.withdraw(ledger_path(), number, reason, dated_on or today(), now())
    print_done(f"Sanksi {sanction.number} dicabut: {sanction.name}, pinjaman {sanction.loan}.")


@commands.command(
    "riwayat",
    "Semua sanksi, kunjungan, dan janji satu KSM, dari yang paling lama.",
    examples=("sanksi riwayat MAWAR",),
)
def history(
    ksm: KsmWords,
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    """List all that happened to the loans of one KSM under sanction."""
    from danabergulir.operations.dunning import sanctions
    from danabergulir.reports.shown.sanctions import history_section

    day = as_of or today()
    files = sanctions.history(ledger_path(), ksm, day)
    print_listing(history_section(files, day), output)
