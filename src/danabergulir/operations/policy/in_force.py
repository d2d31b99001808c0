"""Putting a policy in force: what it would change of what was recorded, and of what reports say."""

from datetime import date, datetime
from pathlib import Path

from danabergulir.dates import Month, days_after, format_form, months_through
from danabergulir.domain.fund.policy_effect import PolicyChange, PolicyReading, changes, readings
from danabergulir.domain.policy.reach import reaches
from danabergulir.domain.policy.rules import Policy
from danabergulir.errors import RefusedError
from danabergulir.frozen import Struct
from danabergulir.ledger.read import registers, vouchers
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.operations.desk import Desk, recording
from danabergulir.operations.loans.corrections import lay_out_again
from danabergulir.operations.versions import check_version


class Enacted(Struct, frozen=True):
    """A policy put in force: on which day another takes over (None where none does), and what it changes until today.

    ``corrected`` says which receipts are split anew.
    """

    replaced_on: date | None
    changes: tuple[PolicyChange, ...] = ()
    corrected: tuple[str, ...] = ()


def set_policy(path: Path, policy: Policy, starts_on: date, now: datetime, *, trial: bool = False) -> Enacted:
    """Put a policy in force from ``starts_on``; with ``trial`` only say what it would change.

    Where it begins in the past, receipts are laid out again over due dates that its days off move, and what reports of
    the days since then say is told, before and after. Raises ``RefusedError`` before the opening and in a closed month,
    before the policy that it replaces, and where something was recorded since then by rules that it changes.
    """
    today = now.date()
    with recording(path, now, trial=trial) as desk:
        days = registers.version_days(desk.connection, "kebijakan")
        in_force = max(day for day in days if day <= max(today, days[0]))
        replaced_on = next((day for day in days if day > starts_on), None)
        if starts_on > today:
            desk.writer.set_policy(policy, starts_on)
            return Enacted(replaced_on)
        check_version(desk, starts_on, in_force, "kebijakan yang sekarang", "--mulai")
        old = desk.policy(starts_on)
        _refuse_reaching_back(desk, old, policy, starts_on)
        before = _read(desk, starts_on)
        desk.writer.set_policy(policy, starts_on)
        desk.writer.flush()
        corrected: list[str] = []
        if policy.calendar != old.calendar:
            cause = f"kebijakan mulai {format_form(starts_on)}"
            for number in vouchers.loans_paid_since(desk.connection, starts_on):
                corrected += lay_out_again(desk, number, starts_on, cause)
        return Enacted(replaced_on, changes(before, _read(desk, starts_on)), tuple(corrected))


def _refuse_reaching_back(desk: Desk, old: Policy, policy: Policy, starts_on: date) -> None:
    """Raise ``RefusedError`` naming what would read otherwise, and the first day on which nothing would."""
    found = [
        (reach.name, *recorded)
        for reach in reaches(old, policy)
        if (recorded := vouchers.recorded_since(desk.connection, reach.events, reach.agreements, starts_on))
    ]
    if found:
        told = "; ".join(f"{name}: {count} catatan, terakhir {format_form(last)}" for name, count, last in found)
        free_on = days_after(max(last for _, _, last in found), 1)
        raise RefusedError(
            f"aturan ini mengubah yang sudah dicatat sejak {format_form(starts_on)}: {told}",
            f"Berlakukan paling awal: --mulai {free_on.isoformat()}",
        )


def _read(desk: Desk, starts_on: date) -> list[PolicyReading]:
    """Return what reports say of each month's end since a day, and of today."""
    today = desk.now.date()
    ends = {min(month.last_on, today) for month in months_through(Month.of(starts_on), Month.of(today))}
    return [
        reading
        for day in sorted(ends)
        for reading in readings(loan_books_of(desk.connection, day), desk.policy(day), day)
    ]
