"""The treasurer's own numbers on a sheet, held against those that the vouchers of its lines were recorded with."""

from collections.abc import Iterator, Sequence
from typing import Final

from danabergulir.domain.journal import Event, Voucher, reference_key
from danabergulir.domain.meeting import SheetField
from danabergulir.errors import Finding
from danabergulir.money import format_count
from danabergulir.operations.imports.meeting.filled import FilledLine
from danabergulir.text import quoted


def beside(own_number: str) -> str:
    """Return what the memo of a voucher says of a number that stands on another voucher of its line."""
    return f", bukti luar {own_number}"


def changed(line: FilledLine, standing: Sequence[Voucher]) -> Iterator[Finding]:
    """Yield a finding where a line has another number than its vouchers that stand."""
    voucher, own = _numbered(standing), reference_key(line.own_number)
    if voucher is None or not own or own in {reference_key(item.posting.external_ref) for item in standing}:
        return
    known = quoted(voucher.posting.external_ref or "")
    yield Finding(
        "lembar",
        line.own_place,
        f"{SheetField.OWN_NUMBER} {line.name} {quoted(line.own_number)}, padahal {voucher.number} sudah dicatat dengan "
        f"nomor {known}",
        f"Tulis lagi {known}; bila nomor itu salah: danabergulir batal {voucher.number} "
        f'--alasan "salah nomor kuitansi", lalu {recorded_anew(voucher, line.own_number)}',
    )


def left_out(line: FilledLine, standing: Sequence[Voucher]) -> Iterator[str]:
    """Yield what to say of a number that was taken off a line since it was recorded, or written on it later."""
    voucher, own = _numbered(standing), reference_key(line.own_number)
    if voucher is not None and not own:
        known = quoted(voucher.posting.external_ref or "")
        yield f"{line.title}: {SheetField.OWN_NUMBER} kosong; {voucher.number} tetap bernomor {known}"
    is_told = any(beside(line.own_number) in item.posting.memo for item in standing)
    if voucher is None and own and standing and len(standing) >= len(line.amounts) and not is_told:
        yield (
            f"{line.title}: {SheetField.OWN_NUMBER} {quoted(line.own_number)} ditulis sesudah {standing[0].number} "
            "dicatat; nomornya tidak ikut dicatat"
        )


def _numbered(standing: Sequence[Voucher]) -> Voucher | None:
    return next((item for item in standing if reference_key(item.posting.external_ref)), None)


_COMMANDS: Final = {Event.SAVINGS_IN: "tabungan setor", Event.SAVINGS_USED: "tabungan pakai"}


def recorded_anew(voucher: Voucher, own_number: str = "") -> str:
    """Return the command that records what was taken back: from its sheet it is not recorded any more."""
    posting = voucher.posting
    is_used = posting.event is Event.SAVINGS_USED
    who = posting.loan if posting.loan and not is_used else posting.transfers[0].ksm
    words = (
        f"danabergulir {_COMMANDS.get(posting.event, 'terima')} {who} {format_count(posting.amount.value)}",
        f"--tanggal {posting.dated_on.isoformat()}",
        "--ba NOMOR" if is_used else f"--bukti-luar {quoted(own_number)}" if own_number else "",
    )
    return " ".join(filter(None, words))
