"""What the rung of a sanction is made of: how often and for how long the loan is late, beside the ladder."""

from danabergulir.domain.dunning.due import SanctionLine
from danabergulir.domain.policy.ladder import SanctionLevel
from danabergulir.reports.origins import loans
from danabergulir.reports.origins.figure import Figure


def asked_by(level: SanctionLevel) -> str:
    """Return when a level is reached, as the ladder says."""
    met = f"menunggak {level.missed_from} kali ke atas"
    if level.days_from:
        met += f" dan {level.days_from} hari ke atas"
    if level.past_maturity_days:
        met += f", atau lewat {level.past_maturity_days} hari dari jatuh tempo terakhir"
    return met


def _keys(level: SanctionLevel) -> tuple[str, ...]:
    return tuple(f"sanksi[{level.number}].{name}" for name in ("kali_menunggak", "hari_menunggak", "jeda_hari"))


def level(line: SanctionLine) -> Figure:
    """Return the level of a letter, or the one due for a loan, with what it goes by."""
    if line.standing:
        sanction = line.standing.sanction
        parts = (
            Figure("Kali menunggak pada tanggal surat", sanction.missed_count, dated_on=sanction.dated_on),
            Figure("Hari menunggak pada tanggal surat", sanction.days_late, dated_on=sanction.dated_on),
        )
        rule = f"Surat {sanction.number} sudah terbit: {sanction.name}."
        return Figure(
            "Tingkat sanksi",
            line.number,
            made_of=lambda _: parts,
            rule=rule,
            keys=_keys(line.level) if line.level else (),
            dated_on=sanction.dated_on,
        )
    assert line.level is not None
    rule = f"{line.level.name}: {asked_by(line.level)}."
    if line.reached and line.reached.number != line.level.number:
        rule += f" Keadaannya mencapai tingkat {line.reached.number}; sanksi naik satu tingkat demi satu tingkat."
    return Figure("Tingkat sanksi", line.number, made_of=lambda _: _lateness(line), rule=rule, keys=_keys(line.level))


def reached(line: SanctionLine) -> Figure:
    """Return the level that the arrears of the day have reached."""
    assert line.reached is not None
    rule = f"{line.reached.name}: {asked_by(line.reached)}."
    return Figure(
        "Tingkat yang tercapai",
        line.reached.number,
        made_of=lambda _: _lateness(line),
        rule=rule,
        keys=_keys(line.reached),
    )


def _lateness(line: SanctionLine) -> tuple[Figure, Figure]:
    return loans.missed_count(line.book), loans.days_late(line.book)
