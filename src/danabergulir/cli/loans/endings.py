"""How a loan ends or changes: ``pinjaman lunasi``, ``jadwal-ulang`` and ``hapus-buku``."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.loans.lending import FirstDue, Grace, LoanOrProposal, LoanWords, Term, commands
from danabergulir.cli.output import as_pdf, print_listing, print_record, print_remark, print_warnings, write_files
from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.options import (
    AsOf,
    Decision,
    Into,
    ListingFormat,
    MoreMemo,
    Output,
    OutputFormat,
    Overwrite,
    Percent,
    RecordedOn,
    agree,
    event_day,
    ledger_path,
    now,
    read_jasa,
    read_percent,
    today,
)
from danabergulir.errors import UsageError
from danabergulir.files import make_private_folder

if TYPE_CHECKING:
    from danabergulir.domain.loans.outcomes import Settled
    from danabergulir.domain.loans.rescheduling import OverdueJasa
    from danabergulir.domain.policy.choices import SettlementJasa

    JasaRule: TypeAlias = SettlementJasa
    OverdueRule: TypeAlias = OverdueJasa
else:
    # With a parser typer needs no class, so none is imported.
    JasaRule = OverdueRule = object


_JASA_RULES = Choices("domain.policy.choices:SettlementJasa")
_OVERDUE_RULES = Choices("domain.loans.rescheduling:OverdueJasa")


@commands.command(
    "lunasi",
    "Lunasi pinjaman sebelum waktunya. Jumlahnya ditunjukkan dulu.",
    examples=("pinjaman lunasi P-0001 --coba", "pinjaman lunasi P-0001 --tanggal 2026-06-20 --ya"),
)
def settle(
    words: LoanWords,
    settled_on: RecordedOn = None,
    into: Into = None,
    jasa: Annotated[
        JasaRule | None,
        one_of("--jasa", _JASA_RULES, help_text="Jasa yang ditagih.", show_default="kebijakan"),
    ] = None,
    decision: Decision = "",
    *,
    trial: Annotated[bool, typer.Option("--coba", "--hitung", help="Hitung saja, jangan dicatat.")] = False,
    agreed: Annotated[bool, typer.Option("--ya", help="Catat tanpa bertanya.")] = False,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Pay off a loan, once what it takes was shown and agreed to."""
    from danabergulir.operations.loans import endings

    work_out = partial(
        endings.settle,
        ledger_path(),
        words,
        event_day(settled_on),
        now(),
        into=into,
        jasa=jasa,
        decision=decision,
    )
    if trial or not agreed:
        _print(work_out(trial=True), output_format)
    if not (trial or agreed):
        agree("Catat pelunasan ini?", "pelunasan tidak jadi dicatat")
    if not trial:
        _print(work_out(), output_format)


def _print(found: "Settled", output_format: OutputFormat) -> None:
    from danabergulir.reports.shown import endings as shown

    print_record(shown.settlement(found), output_format)
    print_warnings(found.warnings)


@commands.command(
    "jadwal-ulang",
    "Sepakati jadwal baru atas saldo yang tersisa.",
    examples=(
        "pinjaman jadwal-ulang P-0001 --tenor 10 --ba 08/BA/2026",
        "pinjaman jadwal-ulang P-0001 --tenor 12 --tenggang 3 --angsuran-pertama 2026-08-05 --ba 08/BA/2026",
        "pinjaman jadwal-ulang P-0001 --tenor 20 --tanpa-jasa --tunggakan-jasa hapus --ba 08/BA/2026",
    ),
)
def reschedule(
    words: LoanWords,
    term: Term,
    decision: Decision = "",
    agreed_on: RecordedOn = None,
    jasa: Annotated[
        Percent | None,
        typer.Option(
            "--jasa",
            metavar="PERSEN",
            parser=read_jasa,
            show_default="perjanjian lama",
            help="Jasa sebulan, misalnya 1,5.",
        ),
    ] = None,
    grace: Grace = 0,
    first_due_on: FirstDue = None,
    *,
    without_jasa: Annotated[bool, typer.Option("--tanpa-jasa", help="Jadwal baru tanpa jasa dan titipan.")] = False,
    overdue: Annotated[
        OverdueRule | None,
        one_of(
            "--tunggakan-jasa",
            _OVERDUE_RULES,
            help_text="Jasa yang menunggak: dibagi ke angsuran baru, tetap ditagih sekarang, atau dihapus.",
            show_default="gabung",
        ),
    ] = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Put a new schedule in force over what is left of a loan."""
    from danabergulir.domain.loans.rescheduling import OverdueJasa
    from danabergulir.operations.loans import endings
    from danabergulir.reports.shown import endings as shown

    if without_jasa and jasa:
        raise UsageError("--tanpa-jasa tidak dipakai bersama --jasa", "Pilih salah satu.")
    new = endings.reschedule(
        ledger_path(),
        words,
        term,
        event_day(agreed_on),
        now(),
        decision=decision,
        jasa_percent=read_percent("0") if without_jasa else jasa,
        overdue_jasa=overdue or OverdueJasa.SPREAD,
        grace=grace,
        first_due_on=first_due_on,
    )
    print_listing(shown.new_schedule(new), Output(output_format))
    print_warnings(new.warnings)


@commands.command(
    "hapus-buku",
    "Keluarkan pinjaman macet dari neraca. KSM tetap berutang.",
    examples=("pinjaman hapus-buku P-0001 --ba 09/BA/2026 --keterangan 'KSM bubar'",),
)
def write_off(
    words: LoanWords,
    decision: Decision,
    dated_on: RecordedOn = None,
    note: MoreMemo = "",
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Take a loan off the balance sheet."""
    from danabergulir.operations.loans import endings
    from danabergulir.reports.shown import endings as shown

    gone = endings.write_off(ledger_path(), words, event_day(dated_on), now(), decision=decision, note=note)
    print_record(shown.write_off(gone), output_format)
    print_warnings(gone.warnings)


@commands.command(
    "berkas",
    "Surat-surat satu pinjaman sebagai PDF: pengajuan, putusan, perjanjian, tanggung renteng, jadwal, dan kartu.\n\n"
    "NIK anggota hanya tertulis pada surat perjanjian, bila sudah dicatat.",
    examples=("pinjaman berkas P-0007", "pinjaman berkas P-0007 --ke surat-mawar"),
)
def papers(
    number: LoanOrProposal,
    as_of: AsOf = None,
    folder: Annotated[
        Path | None,
        typer.Option("--ke", metavar="FOLDER", show_default="nomor pinjamannya", help="Tulis ke folder ini."),
    ] = None,
    *,
    overwrite: Overwrite = False,
) -> None:
    """Write the papers that there are of a loan or proposal, and say which there are not."""
    from danabergulir.operations.loans.papers import dossier
    from danabergulir.reports.model.paper import file_stem

    found = dossier(ledger_path(), number, as_of or today())
    target = folder or Path(file_stem(found.number))
    # All are set before the first is written.
    files = {target / f"{paper.file_name}.pdf": as_pdf(paper) for paper in found.papers}
    try:
        make_private_folder(target)
    except OSError as error:
        raise UsageError(
            f"--ke: folder tidak dapat dibuat: {target}", "Periksa nama folder dan izinnya. Tidak ada yang ditulis."
        ) from error
    write_files(files, target, overwrite=overwrite, private=files)
    for note in found.remarks:
        print_remark(note)
