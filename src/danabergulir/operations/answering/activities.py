"""What the funds for social aid and neighbourhood works are spent on, and nothing that they do not hold."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from re import fullmatch
from typing import Any

from danabergulir.dates import END_OF_TIME, format_form
from danabergulir.domain.answering import folded_number
from danabergulir.domain.groups import rw_number
from danabergulir.domain.journal import Event, Voucher
from danabergulir.domain.limits import Limit
from danabergulir.domain.slips import Review
from danabergulir.domain.tridaya import ROLE_OF, TITLE_OF, Activity, ActivityKept, Tridaya
from danabergulir.errors import NotFoundError, RefusedError, perhaps
from danabergulir.frozen import Struct, replace
from danabergulir.ledger import answers
from danabergulir.ledger.file import store
from danabergulir.ledger.read import limits, registers, vouchers
from danabergulir.ledger.read.accounts import highest_from
from danabergulir.ledger.read.answering.tridaya import activities, tridaya
from danabergulir.money import NIL, Rupiah, format_rupiah
from danabergulir.operations.cash import two_account_posting
from danabergulir.operations.desk import NO_MINUTES, Book, Desk, recording
from danabergulir.operations.versions import Changed, check_version
from danabergulir.text import quoted


class Kept(Struct, frozen=True):
    """An activity as it stands now, what its fund holds, and what is doubtful."""

    kept: ActivityKept
    held: Rupiah
    warnings: tuple[str, ...] = ()


class ActivityPaid(Struct, frozen=True):
    """What was paid for an activity, and the activity after it."""

    voucher: Voucher
    after: Kept


def add_activity(book: Book, activity: Activity, now: datetime) -> Kept:
    """Write down an activity under the next number. Raises ``RefusedError``, and ``NotFoundError`` without the fund."""
    with recording(book, now) as desk:
        desk.check_date(activity.decided_on, of_voucher=False)
        desk.chart.with_role(ROLE_OF[activity.fund])
        new = replace(activity, number=_next_number(desk), rw=rw_number(activity.rw))
        again = [
            f"kegiatan {old.number} {old.name} dengan anggaran yang sama sudah dicatat "
            f"({format_form(old.decided_on)}); periksa apakah ini kegiatan yang sama"
            for old in activities(desk.connection, END_OF_TIME)
            if (old.name.casefold(), old.fund, old.rw, old.budget)
            == (new.name.casefold(), new.fund, new.rw, new.budget)
        ]
        answers.add_activity(desk.writer, new, new.decided_on)
        kept = _kept(desk, new.number)
        return replace(kept, warnings=(*again, *kept.warnings))


def change_activity(
    path: Path, number: str, dated_on: date, now: datetime, changes: Mapping[str, Any]
) -> Changed[Kept]:
    """Put what was decided anew about an activity in force. Raises ``NotFoundError`` and ``RefusedError``."""
    with recording(path, now) as desk:
        old = _find(desk, number)
        days = registers.version_days(desk.connection, "kegiatan", number=old.number)
        check_version(desk, dated_on, days[-1], f"keputusan kegiatan {old.number} yang sekarang")
        new = replace(old, **changes)
        if new.budget != old.budget and "minutes" not in changes:
            new = replace(new, minutes="")  # the old minutes decided the old budget
        if new == old:
            return Changed(_kept(desk, old.number), is_new=False)
        new = replace(new, rw=rw_number(new.rw))
        answers.add_activity(desk.writer, new, dated_on)
        return Changed(_kept(desk, new.number), is_new=True)


def pay_activity(
    book: Book,
    number: str,
    amount: Rupiah,
    dated_on: date,
    now: datetime,
    *,
    memo: str = "",
    out_of: str | None = None,
    party: str = "",
    external_ref: str | None = None,
    permit: str = "",
) -> ActivityPaid:
    """Record money that goes out for an activity: debit its fund, credit the cash box or ``out_of``.

    Raises ``NotFoundError``, and ``RefusedError`` for more than the fund holds or than was decided for the activity,
    unless ``permit`` is the number of the minutes that let it; and for money that is not there.
    """
    with recording(book, now, may_insist=False) as desk:
        activity = _find(desk, number)
        code = desk.chart.with_role(ROLE_OF[activity.fund]).code
        refuse_payment(desk, activity, amount, dated_on, permit)
        desk.refuse_known(external_ref)
        words = f"{activity.number} {activity.name}{f': {memo.strip()}' if memo.strip() else ''}"
        posting = two_account_posting(
            desk.chart,
            Event.CASH_OUT,
            (code, desk.money_account(out_of)),
            amount,
            words,
            dated_on,
            party=party,
            external_ref=external_ref,
        )
        before = vouchers.newest(desk.connection)
        voucher = desk.record(posting)
        note_payment(desk, voucher, activity, before, permit)
        kept = _kept(desk, activity.number)
        doubts = (*desk.on_opening_day(dated_on), *_own_permit(kept.kept, permit), *kept.warnings)
        return ActivityPaid(voucher, replace(kept, warnings=doubts))


def list_activities(path: Path, as_of: date) -> Tridaya:
    """Return both funds and their activities as they stood on a day."""
    with store.reading(path) as connection:
        return tridaya(connection, registers.chart(connection, as_of), as_of)


def activity_paid(desk: Desk, number: str, debit: str) -> Activity:
    """Return the activity of a payment put right. Raises ``RefusedError`` for another account than its fund's."""
    activity = _find(desk, number)
    fund = desk.chart.with_role(ROLE_OF[activity.fund])
    if desk.chart.find(debit).code != fund.code:
        raise RefusedError(
            f"pembayaran kegiatan {activity.number} diambil dari {fund.code} {fund.name}, bukan dari {debit}",
            'Batalkan dulu: danabergulir batal BUKTI --alasan "...". Lalu catat lagi dengan kegiatan atau akun yang '
            "benar: danabergulir kegiatan bayar, atau danabergulir kas keluar",
        )
    return activity


