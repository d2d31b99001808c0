"""What the figures of the funds for social aid and neighbourhood works are made of: decisions and vouchers."""

from collections.abc import Sequence

from danabergulir.domain.tridaya import Activity, ActivityKept, FundKept, FundMove, Tridaya
from danabergulir.money import NIL, Rupiah
from danabergulir.reports.origins.figure import Figure, added, at_least_nil, counted, entry, less, sum_of


def budget(activity: Activity) -> Figure:
    """Return what was decided for an activity."""
    return _decided(activity, "Anggaran", activity.budget)


def recipients(activity: Activity) -> Figure:
    """Return how many people an activity reaches."""
    return _decided(activity, "Penerima manfaat", activity.recipients or 0)


def _decided(activity: Activity, words: str, value: Rupiah | int) -> Figure:
    minutes = f", berita acara {activity.minutes}" if activity.minutes else ", berita acara belum dicatat"
    return Figure(words, value, rule=f"Menurut keputusan kegiatan {activity.number}{minutes}.")


def paid(kept: ActivityKept) -> Figure:
    """Return what was paid for an activity."""
    return sum_of("Dibayar", _entries(kept.payments, -1))


def left(kept: ActivityKept) -> Figure:
    """Return what of the budget is not paid."""
    return less("Sisa anggaran", budget(kept.activity), paid(kept))


def _entries(moves: Sequence[FundMove], sign: int) -> list[Figure]:
    return [entry(move.dated_on, move.voucher, move.memo, sign * move.amount) for move in moves]


def came_in(fund: FundKept) -> Figure:
    """Return what was set aside in a fund."""
    rule = "Sejak buku dibuka: saldo awal buku, bagian laba yang dibagi waktu tutup tahun, dan lainnya."
    return sum_of("Disisihkan", _entries(fund.came_in, 1), rule=rule)


def spent(fund: FundKept) -> Figure:
    """Return what was paid for activities out of a fund."""
    return sum_of("Dibayar untuk kegiatan", _entries(fund.paid_out, -1))


def spent_otherwise(fund: FundKept) -> Figure:
    """Return what went out of a fund for no activity that is known."""
    return sum_of("Keluar tanpa kegiatan", _entries(fund.otherwise, -1))


def held(fund: FundKept) -> Figure:
    """Return what is in a fund."""
    parts = [came_in(fund), spent(fund).less(), spent_otherwise(fund).less()]
    formula = "disisihkan - dibayar untuk kegiatan - keluar tanpa kegiatan"
    return sum_of("Sisa dana", parts, formula=formula)


def unpaid(fund: FundKept, whole: Tridaya) -> Figure:
    """Return what is decided for activities of a fund and not paid yet."""
    parts = [
        at_least_nil(f"{item.activity.number} {item.activity.name}", left(item))
        for item in whole.activities
        if item.activity.fund is fund.fund and item.left > NIL
    ]
    return sum_of("Anggaran yang belum dibayar", parts)


def free(fund: FundKept, whole: Tridaya) -> Figure:
    """Return what of a fund no activity is decided for; nil where more was decided than it holds."""
    difference = less("Sisa dana setelah semua anggaran dibayar", held(fund), unpaid(fund, whole))
    return at_least_nil("Belum ada kegiatannya", difference)


def how_many(activities: Sequence[ActivityKept]) -> Figure:
    """Return how many activities there are."""
    return counted("Kegiatan", [_named(budget(item.activity), item) for item in activities])


def all_recipients(activities: Sequence[ActivityKept]) -> Figure:
    """Return how many people some activities reach, as far as they were counted."""
    known = [item for item in activities if item.activity.recipients is not None]
    return added("Penerima manfaat", [_named(recipients(item.activity), item) for item in known])


def all_paid(activities: Sequence[ActivityKept]) -> Figure:
    """Return what was paid for some activities."""
    return sum_of("Dibayar", [_named(paid(item), item) for item in activities])


def _named(figure: Figure, kept: ActivityKept) -> Figure:
    return figure.named(f"{kept.activity.number} {kept.activity.name}")
