"""``pinjaman``: asking for a loan, deciding on it, and who in the KSM has which part of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from danabergulir.cli.loans.lending import (
    Grace,
    How,
    HowOften,
    Jasa,
    LoanOrProposal,
    Principal,
    Term,
    Titipan,
    commands,
)
from danabergulir.cli.output import print_listing, print_record, print_warnings
from danabergulir.cli.usage.choices import Choices, one_of
from danabergulir.cli.usage.options import (
    SCREEN,
    AsOf,
    KsmWords,
    ListingFormat,
    OnlyKsm,
    Output,
    OutputFormat,
    RecordedOn,
    ledger_path,
    now,
    read_amount,
    read_minutes,
    read_minutes_or_none,
    read_text,
    today,
)
from danabergulir.errors import UsageError
from danabergulir.text import quoted

if TYPE_CHECKING:
    from danabergulir.domain.loans.proposal import ProposalState
    from danabergulir.money import Rupiah
    from danabergulir.operations.loans.members import TypedPart

    Share: TypeAlias = tuple[str, Rupiah]
    StateName: TypeAlias = ProposalState
    ReceiptPart: TypeAlias = TypedPart
else:
    # With a parser typer needs no class, so none is imported.
    Share = ReceiptPart = StateName = object


_STATES = Choices("domain.loans.proposal:ProposalState")


def _read_share(word: str) -> "Share":
    member, equals, amount = word.rpartition("=")
    if not equals or not member.strip():
        raise UsageError(f"bagian tidak dapat dibaca: {quoted(word)}", "Tulis NOMOR=JUMLAH, misalnya 1=500rb.")
    return member.strip(), read_amount(amount)


def _read_paid(word: str) -> "TypedPart":
    from danabergulir.operations.loans.members import TypedPart

    return TypedPart(*_read_share(word))


def _read_carried(word: str) -> "TypedPart":
    from danabergulir.operations.loans.members import TypedPart

    members, amount = _read_share(word)
    payer, colon, carried = members.partition(":")
    if not colon or not payer.strip() or not carried.strip():
        raise UsageError(
            f"bagian tidak dapat dibaca: {quoted(word)}",
            "Tulis YANG_MEMBAYAR:YANG_DITANGGUNG=JUMLAH, misalnya 2:3=50rb.",
        )
    return TypedPart(payer.strip(), amount, carried.strip())


_Number = Annotated[str, typer.Argument(metavar="NOMOR", help="Nomor pengajuan, misalnya P-0007.")]


@commands.command(
    "ajukan",
    "Catat pengajuan pinjaman KSM dan periksa syaratnya.",
    examples=(
        'pinjaman ajukan MAWAR --pokok 6jt --tenor 10 --keperluan "modal warung"',
        "pinjaman ajukan MAWAR --pokok 6jt --tenor 10 --anggota bagian.csv",
        "pinjaman ajukan MAWAR --pokok 1,5jt --tenor 10 --bagian 1=1jt --bagian 2=500rb",
    ),
)
def propose(
    ksm: KsmWords,
    principal: Principal,
    term: Term,
    *,
    jasa: Jasa = None,
    titipan: Titipan = None,
    method: How = None,
    frequency: HowOften = None,
    grace: Grace = 0,
    purpose: Annotated[
        str, typer.Option("--keperluan", metavar="TEKS", parser=read_text, help="Untuk apa pinjamannya.")
    ] = "",
    shares_file: Annotated[
        Path | None,
        typer.Option("--anggota", metavar="FILE", help="File CSV bagian tiap anggota, kolom anggota dan jumlah."),
    ] = None,
    shares: Annotated[
        list[Share] | None,
        typer.Option(
            "--bagian", metavar="NOMOR=JUMLAH", parser=_read_share, help="Bagian satu anggota; dapat diulang."
        ),
    ] = None,
    equally: Annotated[bool, typer.Option("--rata", help="Bagi rata kepada semua anggota.")] = False,
    permit: Annotated[
        str,
        typer.Option(
            "--izin-ba",
            metavar="NOMOR",
            parser=read_minutes_or_none,
            help="Nomor berita acara yang mengesampingkan sanksi.",
        ),
    ] = "",
    dated_on: RecordedOn = None,
) -> None:
    """Record a proposal; print it and its check list."""
    from danabergulir.operations.loans import proposals, simulation
    from danabergulir.reports.shown import proposals as shown

    asked = proposals.propose(
        ledger_path(),
        ksm,
        simulation.Wish(
            principal=principal,
            term=term,
            jasa_percent=jasa,
            titipan_percent=titipan,
            method=method,
            frequency=frequency,
            grace=grace,
        ),
        dated_on or today(),
        now(),
        shares=proposals.SharesAsked(shares_file, tuple(shares or ()), equal=equally),
        purpose=purpose,
        permit=permit,
    )
    print_record(shown.proposal_facts(asked), OutputFormat.TABLE)
    typer.echo()
    print_listing(shown.check_section(asked.checks, asked.as_of, asked.reached))


@commands.command(
    "periksa-syarat",
    "Periksa lagi syarat satu pengajuan.",
    examples=("pinjaman periksa-syarat P-0007",),
)
def check(
    number: _Number,
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    """Print the check list of a proposal as of a day."""
    from danabergulir.operations.loans import proposals
    from danabergulir.reports.shown import proposals as shown

    found = proposals.check_again(ledger_path(), number, as_of or today(), today())
    section = shown.check_section(
        found.checks, found.as_of, found.reached, keys=output.format is not OutputFormat.TABLE
    )
    print_listing(section, output)


@commands.command(
    "putuskan",
    "Catat putusan atas pengajuan, satu kali.",
    examples=(
        "pinjaman putuskan P-0007 --setuju --ba 03/BA/2026",
        'pinjaman putuskan P-0007 --tolak --ba 03/BA/2026 --catatan "usaha belum jalan"',
    ),
)
def decide(
    number: _Number,
    minutes: Annotated[str, typer.Option("--ba", metavar="NOMOR", parser=read_minutes, help="Nomor berita acara.")],
    *,
    approved: Annotated[bool | None, typer.Option("--setuju/--tolak", help="Putusannya.")] = None,
    override: Annotated[
        bool, typer.Option("--kesampingkan", help="Setujui walaupun ada syarat yang tidak terpenuhi.")
    ] = False,
    note: Annotated[str, typer.Option("--catatan", metavar="TEKS", parser=read_text, help="Catatan putusan.")] = "",
    dated_on: RecordedOn = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Record the board's decision."""
    from danabergulir.operations.loans import proposals
    from danabergulir.reports.shown import proposals as shown

    if approved is None:
        raise UsageError("putusannya belum diisi", "Tambahkan --setuju atau --tolak.")
    decided = proposals.decide(
        ledger_path(),
        number,
        dated_on or today(),
        now(),
        approved=approved,
        minutes=minutes,
        override=override,
        note=note,
    )
    print_record(shown.decision_facts(decided), output_format)
    print_warnings(decided.warnings)


