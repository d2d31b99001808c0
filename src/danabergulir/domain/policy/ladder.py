"""The ladder of sanctions as a policy has it: its levels, and how it is climbed."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from danabergulir.domain.policy.choices import Block
from danabergulir.domain.policy.values import Choice, Count, Flag, Percent, Text, Texts, rule


@dataclass(frozen=True, slots=True)
class LadderRules:
    """How the ladder is climbed."""

    may_jump: bool = rule(
        "boleh_melompat",
        Flag(),
        default=False,
        comment="langsung ke tingkat yang tercapai: true = ya, false = satu per satu",
    )


@dataclass(frozen=True, slots=True)
class SanctionLevel:
    """One rung of the ladder. ``missed_from`` and ``days_from`` must both hold; or ``past_maturity_days`` without them.

    Whichever it is, some instalment has to count as missed. Who owes jasa alone after its last due date has no pokok
    left that could be put off or written off, and is reminded; ``komponen = "pokok_atau_jasa"`` has letters sent to it.
    """

    number: int = rule("tingkat", Count(1, 20), 1, "nomor tingkat, dari yang paling ringan")
    name: str = rule("nama", Text(), "", "nama surat atau tindakan")
    missed_from: int = rule("kali_menunggak", Count(1, 1000), 1, "mulai kali menunggak")
    days_from: int = rule("hari_menunggak", Count(0, 10_000), 0, "mulai hari menunggak; keduanya harus tercapai")
    past_maturity_days: int = rule(
        "hari_lewat_jatuh_tempo_akhir",
        Count(0, 10_000),
        0,
        "atau mulai hari lewat jatuh tempo terakhir; 0 = tidak dipakai",
    )
    answer_days: int = rule("jeda_hari", Count(1, 365), 14, "hari untuk menanggapi surat")
    block: Block = rule("blokir", Choice(Block), Block.NONE, "pinjaman baru ditahan: tidak, ksm, rw atau kelurahan")
    block_while_par_percent: Fraction = rule(
        "blokir_selama_par_persen",
        Percent(100),
        Fraction(0),
        "ditahan selama PAR sebesar ini ke atas, persen; 0 = tanpa melihat PAR",
    )
    copies_to: tuple[str, ...] = rule("tembusan", Texts(), (), "penerima tembusan surat")


DEFAULT_LADDER: Final = (
    SanctionLevel(1, "Surat Teguran I", 1, 14, copies_to=("Ketua RW",)),
    SanctionLevel(2, "Surat Teguran II", 2, 30, copies_to=("Ketua RW", "Koordinator BKM")),
    SanctionLevel(
        3,
        "Surat Teguran III dan Panggilan Tanggung Renteng",
        3,
        60,
        block=Block.KSM,
        copies_to=("Ketua RW", "Koordinator BKM", "Pengawas UPK"),
    ),
    SanctionLevel(4, "Surat Panggilan Lurah", 6, block=Block.KSM, copies_to=("Lurah", "Koordinator BKM")),
    SanctionLevel(
        5,
        "Usulan Penjadwalan Ulang atau Hapus Buku dan Pengumuman RWT",
        9,
        past_maturity_days=90,
        answer_days=30,
        block=Block.RW,
        block_while_par_percent=Fraction(20),
        copies_to=("Koordinator BKM", "Lurah"),
    ),
)
"""A proposal of ours: no written urban ladder with day counts was found."""
