"""``pinjaman``: working a loan out, paying it out, and looking at it."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.output import (
    CARD_ON_SCREEN,
    Agreed,
    CardOutput,
    insisting,
    once_agreed,
    print_card,
    print_listing,
    print_page,
    print_record,
    print_remark,
    print_warnings,
)
from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.language import CommandGroup
from danabergulir.cli.usage.options import (
    SCREEN,
    Amount,
    AsOf,
    ExternalRef,
    Insist,
    ListingFormat,
    OnlyKsm,
    OnlyRw,
    Output,
    OutputFormat,
    Percent,
    RecordedOn,
    ledger_path,
    now,
    read_amount,
    read_date,
    read_jasa,
    read_minutes_or_none,
    read_percent,
    several_words,
    today,
)
from danabergulir.errors import UsageError

if TYPE_CHECKING:
    from danabergulir.dates import Frequency
    from danabergulir.domain.loans.terms import LoanState
    from danabergulir.domain.policy.choices import Method, RoundedPart
    from danabergulir.money import Direction
    from danabergulir.operations.loans.simulation import Wish

    MethodName: TypeAlias = Method
    FrequencyName: TypeAlias = Frequency
    DirectionName: TypeAlias = Direction
    PartName: TypeAlias = RoundedPart
    StateName: TypeAlias = LoanState
else:
    # With a parser typer needs no class, so none is imported.
    MethodName = FrequencyName = DirectionName = PartName = StateName = object

commands = CommandGroup()


_LOAN_STATES = Choices("domain.loans.terms:LoanState", without=["belum cair"])
_METHODS = Choices("domain.policy.choices:Method")
_FREQUENCIES = Choices("dates:Frequency")
_DIRECTIONS = Choices("money:Direction")
_ROUNDED_PARTS = Choices("domain.policy.choices:RoundedPart")

_PRINCIPAL = typer.Option("--pokok", metavar="JUMLAH", parser=read_amount, help="Pokok pinjaman, misalnya 36jt.")
_TERM = typer.Option("--tenor", metavar="KALI", help="Jangka waktu: berapa kali angsuran.")
_GRACE = typer.Option("--tenggang", metavar="KALI", help="Berapa angsuran pertama yang tanpa pokok.")

Principal = Annotated[Amount, _PRINCIPAL]
Term = Annotated[int, _TERM]
Grace = Annotated[int, _GRACE]
Jasa = Annotated[
    Percent | None,
    typer.Option(
        "--jasa", metavar="PERSEN", parser=read_jasa, show_default="kebijakan", help="Jasa sebulan, misalnya 1,5."
    ),
]
Titipan = Annotated[
    Percent | None,
    typer.Option(
        "--titipan",
        metavar="PERSEN",
        parser=read_percent,
        show_default="kebijakan",
        help="Titipan sebulan di luar jasa.",
    ),
]
How = Annotated[
    MethodName | None,
    one_of("--metode", _METHODS, help_text="Cara menghitung jasa.", show_default="kebijakan"),
]
HowOften = Annotated[
    FrequencyName | None,
    one_of("--frekuensi", _FREQUENCIES, help_text="Seberapa sering mengangsur.", show_default="kebijakan"),
]
FirstDue = Annotated[
    date | None,
    typer.Option(
        "--angsuran-pertama",
        metavar="TANGGAL",
        parser=read_date,
        show_default="satu masa kemudian",
        help="Jatuh tempo angsuran pertama.",
    ),
]
LoanOrProposal = Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor pinjaman atau pengajuan.")]
LoanWords = Annotated[
    str, typer.Argument(metavar="NOMOR", parser=several_words, help="Nomor pinjaman, atau kode atau nama KSM.")
]


@commands.command(
    "simulasi",
    "Hitung jadwal angsuran tanpa mencatat apa pun.",
    examples=(
        "pinjaman simulasi --pokok 36jt --tenor 12",
        "pinjaman simulasi --pokok 5jt --tenor 10 --metode menurun",
        "pinjaman simulasi --ksm MAWAR --pokok 5jt --tenor 10",
    ),
)
def simulate(
    principal: Principal,
    term: Term,
    jasa: Jasa = None,
    titipan: Titipan = None,
    method: How = None,
    frequency: HowOften = None,
    dated_on: Annotated[
        date | None,
        typer.Option(
            "--tanggal", metavar="TANGGAL", parser=read_date, show_default="hari ini", help="Tanggal pencairan."
        ),
    ] = None,
    grace: Grace = 0,
    first_due_on: FirstDue = None,
    step: Annotated[
        int | None,
        typer.Option("--kelipatan", metavar="RUPIAH", show_default="kebijakan", help="Bulatkan ke kelipatan ini."),
    ] = None,
    direction: Annotated[
        DirectionName | None,
        one_of("--arah", _DIRECTIONS, help_text="Arah pembulatan.", show_default="kebijakan"),
    ] = None,
    part: Annotated[
        PartName | None,
        one_of(
            "--bulatkan",
            _ROUNDED_PARTS,
            help_text="Bulatkan tiap bagian, atau jumlah angsurannya.",
            show_default="kebijakan",
        ),
    ] = None,
    policy_file: Annotated[
        Path | None,
        typer.Option(
            "--kebijakan", metavar="FILE", show_default="kebijakan bawaan", help="Pakai aturan dari file kebijakan ini."
        ),
    ] = None,
    ksm: Annotated[
        str | None, typer.Option("--ksm", metavar="KSM", help="Lihat akibatnya bagi buku, bila KSM ini yang meminjam.")
    ] = None,
    from_account: Annotated[
        str | None,
        typer.Option("--dari", metavar="AKUN", show_default="kas", help="Dengan --ksm: akun kas atau bank asal uang."),
    ] = None,
    output: Output = SCREEN,
) -> None:
    """Print a schedule and what it costs; nothing is recorded."""
    from danabergulir.operations.loans import simulation
    from danabergulir.operations.policy.file import read_policy
    from danabergulir.reports.shown import schedule as shown

    wish = simulation.Wish(
        principal=principal,
        term=term,
        jasa_percent=jasa,
        titipan_percent=titipan,
        method=method,
        frequency=frequency,
        grace=grace,
        step=step,
        direction=direction,
        rounded_part=part,
        first_due_on=first_due_on,
    )
    if ksm is not None:
        _simulate_in_ledger(ksm, wish, dated_on, from_account, policy_file, output)
        return
    found = simulation.simulate(wish, dated_on or today(), read_policy(policy_file))
    print_listing(shown.schedule_section(found), output, shown.totals(found))


def _simulate_in_ledger(
    ksm: str,
    wish: "Wish",
    dated_on: date | None,
    from_account: str | None,
    policy_file: Path | None,
    output: Output,
) -> None:
    """Print the schedule, the fund before and after, and the check list; CSV and JSON carry the schedule."""
    from danabergulir.operations.loans.standing import what_if
    from danabergulir.reports.shown import proposals

    if policy_file is not None:
        raise UsageError("--kebijakan tidak dipakai bersama --ksm", "Dengan --ksm berlaku kebijakan dalam buku.")
    found = what_if(ledger_path(), ksm, wish, dated_on or today(), today(), from_account=from_account)
    page = proposals.what_if_page(found)
    if output.format is OutputFormat.JSON:
        print_listing(page.section, output, proposals.what_if_totals(found))
    else:
        print_page(page, output)


@commands.command(
    "cairkan",
    "Catat pencairan: pengajuan yang disetujui, atau langsung kepada KSM.",
    examples=(
        "pinjaman cairkan P-0007 --tanggal 2026-01-15 --dari 11021",
        "pinjaman cairkan MAWAR --pokok 6jt --tenor 10 --tanggal 2026-01-15 --ba 03/BA/2026",
    ),
)
def disburse(
    words: Annotated[
        str,
        typer.Argument(
            metavar="KSM|NOMOR", parser=several_words, help="Nomor pengajuan, atau kode atau bagian nama KSM."
        ),
    ],
    principal: Annotated[Amount | None, _PRINCIPAL] = None,
    term: Annotated[int | None, _TERM] = None,
    jasa: Jasa = None,
    titipan: Titipan = None,
    method: How = None,
    frequency: HowOften = None,
    grace: Annotated[int | None, _GRACE] = None,
    first_due_on: FirstDue = None,
    dated_on: RecordedOn = None,
    from_account: Annotated[
        str | None,
        typer.Option("--dari", metavar="AKUN", show_default="kas", help="Akun kas atau bank asal uangnya."),
    ] = None,
    decision: Annotated[
        str, typer.Option("--ba", metavar="NOMOR", parser=read_minutes_or_none, help="Nomor berita acara persetujuan.")
    ] = "",
    permit: Annotated[
        str,
        typer.Option(
            "--izin-ba",
            metavar="NOMOR",
            parser=read_minutes_or_none,
            help="Nomor berita acara yang mengesampingkan syarat.",
        ),
    ] = "",
    external_ref: ExternalRef = None,
    *,
    agreed: Agreed = False,
    insist: Insist = False,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Record a disbursement."""
    from danabergulir.operations.loans import disbursement
    from danabergulir.reports.shown import loans

    asked = {
        "principal": principal,
        "term": term,
        "jasa_percent": jasa,
        "titipan_percent": titipan,
        "method": method,
        "frequency": frequency,
        "grace": grace,
        "first_due_on": first_due_on,
    }
    record_it = partial(
        disbursement.disburse_named,
        ledger_path(),
        words,
        asked,
        dated_on or today(),
        now(),
        from_account=from_account,
        decision=decision,
        permit=permit,
        external_ref=external_ref,
        insist=insisting(insist),
    )
    paid_out = once_agreed(record_it, "pencairan tidak jadi dicatat", agreed=agreed)
    print_record(loans.disbursement(paid_out), output_format)
    if paid_out.saved:
        print_remark(f"Tabungan wajib dicatat pada {paid_out.saved.number}.")
    print_warnings(paid_out.warnings)


