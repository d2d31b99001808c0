"""The month's decisions on loans as a report, and the rules that were set aside."""

from datetime import date

from danabergulir.domain.loans.proposal import Decision, Proposal, ProposalState
from danabergulir.frozen import replace
from danabergulir.money import Rupiah
from danabergulir.reports.month.decisions import decision_report, overrides
from danabergulir.reports.month.summary import summary
from danabergulir.reports.shown.proposals import proposal_list
from reports.small_books import books, ksm, loan_book
from reports.table_reading import lines_of

ASKED = Proposal("P-0002", ksm(), date(2023, 1, 5), Rupiah(2_000_000), 10)
GRANTED = replace(ASKED, decision=Decision(date(2023, 1, 9), approved=True, minutes="01/BA"))
AGAINST = replace(
    ASKED,
    number="P-0003",
    decision=Decision(date(2023, 1, 8), approved=True, minutes="02/BA", override=True, note="Dikesampingkan: x"),
)
TURNED_DOWN = replace(ASKED, number="P-0004", decision=Decision(date(2023, 2, 1), approved=False, minutes="03/BA"))


def _books(*proposals, loans=(), month="2023-01"):
    return replace(books(month, loans=loans), proposals=proposals)


def test_decisions_stand_in_the_month_they_were_taken_in_by_day():
    """A proposal that waits, or was decided in another month, is not in the report."""
    report = decision_report(_books(ASKED, GRANTED, AGAINST, TURNED_DOWN))
    assert lines_of(report.section, "tanggal", "nomor", "putusan", "berita_acara", "dikesampingkan", "catatan") == [
        (date(2023, 1, 8), "P-0003", "disetujui", "02/BA", "ya", "Dikesampingkan: x"),
        (date(2023, 1, 9), "P-0002", "disetujui", "01/BA", "tidak", ""),
    ]
    assert report.notes == ("Syarat dikesampingkan: 1 kali.",)


def test_a_loan_paid_out_against_a_rule_stands_beside_the_decisions():
    """Minutes that set a rule aside on the day of payment are printed; the same minutes are not told twice."""
    book = loan_book("P-0003", disbursed_on=date(2023, 1, 12))
    by_permit = replace(book, loan=replace(book.loan, override="07/BA", remark="Dikesampingkan: y"))
    by_decision = replace(book, loan=replace(book.loan, override="02/BA"))
    report = decision_report(_books(AGAINST, loans=[by_permit]))
    assert lines_of(report.section, "nomor", "putusan", "berita_acara", "catatan") == [
        ("P-0003", "disetujui", "02/BA", "Dikesampingkan: x"),
        ("P-0003", "dicairkan", "07/BA", "Dikesampingkan: y"),
    ]
    assert overrides(_books(AGAINST, loans=[by_permit])) == 2
    assert overrides(_books(AGAINST, loans=[by_decision])) == 1


def test_the_summary_counts_the_rules_set_aside_only_when_there_are_any():
    """A month that kept every rule has no such line."""
    line = ("Syarat pinjaman dikesampingkan", "1 kali")
    assert line in lines_of(summary(_books(AGAINST)).section)
    assert line[0] not in [label for label, _ in lines_of(summary(_books(GRANTED)).section)]


def test_a_month_without_decisions_says_so():
    """In place of rows there is a sentence."""
    section = decision_report(_books(month="2023-03")).section
    assert (section.rows, section.empty_note) == ((), "Tidak ada keputusan pinjaman bulan ini.")


def test_the_state_of_a_proposal_follows_from_what_happened():
    """Asked, granted, turned down, paid out: nothing of it is stored."""
    states = [item.state for item in (ASKED, GRANTED, TURNED_DOWN, replace(GRANTED, disbursed=True))]
    assert states == list(ProposalState)


def test_the_list_of_proposals_says_what_waits_and_what_is_to_be_paid_out():
    """The treasurer sees how much money the board has promised."""
    section = proposal_list([ASKED, GRANTED, TURNED_DOWN, replace(AGAINST, disbursed=True)])
    assert lines_of(section, "nomor", "status", "berita_acara") == [
        ("P-0002", "diajukan", ""),
        ("P-0002", "diputuskan", "01/BA"),
        ("P-0004", "ditolak", "03/BA"),
        ("P-0003", "cair", "02/BA"),
    ]
    assert section.notes == ("Menunggu putusan: 1, Rp2.000.000. Disetujui dan belum cair: 1, Rp2.000.000.",)
