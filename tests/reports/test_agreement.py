"""What the papers of a loan say of the rules in force, word for word."""

from datetime import date
from fractions import Fraction

import pytest

from danabergulir.domain.groups import KSM, Member
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.schedule import build_schedule, on_working_days
from danabergulir.domain.loans.terms import Loan, LoanTerms
from danabergulir.domain.policy.calendar import CalendarRules, calendar_of
from danabergulir.domain.policy.choices import Method, PenaltyBase, PenaltyComponent, PenaltyWay, SettlementJasa, Shift
from danabergulir.domain.policy.lateness import PenaltyRules
from danabergulir.domain.policy.lending import SavingsRules
from danabergulir.domain.policy.rules import DEFAULT_POLICY, Policy, SettlementRules
from danabergulir.frozen import replace
from danabergulir.money import Direction, Rate, Rounding, Rupiah
from danabergulir.reports.model.paper import file_stem, ksm_named
from danabergulir.reports.papers.agreement import Bound, agreement_paper, liability_paper
from danabergulir.reports.papers.borrowers import Borrowers, BorrowingMember, jasa_words, people_words
from danabergulir.reports.papers.cards import schedule_table

DAY = date(2026, 1, 7)
TERMS = LoanTerms(Rupiah(1_200_000), 12, Rate.percent("1.5"), DAY, Rounding(100, Direction.UP))
MAWAR = KSM("MAWAR", "Mawar", "05", "003", chair="Ani")
PROFILE = Profile("Melati", "Melati Jaya", "Sukamaju", "Cibening", "Kota Cahaya", "Jawa Barat")
ANI = Member("MAWAR", 1, "Ani", "P", nik="3273011234569876")
BETI = Member("MAWAR", 2, "Beti", "P")


def _bound(
    policy: Policy = DEFAULT_POLICY,
    terms: LoanTerms = TERMS,
    parts: tuple[BorrowingMember, ...] = (
        BorrowingMember(ANI, Rupiah(700_000)),
        BorrowingMember(BETI, Rupiah(500_000)),
    ),
    decision: str = "",
) -> Bound:
    loan = Loan("P-0001", MAWAR, terms, decision=decision)
    return Bound(Borrowers(PROFILE, MAWAR, parts, DAY), loan, build_schedule(terms), policy)


def _words(**changes):
    return agreement_paper(_bound(**changes)).words


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (PenaltyRules(), "Angsuran yang terlambat tidak dikenai denda."),
        (
            PenaltyRules(PenaltyWay.PER_DAY, Rupiah(1_000), tolerance_days=7),
            (
                "Angsuran yang terlambat dikenai denda Rp1.000, untuk tiap hari terlambat. "
                "Terlambat sampai 7 hari belum dikenai denda."
            ),
        ),
        (
            PenaltyRules(
                PenaltyWay.PER_INSTALMENT, Rupiah(500), Fraction(1, 2), PenaltyBase.OVERDUE, ceiling=Rupiah(50_000)
            ),
            (
                "Angsuran yang terlambat dikenai denda Rp500 ditambah 0,5 % dari pokok dan jasa yang menunggak, "
                "satu kali untuk tiap angsuran. Denda paling banyak Rp50.000 untuk tiap angsuran."
            ),
        ),
        (
            PenaltyRules(PenaltyWay.PER_INSTALMENT, percent=Fraction(10), component=PenaltyComponent.JASA),
            (
                "Jasa angsuran yang terlambat dikenai denda 10 % dari jasa yang menunggak, "
                "satu kali untuk tiap angsuran."
            ),
        ),
        (
            PenaltyRules(
                PenaltyWay.PER_DAY,
                percent=Fraction(1, 10),
                base=PenaltyBase.OVERDUE,
                component=PenaltyComponent.PRINCIPAL,
            ),
            "Pokok angsuran yang terlambat dikenai denda 0,1 % dari pokok yang menunggak, untuk tiap hari terlambat.",
        ),
    ],
    ids=["none", "by the day", "by the instalment", "on jasa", "on pokok"],
)
def test_the_agreement_says_the_denda_in_force(rules, said):
    """How it arises, from when on, and the most it can be."""
    assert _words(policy=replace(DEFAULT_POLICY, penalty=rules))["penalty"] == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (SettlementJasa.RUNNING_MONTH, "saldo pokok, serta jasa sampai akhir bulan pinjaman yang sedang berjalan"),
        (SettlementJasa.ALL, "saldo pokok, serta seluruh jasa sampai akhir jangka waktu"),
        (SettlementJasa.NONE, "saldo pokok, serta jasa yang sudah jatuh tempo"),
    ],
)
def test_the_agreement_says_what_an_early_settlement_costs(rule, said):
    """In the words of the rule in force."""
    assert _words(policy=replace(DEFAULT_POLICY, settlement=SettlementRules(rule)))["settlement"] == said


