"""The sanctions proposed for a month's arrears, by the default ladder and by others."""

from datetime import date

from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.policy.ladder import LadderRules, SanctionLevel
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.frozen import replace
from danabergulir.reports.month.sanctions import proposals, sanction_list
from reports.small_books import books, ksm, loan_book, paid
from reports.table_reading import lines_of

THREE_MISSED = loan_book("P-0002", borrower=ksm("K-02", "Mawar", "02"), disbursed_on=date(2022, 10, 15))


def test_the_first_letter_is_proposed_although_a_higher_level_is_reached():
    """Levels are climbed one at a time: three missed is level 3, the letter is the first one."""
    section = sanction_list(books("2023-01", loans=[THREE_MISSED])).section
    assert lines_of(section) == [
        (
            "P-0002", "Mawar", "02", 1, "Surat Teguran I", "menunggak 3 kali, 77 hari", 3, 354_000, "diusulkan",
            date(2023, 1, 31), date(2023, 2, 14), 3, 300_000, 54_000, 77, "tidak", "Ketua RW", "K-02",
            "", "", None, None, None, "",
        )
    ]  # fmt: skip


def test_a_policy_may_go_straight_to_the_level_reached():
    """With jumping allowed the third letter is proposed, with its copies and its block."""
    policy = replace(DEFAULT_POLICY, climbing=LadderRules(may_jump=True))
    section = sanction_list(books("2023-01", loans=[THREE_MISSED], policy=policy)).section
    assert lines_of(section, "tingkat", "tindakan", "blokir", "tembusan") == [
        (
            3,
            "Surat Teguran III dan Panggilan Tanggung Renteng",
            "KSM ini",
            "Ketua RW, Koordinator BKM, Pengawas UPK",
        )
    ]


def test_a_loan_past_its_last_due_date_is_proposed_on_that_ground():
    """Ninety days past maturity is ground enough where the missed count alone would not do."""
    ladder = (SanctionLevel(1, "Panggilan", 5, past_maturity_days=90),)
    policy = replace(DEFAULT_POLICY, ladder=ladder)
    book = loan_book(disbursed_on=date(2021, 10, 15), paid_all=paid(1_150_000, 216_000), policy=policy)
    section = sanction_list(books("2023-01", loans=[book], policy=policy)).section
    assert lines_of(section, "tingkat", "dasar", "kali_menunggak") == [
        (1, "lewat 108 hari dari jatuh tempo terakhir", 1)
    ]


def test_a_loan_late_by_fewer_days_than_the_ladder_asks_is_left_alone():
    """Thirteen days late is not yet a letter; fourteen is."""
    thirteen = loan_book("P-0001", disbursed_on=date(2022, 12, 18))
    fourteen = loan_book("P-0002", disbursed_on=date(2022, 12, 17))
    assert [book.loan.number for book, _ in proposals(books("2023-01", loans=[thirteen, fourteen]))] == ["P-0002"]


def test_proposals_are_ordered_by_the_level_reached():
    """The loan that has come furthest up the ladder stands first; each gets the first letter first."""
    first_level = loan_book("P-0001")
    found = proposals(books("2023-01", loans=[first_level, THREE_MISSED]))
    assert [(book.loan.number, level.number) for book, level in found] == [("P-0002", 1), ("P-0001", 1)]


def test_nobody_is_late_in_an_empty_fund():
    """Without loans there is a sentence in place of rows."""
    section = sanction_list(books("2023-01")).section
    assert (section.rows, section.empty_note) == ((), "Tidak ada pinjaman yang perlu diberi sanksi.")


def test_the_ladder_in_force_is_printed_line_by_line():
    """Each level says from when, how long to answer and who is blocked; then how the ladder is climbed."""
    assert sanction_list(books("2023-01")).notes == (
        "Tangga sanksi yang berlaku:",
        (
            "1. Surat Teguran I: menunggak 1 kali ke atas dan 14 hari ke atas. Tanggapan 14 hari. "
            "Pinjaman baru ditahan: tidak."
        ),
        (
            "2. Surat Teguran II: menunggak 2 kali ke atas dan 30 hari ke atas. Tanggapan 14 hari. "
            "Pinjaman baru ditahan: tidak."
        ),
        (
            "3. Surat Teguran III dan Panggilan Tanggung Renteng: menunggak 3 kali ke atas dan 60 hari ke atas. "
            "Tanggapan 14 hari. Pinjaman baru ditahan: KSM ini."
        ),
        "4. Surat Panggilan Lurah: menunggak 6 kali ke atas. Tanggapan 14 hari. Pinjaman baru ditahan: KSM ini.",
        (
            "5. Usulan Penjadwalan Ulang atau Hapus Buku dan Pengumuman RWT: menunggak 9 kali ke atas, "
            "atau lewat 90 hari dari jatuh tempo terakhir. Tanggapan 30 hari. "
            "Pinjaman baru ditahan: semua KSM di RW ini, selama PAR 20 % ke atas."
        ),
        "Sanksi naik satu tingkat demi satu tingkat, setelah batas tanggapan surat sebelumnya lewat.",
        definition(DEFAULT_POLICY.arrears),
    )


def test_a_policy_that_allows_jumping_says_so():
    """The sentence about climbing follows the policy."""
    policy = replace(DEFAULT_POLICY, climbing=LadderRules(may_jump=True))
    assert "Sanksi boleh langsung ke tingkat yang tercapai." in sanction_list(books("2023-01", policy=policy)).notes
