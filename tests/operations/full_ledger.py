"""A small ledger with three rows in nearly every table, some months closed: what somebody may want to change."""

from datetime import date
from pathlib import Path

from danabergulir.dates import Month
from danabergulir.domain.answering import Complaint, ComplaintAnswer, Minutes, ReportReceived, Visit
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.closing import ClosingKind
from danabergulir.domain.dunning.reminders import Reminder, ReminderKind
from danabergulir.domain.dunning.sanctions import Cause, EventKind, Sanction, SanctionEvent
from danabergulir.domain.dunning.trials import Draw, TwoWordings, Wording
from danabergulir.domain.groups import KSM, Member, RwHead
from danabergulir.domain.loans.proposal import Decision, Proposal
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, build_schedule
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.domain.slips import Review
from danabergulir.domain.tridaya import Activity, Fund, FundSource, SourceKind
from danabergulir.frozen import replace
from danabergulir.ledger import answers
from danabergulir.ledger.write import Writer
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.closing import close_month, reopen
from danabergulir.operations.loans.receipts import receive
from ledger.small_ledger import cash_in, written
from operations.lent_ledger import NOW, NUMBER, TERMS, lend
from reports.small_books import PROFILE

_DAY = date(2023, 1, 5)
_LATE = date(2023, 5, 20)


def build_full_ledger(path: Path, *, closed: bool = True) -> Path:
    """Return a ledger with rows of every kind; ``closed`` adds closes, one of them opened again and made anew."""
    lend(path)
    with written(path) as writer:
        for number in range(1, 4):
            _add_one_of_each(writer, number)
    for month in range(2, 5):
        receive(path, NUMBER, Rupiah(118_000), date(2023, month, 10), NOW)
    if closed:
        for month in (1, 2, 3):
            close_month(path, Month(2023, month), NOW)
        reopen(path, ClosingKind.MONTH, "2023-03", "terlewat", NOW)
        close_month(path, Month(2023, 3), NOW)
    return path


def _add_one_of_each(writer: Writer, number: int) -> None:
    group = KSM(f"K-1{number}", f"Kelompok {number}", "05", "003", chair=f"Ibu {number}", phone=f"08120000000{number}")
    writer.set_profile(replace(PROFILE, logo=b"\x89PNG" + bytes([number])), _DAY)
    writer.set_policy(DEFAULT_POLICY, _DAY)
    writer.add_ksm(group, _DAY)
    writer.add_member(Member(group.code, 1, f"Anggota {number}", nik=f"327301450580000{number}", poor=True), _DAY)
    writer.add_rw_head(RwHead(f"{number:02}", f"Pak {number}", phone="081200000000"), _DAY)
    writer.add_asset(FixedAsset(str(number), "Laptop", _DAY, Rupiah(6_000_000), 48), _DAY)
    loan = f"P-000{number + 1}"
    shares = ((1, Rupiah(700_000)), (2, Rupiah(500_000)))
    writer.add_proposal(Proposal(loan, group, _DAY, TERMS.principal, 12, shares=shares))
    writer.decide(loan, Decision(_DAY, approved=True, minutes=f"0{number}/BA"))
    lines = build_schedule(TERMS)
    writer.add_loan(Loan(loan, group, TERMS, decision=f"0{number}/BA"), lines)
    later = tuple(replace(line, due_on=date(2024, line.number, 10)) for line in lines)
    writer.add_schedule(loan, Agreement(2, _LATE, AgreementKind.RESCHEDULED, later, "9/BA", missed_before=3))
    voucher = writer.record_imported(cash_in(_DAY, 1_000 * number))
    writer.flush()
    writer.add_receipt_share(voucher.number, 1, Rupiah(10), None)
    writer.waive_penalty(loan, Rupiah(5), _DAY, "musyawarah")
    letter, late = f"0{number}/SP", date(2023, 2, 10)
    amounts = (Rupiah(100_000), Rupiah(18_000), NIL)
    reader = ("KSM", "Ketua RW")
    answer_by = date(2023, 6, 20)
    writer.issue(
        Sanction(f"S-000{number}", letter, loan, group.code, 1, "SP-1", _LATE, answer_by, reader, *amounts, 3, 99, late)
    )
    event = SanctionEvent(
        loan, _LATE, EventKind.CAUSE, "sakit", f"S-000{number}", date(2023, 6, 1), Rupiah(9), Cause("pindah")
    )
    writer.add_sanction_event(event)
    texts = TwoWordings(Wording.PLAIN, Wording.PLAN)
    answers.add_draw(writer, texts, Draw(group.code, Wording.PLAN), "ab" * 32, _LATE)
    said = Reminder(
        loan,
        group,
        ReminderKind.OVERDUE,
        late,
        Rupiah(1),
        draw=Draw(group.code, Wording.PLAN, number),
        sentence="Tolong.",
    )
    answers.add_reminders(writer, [said], _LATE, f"+62812{number}")
    writer.note_import("transaksi", f"{number:064}")
    writer.review(Review(f"pokok:{loan}:2023-01-05", _LATE, "7/BA", "lama"))
    writer.count_cash(Rupiah(5), Rupiah(6), _DAY, "koin")
    works = Activity(f"G-00{number}", "Santunan", Fund.SOCIAL, "05", 12, Rupiah(900_000), f"{number}/BA", _DAY)
    answers.add_activity(writer, works, _DAY)
    answers.note_payment(writer, voucher, works.number, "4/BA")
    source = FundSource(f"D-00{number}", "31010", SourceKind.BLM, "PNPM", "SPPB-1", _DAY, Rupiah(7_000_000))
    answers.add_source(writer, source, _DAY)
    answers.add_minutes(writer, Minutes(f"{number}/BA", _DAY, "Santunan", "5 orang", (works.number,)), _DAY)
    answers.add_receipt(writer, ReportReceived(Month(2022, 12), _DAY, "Lurah", "Bu Contoh", "ab", "lengkap"))
    answers.add_complaint(writer, Complaint(f"A-00{number}", _DAY, "Kuitansi belum ada", "Bu Tini", "0812"))
    answers.add_answer(writer, f"A-00{number}", ComplaintAnswer(_DAY, "Sudah dicetak"))
    answers.add_visit(writer, Visit(_DAY, group, "Ketua RW", "usaha jalan"))