def test_the_agreement_says_what_must_be_saved():
    """Compulsory savings in rupiah and percent; a policy that asks for none and locks none has no such clause."""
    asked = SavingsRules(percent_of_receipt=Fraction(2), percent_of_loan=Fraction(5))
    free = SavingsRules(locked=False)

    assert _words(policy=replace(DEFAULT_POLICY, savings=asked))["savings"] == (
        "Saat pencairan KSM menabung 5 % dari pinjaman, yaitu Rp60.000. "
        "Bersama tiap angsuran KSM menabung 2 % dari angsuran pokok. "
        "Tabungan KSM tidak dapat diambil sebelum pinjaman lunas, kecuali untuk membayar tunggakan."
    )
    assert _words(policy=replace(DEFAULT_POLICY, savings=free))["savings"] == ""


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (TERMS, "Rp118.000 setiap kali"),
        (replace(TERMS, principal=Rupiah(1_000_000)), "Rp98.400 setiap kali, yang terakhir Rp97.600"),
        (replace(TERMS, method=Method.DECLINING), "antara Rp101.500 dan Rp118.000 setiap kali"),
    ],
    ids=["alike", "the last one differs", "falling"],
)
def test_the_agreement_says_what_is_paid_each_time(terms, said):
    """One amount where there is one, else the last one or the range beside it."""
    assert _words(terms=terms)["instalments"] == said


@pytest.mark.parametrize(
    ("written", "said"),
    [("", ""), ("01/BA", "berita acara nomor 01/BA"), ("Berita acara putusan 3 Mei", "berita acara putusan 3 Mei")],
)
def test_minutes_are_never_called_so_twice(written, said):
    """A board that writes more than a number is quoted as it wrote."""
    assert _words(decision=written)["minutes"] == said


def test_the_members_stand_with_nik_on_the_agreement_alone():
    """The line of the statement is the same without it; a NIK not on record leaves room for a pen."""
    assert _words()["members"] == [["1", "Ani", ANI.nik, "Rp700.000"], ["2", "Beti", "", "Rp500.000"]]
    assert liability_paper(_bound()).words["members"] == [["1", "Ani", "Rp700.000"], ["2", "Beti", "Rp500.000"]]
    assert _words()["members_total"] == "Rp1.200.000"


@pytest.mark.parametrize(("count", "lines"), [(7, 7), (None, 10)])
def test_members_nobody_wrote_down_leave_lines_to_fill(count, lines):
    """As many as the KSM says it has, else ten."""
    bound = _bound(parts=())
    group = replace(bound.borrowers, ksm=replace(MAWAR, member_count=count))

    assert len(agreement_paper(replace(bound, borrowers=group)).words["members"]) == lines


@pytest.mark.parametrize(
    ("group", "said"),
    [
        (Borrowers(PROFILE, MAWAR, (BorrowingMember(ANI), BorrowingMember(BETI)), DAY), "2 orang, perempuan 2"),
        (Borrowers(PROFILE, replace(MAWAR, member_count=9), (), DAY), "9 orang"),
        (Borrowers(PROFILE, replace(MAWAR, member_count=9, women_count=4), (), DAY), "9 orang, perempuan 4"),
        (Borrowers(PROFILE, MAWAR, (), DAY), "belum dicatat"),
    ],
)
def test_members_are_counted_as_far_as_they_are_known(group, said):
    """The register goes before what the KSM says of itself."""
    assert people_words(group) == said