@commands.command(
    "daftar",
    "Daftar pinjaman dan keadaannya.",
    examples=("pinjaman daftar --status berjalan", "pinjaman daftar --per 2026-06-30 --rw 05"),
)
def list_all(
    as_of: AsOf = None,
    rw: OnlyRw = None,
    ksm: OnlyKsm = None,
    state: Annotated[StateName | None, one_of("--status", _LOAN_STATES, help_text="Hanya yang statusnya ini.")] = None,
    output: Output = SCREEN,
) -> None:
    """List the loans and how they stand."""
    from danabergulir.operations.loans import disbursement
    from danabergulir.reports.shown import loans

    books = disbursement.list_loans(ledger_path(), as_of or today(), rw=rw, ksm=ksm, state=state)
    print_listing(loans.loan_list(books), output)


@commands.command("lihat", "Lihat isi perjanjian dan keadaan satu pinjaman.", examples=("pinjaman lihat P-0001",))
def show(words: LoanWords, as_of: AsOf = None, output: Output = SCREEN) -> None:
    """Print what was agreed on one loan and where it stands."""
    from danabergulir.operations.loans import disbursement
    from danabergulir.reports.shown import loans

    card = disbursement.loan_card(ledger_path(), words, as_of or today())
    print_record(loans.loan_facts(card.book), output)


