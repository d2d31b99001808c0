"""What the invented fund answers for: its sources, its part of the surplus for the neighbours, minutes, visits.

No money moves before the last month, so that every figure of the loans and of the bank stays what it is without it.
"""

from datetime import date, datetime

from danabergulir.dates import Month
from danabergulir.demonstration.facts import LAST
from danabergulir.domain.answering import Complaint, ComplaintAnswer, Minutes, ReportReceived
from danabergulir.domain.tridaya import Activity, Fund, FundSource, SourceKind
from danabergulir.money import Rupiah
from danabergulir.operations.answering.activities import add_activity, pay_activity
from danabergulir.operations.answering.complaints import add_complaint, answer_complaint, receive_report
from danabergulir.operations.answering.minutes import add_minutes
from danabergulir.operations.answering.sources import add_source
from danabergulir.operations.answering.visits import add_visit
from danabergulir.operations.desk import Desk

_BANK = "11021"
_MEETING, _DECIDED = "BA-04/BKM/2022", "BA-05/BKM/2022"
_YEAR_END = date(2022, 12, 31)


def answer_for(desk: Desk, month: Month, now: datetime) -> None:
    """Record what the fund answers for in a month whose vouchers are recorded."""
    if month == Month.of(_YEAR_END):
        _decided(desk, now)
    if month == LAST:
        _carried_out(desk, now)


def _decided(desk: Desk, now: datetime) -> None:
    """Record the sources of the capital, and what the two funds are to pay for."""
    for account, kind, programme, document, day, amount in (
        ("31010", SourceKind.BLM, "P2KP tahap I", "SPPB 01/2005", date(2005, 9, 14), 390_000_000),
        ("31020", SourceKind.BLM, "PNPM Mandiri Perkotaan", "SPPB 07/2010", date(2010, 7, 21), 410_000_000),
        ("31020", SourceKind.PAKET, "PAKET P2KP", "NPHD 12/2012", date(2012, 11, 5), 200_000_000),
    ):
        source = FundSource("", account, kind, programme, document, received_on=day, amount=Rupiah(amount))
        add_source(desk, source, _YEAR_END, now)
    held_on = date(2022, 12, 17)
    add_minutes(
        desk,
        Minutes(_MEETING, held_on, "Rembug Warga Tahunan", "Pengurus BKM, 41 warga"),
        now,
    )
    on = date(2022, 12, 27)
    add_minutes(desk, Minutes(_DECIDED, on, "Kegiatan sosial dan lingkungan", "Pengurus BKM, UPK"), now)
    for name, of, rw, recipients, budget in (
        ("Bingkisan lansia dan yatim", Fund.SOCIAL, "", 36, 3_600_000),
        ("Perbaikan saluran air", Fund.NEIGHBOURHOOD, "05", 64, 2_400_000),
    ):
        decided = Activity("", name, of, rw, recipients, Rupiah(budget), minutes=_DECIDED, decided_on=on)
        add_activity(desk, decided, now)


def _carried_out(desk: Desk, now: datetime) -> None:
    """Record what was paid for it, who was visited, who complained, and who received the set of the month before."""
    end = LAST.last_on
    pay_activity(
        desk, "G-001", Rupiah(3_250_000), end, now, memo="36 bingkisan", out_of=_BANK, party="Toko Sembako Makmur"
    )
    pay_activity(
        desk, "G-002", Rupiah(1_500_000), end, now, memo="Semen dan pasir", out_of=_BANK, party="Toko Bangunan Jaya"
    )
    for ksm, day, text in (
        ("K-08", 12, "Dua anggota pindah usaha; ketua mengumpulkan setoran tiap minggu"),
        ("K-05", 18, "Usaha berjalan, pembukuan KSM rapi"),
        ("K-22", 18, "Ingin menambah anggota"),
    ):
        add_visit(desk, ksm, date(2023, 1, day), now, visitor="Petugas Pinjaman dan Ketua RW", text=text)
    complaint = Complaint("", date(2023, 1, 16), "Kuitansi setoran KSM belum diterima anggota")
    answer = ComplaintAnswer(date(2023, 1, 20), "Salinan kuitansi dibagikan pada pertemuan KSM")
    answer_complaint(desk, add_complaint(desk, complaint, now).number, answer, now)
    receive_report(desk, ReportReceived(LAST.shifted(-1), date(2023, 1, 9), "Lurah", "Pak Suharyanto"), now)