@commands.command(
    "pengajuan",
    "Daftar pengajuan dan putusannya.",
    examples=("pinjaman pengajuan --status diajukan",),
)
def list_proposals(
    as_of: AsOf = None,
    ksm: OnlyKsm = None,
    state: Annotated[StateName | None, one_of("--status", _STATES, help_text="Hanya yang statusnya ini.")] = None,
    output: Output = SCREEN,
) -> None:
    """Print the proposals with their decisions."""
    from danabergulir.operations.loans import proposals
    from danabergulir.reports.shown import proposals as shown

    found = proposals.list_proposals(ledger_path(), as_of or today(), ksm=ksm, state=state)
    print_listing(shown.proposal_list(found), output)


@commands.command(
    "anggota",
    "Bagian tiap anggota, yang dibayar, dan siapa menanggung siapa.",
    examples=("pinjaman anggota P-0007",),
)
def members(
    number: LoanOrProposal,
    as_of: AsOf = None,
    output: Output = SCREEN,
) -> None:
    """Print a loan member by member."""
    from danabergulir.operations.loans import members
    from danabergulir.reports.shown import proposals as shown

    found = members.loan_members(ledger_path(), number, as_of or today())
    section = shown.members_section(found)
    print_listing(section, output)


@commands.command(
    "bagi-setoran",
    "Catat siapa membayar berapa dari satu setoran.",
    examples=(
        "pinjaman bagi-setoran BKM-2026-0003 --bayar 1=115rb --bayar 2=115rb",
        "pinjaman bagi-setoran BKM-2026-0003 --tanggung 2:3=115rb",
    ),
)
def share_receipt(
    voucher: Annotated[str, typer.Argument(metavar="BUKTI", help="Nomor bukti setoran.")],
    paid: Annotated[
        list[ReceiptPart] | None,
        typer.Option(
            "--bayar", metavar="NOMOR=JUMLAH", parser=_read_paid, help="Anggota membayar bagiannya; dapat diulang."
        ),
    ] = None,
    carried: Annotated[
        list[ReceiptPart] | None,
        typer.Option(
            "--tanggung",
            metavar="NOMOR:NOMOR=JUMLAH",
            parser=_read_carried,
            help="Anggota pertama membayar bagian anggota kedua; dapat diulang.",
        ),
    ] = None,
    output_format: ListingFormat = OutputFormat.TABLE,
) -> None:
    """Record who paid what of a receipt; print the loan member by member."""
    from danabergulir.operations.loans import members
    from danabergulir.reports.shown import proposals as shown

    found = members.share_receipt(ledger_path(), voucher, (*(paid or ()), *(carried or ())), now())
    print_listing(shown.members_section(found), Output(output_format))