@commands.command(
    "jadwal",
    "Jadwal angsuran satu pinjaman dan yang sudah dibayar.",
    examples=("pinjaman jadwal P-0001", "pinjaman jadwal P-0001 --format csv --ke jadwal.csv"),
)
def schedule(
    words: LoanWords,
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    """Print what was agreed on one loan and where it stands."""
    from danabergulir.operations.loans import disbursement
    from danabergulir.reports.shown import endings, loans

    card = disbursement.loan_card(ledger_path(), words, as_of or today())
    notes = endings.version_notes(card.agreement, card.book.paid)
    print_listing(loans.paid_schedule(card.book, card.schedule, notes), output)


@commands.command(
    "kartu",
    "Kartu pinjaman (U-7B): jadwal, setoran, dan saldo.",
    examples=(
        "pinjaman kartu P-0001",
        "pinjaman kartu MAWAR --per 2026-06-30",
        "pinjaman kartu P-0001 --format pdf",
        "pinjaman kartu P-0001 --jelaskan",
    ),
)
def card_page(
    words: LoanWords,
    as_of: AsOf = None,
    output: CardOutput = CARD_ON_SCREEN,
    *,
    explained: Annotated[
        bool, typer.Option("--jelaskan", help="Satu halaman: mengapa berutang sebanyak ini. Dapat dicetak untuk KSM.")
    ] = False,
) -> None:
    """Print the loan card."""
    if explained:
        from danabergulir.operations.explaining.answers import debt
        from danabergulir.reports.shown.explained import answer_page

        found = debt(ledger_path(), words, as_of or today())
        print_card(answer_page(found, whole=True), found.key, output)
        return
    from danabergulir.operations.loans import disbursement
    from danabergulir.reports.shown import loan_card

    card = disbursement.loan_card(ledger_path(), words, as_of or today())
    page = loan_card.loan_card(card.book, card.schedule, card.vouchers)
    print_card(page, card.book.loan.number, output)