def refuse_payment(desk: Desk, activity: Activity, amount: Rupiah, dated_on: date, permit: str) -> None:
    """Raise ``RefusedError`` for a payment before its decision, or beyond fund or budget without a ``permit``."""
    if dated_on < activity.decided_on:
        raise RefusedError(
            f"kegiatan {activity.number} baru diputuskan {format_form(activity.decided_on)}, "
            f"sesudah {format_form(dated_on)}",
            f"Tanggal paling awal: --tanggal {activity.decided_on.isoformat()}",
        )
    if not permit:
        _refuse_beyond(desk, activity, desk.chart.with_role(ROLE_OF[activity.fund]).code, amount, dated_on)


def note_payment(desk: Desk, voucher: Voucher, activity: Activity, before: int, permit: str) -> None:
    """Write down what a voucher pays for, and what was decided about the vouchers after the sequence ``before``."""
    answers.note_payment(desk.writer, voucher, activity.number, permit)
    if permit:
        code = desk.chart.with_role(ROLE_OF[activity.fund]).code
        _decided_about(desk, before, code, activity, voucher.posting.dated_on, permit)


def _refuse_beyond(desk: Desk, activity: Activity, code: str, amount: Rupiah, dated_on: date) -> None:
    """Raise ``RefusedError`` for more than the fund holds from that day on, or than is left of the budget."""
    permit = "Bila BKM memutuskannya, ulangi dengan --izin-ba NOMOR"
    held = -highest_from(desk.connection, code, dated_on)
    title = TITLE_OF[activity.fund]
    if amount > held:
        there = f"sudah kurang {format_rupiah(-held)}" if held < NIL else f"hanya {format_rupiah(held)}"
        raise RefusedError(
            f"{title} {there}, sedangkan yang dibayar {format_rupiah(amount)}",
            f"Lihat: danabergulir buku-besar {code}. {permit}",
        )
    left = _kept(desk, activity.number).kept.left
    if amount > left:
        raise RefusedError(
            f"anggaran kegiatan {activity.number} tinggal {format_rupiah(left)}, sedangkan yang dibayar "
            f"{format_rupiah(amount)}",
            f"Ubah anggarannya: danabergulir kegiatan ubah {activity.number} --anggaran JUMLAH --ba NOMOR. {permit}",
        )


def _decided_about(desk: Desk, before: int, code: str, activity: Activity, dated_on: date, permit: str) -> None:
    """Write down the decision about a fund that the vouchers after the sequence ``before`` brought below nil."""
    lowered = limits.dips(desk.connection, desk.chart, after=before, of=(Limit.EARMARKED,))
    reason = f"dibayar untuk kegiatan {activity.number} melebihi dananya"
    # it may have been below nil before: a decision names it by the first of all those days
    for dip in limits.dips(desk.connection, desk.chart, of=(Limit.EARMARKED,)) if lowered else ():
        if dip.subject == code and any(dip.holds(new) for new in lowered):
            desk.writer.review(Review(dip.code, dated_on, permit, reason))


def _find(desk: Desk, number: str) -> Activity:
    known = activities(desk.connection, END_OF_TIME)
    for activity in known:
        if activity.number.casefold() == number.strip().casefold():
            return activity
    spelt = [(words, f"{item.number} {item.name}") for item in known for words in (item.number, item.name)]
    near = perhaps(number, spelt)
    raise NotFoundError(
        f"tidak ada kegiatan nomor {quoted(number)}", f"{near}Lihat nomornya: danabergulir kegiatan daftar"
    )


def _next_number(desk: Desk) -> str:
    numbers = (fullmatch(r"G-(\d{3,})", item.number) for item in activities(desk.connection, END_OF_TIME))
    return f"G-{1 + max((int(match[1]) for match in numbers if match), default=0):03d}"


def _kept(desk: Desk, number: str) -> Kept:
    """Return an activity as it stands now, with what is doubtful about it."""
    desk.writer.flush()
    found = tridaya(desk.connection, desk.chart, END_OF_TIME)
    (kept,) = [item for item in found.activities if item.activity.number == number]
    fund = found.of(kept.activity.fund)
    held = fund.left if fund else NIL
    return Kept(kept, held, tuple(_doubts(kept.activity, held, found.unpaid(kept.activity.fund))))


def _doubts(activity: Activity, held: Rupiah, unpaid: Rupiah) -> list[str]:
    doubts = [] if activity.minutes.strip() else [NO_MINUTES]
    if unpaid > max(held, NIL):
        doubts.append(
            f"anggaran yang belum dibayar {format_rupiah(unpaid)}, sedangkan {TITLE_OF[activity.fund]} {_amount(held)}"
        )
    return doubts


def _own_permit(kept: ActivityKept, permit: str) -> list[str]:
    """Return a doubt about minutes that let a payment go beyond the very budget that they decided."""
    activity = kept.activity
    if not permit or kept.left >= NIL or folded_number(permit) != folded_number(activity.minutes):
        return []
    return [f"berita acara {permit} memutuskan anggaran {format_rupiah(activity.budget)} itu sendiri; periksa nomornya"]


def _amount(held: Rupiah) -> str:
    return f"kurang {format_rupiah(-held)}" if held < NIL else f"tinggal {format_rupiah(held)}"