def test_jasa_and_titipan_are_told_apart():
    """The way jasa is worked out is said in a phrase."""
    assert jasa_words(TERMS) == "1,5 % sebulan, flat, dihitung dari pokok awal"
    beside = replace(TERMS, method=Method.ANNUITY, titipan_rate=Rate.percent("0.05"))
    assert jasa_words(beside) == "1,5 % sebulan, anuitas, jumlah angsuran tetap; titipan 0,05 % sebulan"


def test_a_schedule_on_paper_sums_up_to_the_loan():
    """The balance falls to nil, the sums stand below, and titipan has a column only where there is any."""
    table = schedule_table(build_schedule(TERMS))
    with_titipan = schedule_table(build_schedule(replace(TERMS, titipan_rate=Rate.percent("0.5"))))

    assert [column.key for column in table.columns] == [
        *("ke", "jatuh_tempo", "pokok", "jasa", "angsuran", "saldo_pokok"),
    ]
    assert table.rows[-2].cells[-1] == Rupiah(0)
    assert table.rows[-1].cells == (*(None, "JUMLAH", Rupiah(1_200_000), Rupiah(216_000), Rupiah(1_416_000), None),)
    assert "titipan" in [column.key for column in with_titipan.columns]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("kartu-pinjaman", "P-0001"), "kartu-pinjaman-P-0001"),
        (("kartu-pinjaman", "12/PJ\\2020:*"), "kartu-pinjaman-12-PJ-2020"),
        (("kartu-tabungan", "花"), "kartu-tabungan"),
        (("perjanjian", "../../etc"), "perjanjian-etc"),
        (("x", "a" * 300), "x-" + "a" * 40),
    ],
)
def test_a_file_is_named_so_that_every_system_takes_it(words, name):
    """Whatever stands in a number or a code, no folder is left and no sign is refused."""
    assert file_stem(*words) == name


def test_a_name_gets_its_word_once():
    """A KSM that calls itself so is not called so twice."""
    assert (ksm_named(MAWAR), ksm_named(replace(MAWAR, name="KSM Mawar"))) == ("KSM Mawar", "KSM Mawar")


def test_days_off_stand_in_the_agreement_and_its_schedule():
    """The rule as a sentence, the first due date with the day agreed behind it, both days in the table."""
    rules = CalendarRules((date(2026, 2, 7),), shift=Shift.FORWARD)
    plain = _bound()
    moved = on_working_days(plain.schedule, calendar_of([(DAY, rules)]), DAY)
    words = agreement_paper(replace(plain, schedule=moved, policy=replace(DEFAULT_POLICY, calendar=rules))).words
    assert words["first_due"] == "8 Februari 2026 (semula 07-02-2026, hari libur)"
    assert words["days_off"] == "Jatuh tempo pada hari libur UPK pindah ke hari kerja berikutnya."
    table = schedule_table(moved)
    at = [column.key for column in table.columns].index("jatuh_tempo_semula")
    assert [row.cells[at] for row in table.rows[:2]] == [date(2026, 2, 7), None]
    assert _words()["days_off"] == ""
    assert "jatuh_tempo_semula" not in [column.key for column in schedule_table(plain.schedule).columns]


def test_the_sanctions_are_agreed_on_in_sentences():
    """They are read aloud: when a step is taken, how long there is to answer, and who gets no loan meanwhile."""
    first, *_, last = _words()["ladder"]

    assert first == (
        "1. Surat Teguran I. Langkah ini diambil bila KSM menunggak 1 kali atau lebih dan sudah terlambat 14 hari atau "
        "lebih. KSM diberi waktu 14 hari untuk menanggapi."
    )
    assert last == (
        "5. Usulan Penjadwalan Ulang atau Hapus Buku dan Pengumuman RWT. Langkah ini diambil bila KSM menunggak 9 kali "
        "atau lebih. Juga bila jatuh tempo terakhir sudah lewat 90 hari dan masih ada tunggakan. KSM diberi waktu "
        "30 hari untuk menanggapi. Sejak itu semua KSM di RW ini tidak dapat meminjam lagi sampai tunggakan dibayar. "
        "Larangan ini hanya berlaku selama 20 % atau lebih dari saldo pinjaman di situ berisiko."
    )
