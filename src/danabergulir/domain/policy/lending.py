"""Rules for what is lent and how it comes back: conditions, rounding, the order of a receipt, savings."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from danabergulir.dates import Frequency
from danabergulir.domain.journal import Component
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.domain.policy.values import Choice, Count, Flag, Percent, Rupiahs, SomeOf, rule
from danabergulir.money import WHOLE_RUPIAH, Direction, Rate, Rounding, Rupiah

LENDING_RULES: Final = (
    "tenor_minimum",
    "tenor_maksimum",
    "anggota_minimum",
    "perempuan_minimum_persen",
    "miskin_minimum_persen",
    "plafon_per_anggota",
    "menabung_bulan",
    "satu_pinjaman",
    "menunggak",
)
"""What a loan is judged by; the last two have no figure of their own."""
RECEIPT_ORDER: Final = (
    Component.PENALTY,
    Component.JASA,
    Component.TITIPAN,
    Component.PRINCIPAL,
    Component.SAVINGS,
)


@dataclass(frozen=True, slots=True)
class LendingRules:
    """What a new loan must satisfy."""

    jasa_percent: Fraction = rule(
        "jasa_persen_per_bulan",
        Percent(100, asked="0, atau 0.1 sampai kurang dari 10"),
        Fraction(3, 2),
        "jasa per bulan, persen dari pokok; 1,5 % flat lazim pada UPK perkotaan",
    )
    titipan_percent: Fraction = rule(
        "titipan_persen_per_bulan",
        Percent(100, asked="0 sampai kurang dari 10"),
        Fraction(0),
        "titipan di samping jasa (misalnya BOP), masuk akun berperan titipan",
    )
    method: Method = rule("metode", Choice(Method), Method.FLAT, "cara menghitung jasa: flat, menurun atau anuitas")
    frequency: Frequency = rule(
        "frekuensi", Choice(Frequency), Frequency.MONTHLY, "seberapa sering diangsur: bulanan, mingguan, dua-mingguan"
    )
    shortest_term: int = rule("tenor_minimum", Count(1, 120), 3, "jangka waktu terpendek, bulan")
    longest_term: int = rule("tenor_maksimum", Count(1, 120), 12, "jangka waktu terpanjang, bulan")
    fewest_members: int = rule("anggota_minimum", Count(0, 100), 5, "anggota KSM paling sedikit")
    fewest_women_percent: Fraction = rule(
        "perempuan_minimum_persen", Percent(100), Fraction(30), "bagian perempuan paling sedikit, persen"
    )
    fewest_poor_percent: Fraction = rule(
        "miskin_minimum_persen",
        Percent(100),
        Fraction(0),
        "bagian anggota yang tercatat miskin (PS-2) paling sedikit, persen; 0 = tidak diminta",
    )
    ceilings: tuple[Rupiah, ...] = rule(
        "plafon_per_anggota",
        Rupiahs(),
        (Rupiah(500_000), Rupiah(1_000_000), Rupiah(1_500_000), Rupiah(2_000_000)),
        "batas per anggota untuk pinjaman ke-1, ke-2, dan seterusnya; [] = tanpa batas",
    )
    saving_months: int = rule(
        "menabung_bulan",
        Count(0, 24),
        0,
        "bulan menabung berturut-turut sebelum pinjaman pertama (3 lazim); 0 = tidak diminta",
    )
    warn_only: tuple[str, ...] = rule(
        "peringatan_saja",
        SomeOf(LENDING_RULES),
        ("plafon_per_anggota", "anggota_minimum"),
        "syarat yang hanya memperingatkan; yang lain menolak pencairan",
    )

    @property
    def jasa_rate(self) -> Rate:
        """Return the jasa as a rate per month."""
        return Rate.percent(self.jasa_percent)

    @property
    def titipan_rate(self) -> Rate:
        """Return the titipan as a rate per month."""
        return Rate.percent(self.titipan_percent)


@dataclass(frozen=True, slots=True)
class RoundingRules:
    """How instalments are rounded (a real urban UPK: each component up to Rp100, the last takes the rest)."""

    step: int = rule(
        "kelipatan", Count(1, 1_000_000), 100, "dibulatkan ke kelipatan rupiah; angsuran terakhir menampung sisanya"
    )
    direction: Direction = rule("arah", Choice(Direction), Direction.UP, "arah pembulatan: atas, bawah atau terdekat")
    part: RoundedPart = rule(
        "bagian",
        Choice(RoundedPart),
        RoundedPart.COMPONENT,
        "yang dibulatkan: komponen = pokok dan jasa sendiri-sendiri; angsuran = jumlahnya; angsuran_tetap = jumlahnya, "
        "dan yang terakhir sama besar, selisihnya masuk jasa (UPK lain: ke Rp1.000)",
    )

    @property
    def rounding(self) -> Rounding:
        """Return the rounding of an instalment."""
        return Rounding(self.step, self.direction)


@dataclass(frozen=True, slots=True)
class AllocationRules:
    """The order in which a receipt is laid over what is owed (UPK Jendi, Wonogiri: jasa first)."""

    order: tuple[Component, ...] = rule(
        "urutan",
        SomeOf(RECEIPT_ORDER, every=True),
        RECEIPT_ORDER,
        "urutan membagi setoran; dalam tiap bagian angsuran tertua lebih dulu",
    )


@dataclass(frozen=True, slots=True)
class SavingsRules:
    """Compulsory savings of a KSM; off by default."""

    percent_of_receipt: Fraction = rule(
        "persen_dari_angsuran", Percent(100), Fraction(0), "tabungan wajib, persen dari tiap angsuran pokok"
    )
    percent_of_loan: Fraction = rule(
        "persen_dari_pencairan", Percent(100), Fraction(0), "tabungan wajib, persen dari pinjaman saat cair"
    )
    locked: bool = rule(
        "terkunci",
        Flag(),
        default=True,
        comment="tabungan terkunci selama pinjaman belum lunas: true = ya, false = tidak",
    )

    def with_receipt(self, principal: Rupiah) -> Rupiah:
        """Return the savings that go with pokok received, in rupiah."""
        return WHOLE_RUPIAH.round(principal.value * self.percent_of_receipt / 100)

    def with_loan(self, principal: Rupiah) -> Rupiah:
        """Return the savings kept when a loan is paid out, in rupiah."""
        return WHOLE_RUPIAH.round(principal.value * self.percent_of_loan / 100)
