"""What was decided for an activity, and where its money went."""

from datetime import date

from danabergulir.dates import format_form
from danabergulir.domain.tridaya import TITLE_OF
from danabergulir.errors import NotFoundError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.answering.tridaya import paid_for, tridaya
from danabergulir.ledger.read.vouchers import find
from danabergulir.money import format_rupiah
from danabergulir.operations.explaining.figures import Unfold
from danabergulir.reports.model.explained import Reason
from danabergulir.reports.origins import social
from danabergulir.text import quoted


def why_paid(connection: store.Connection, number: str, as_of: date, unfolding: Unfold) -> Reason:
    """Return what is left of the budget of an activity on a day, and by which minutes. Raises ``NotFoundError``."""
    whole = tridaya(connection, registers.chart(connection, as_of), as_of)
    kept = next((item for item in whole.activities if item.activity.number.casefold() == number.casefold()), None)
    if kept is None:
        raise NotFoundError(
            f"tidak ada kegiatan nomor {quoted(number)} sampai {format_form(as_of)}",
            "Lihat nomornya: danabergulir kegiatan daftar",
        )
    activity, sentences = kept.activity, [f"Dibayar dari {TITLE_OF[kept.activity.fund]}."]
    for move in kept.payments:
        _, permit = paid_for(connection, find(connection, move.voucher).sequence) or ("", "")
        if permit:
            sentences.append(f"{move.voucher} boleh melebihi dana atau anggaran menurut berita acara {permit}.")
    return Reason(
        kind="kegiatan",
        key=activity.number,
        title=f"KEGIATAN {activity.number} {activity.name}".upper(),
        as_of=as_of,
        facts={
            "Kegiatan": f"{activity.number} {activity.name}",
            "Diputuskan": format_form(activity.decided_on),
            "Berita acara": activity.minutes or "belum dicatat",
            "Anggaran": format_rupiah(activity.budget),
        },
        sentences=tuple(sentences),
        figures=(unfolding(social.left(kept)),),
    )
