"""Rows about what the fund answers for, handed to the writer: works, sources, minutes, complaints, reminders."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from danabergulir.domain.answering import Complaint, ComplaintAnswer, Minutes, ReportReceived, Visit
from danabergulir.domain.dunning.reminders import Reminder
from danabergulir.domain.dunning.trials import Draw, TwoWordings
from danabergulir.domain.journal import Voucher
from danabergulir.domain.tridaya import Activity, FundSource
from danabergulir.ledger import tables

if TYPE_CHECKING:
    from danabergulir.ledger.write import Writer


def add_activity(writer: "Writer", activity: Activity, dated_on: date) -> None:
    """Add an activity, or a version of one."""
    facts = {name: getattr(activity, name) for name in ("number", "name", "rw", "recipients", "minutes")}
    _add(
        writer,
        tables.answering.ActivityRow,
        dated_on,
        fund=activity.fund.value,
        budget=activity.budget.value,
        **facts,
    )


def note_payment(writer: "Writer", voucher: Voucher, activity: str, override: str) -> None:
    """Add for which activity a recorded voucher pays, and by which minutes it may go too far."""
    writer.add(
        tables.answering.ActivityPaymentRow(
            voucher=voucher.sequence, recorded_at=writer.recorded_at, activity=activity, override=override
        )
    )


def add_source(writer: "Writer", source: FundSource, dated_on: date) -> None:
    """Add a source of capital, or a version of one."""
    facts = {name: getattr(source, name) for name in ("number", "account", "programme", "document", "received_on")}
    _add(
        writer,
        tables.answering.FundSourceRow,
        dated_on,
        kind=source.kind.value,
        amount=source.amount.value,
        **facts,
    )


def add_minutes(writer: "Writer", minutes: Minutes, dated_on: date) -> None:
    """Add minutes of the board, or a version of them."""
    facts = {name: getattr(minutes, name) for name in ("number", "held_on", "subject", "present")}
    _add(writer, tables.answering.MinutesRow, dated_on, about=" ".join(minutes.about), **facts)


def add_receipt(writer: "Writer", received: ReportReceived) -> None:
    """Add that somebody received the set of a month."""
    facts = {name: getattr(received, name) for name in ("office", "name", "head", "remark")}
    _add(writer, tables.answering.ReportReceiptRow, received.dated_on, month=str(received.month), **facts)


def add_complaint(writer: "Writer", complaint: Complaint) -> None:
    """Add a complaint."""
    facts = {name: getattr(complaint, name) for name in ("number", "text", "person", "contact")}
    _add(writer, tables.answering.ComplaintRow, complaint.dated_on, **facts)


def add_answer(writer: "Writer", complaint: str, answer: ComplaintAnswer) -> None:
    """Add an answer to a complaint."""
    _add(writer, tables.answering.ComplaintAnswerRow, answer.dated_on, complaint=complaint, text=answer.text)


def add_visit(writer: "Writer", visit: Visit) -> None:
    """Add a visit to a KSM."""
    _add(writer, tables.answering.VisitRow, visit.dated_on, ksm=visit.ksm.code, visitor=visit.visitor, text=visit.text)


def add_reminders(writer: "Writer", reminders: Iterable[Reminder], dated_on: date, recipient: str) -> None:
    """Add that reminders were shown on a day, or sent to a recipient."""
    for item in reminders:
        _add(
            writer,
            tables.reminders.ReminderRow,
            dated_on,
            loan=item.loan,
            kind=item.kind.value,
            about=item.due_on,
            recipient=recipient,
            draw=item.draw and item.draw.id,
            sentence=1 if item.sentence else None,
        )


def add_draw(writer: "Writer", texts: TwoWordings, drawn: Draw, head: str, dated_on: date) -> None:
    """Add into which of two texts a KSM was drawn, and the head of the chain that the draw was made with."""
    facts = {"texts": str(texts), "ksm": drawn.ksm, "text": drawn.text.value, "head": head}
    _add(writer, tables.reminders.TrialDrawRow, dated_on, **facts)


def _add(writer: "Writer", row: type[Any], dated_on: date, **facts: object) -> None:
    writer.add(row(dated_on=dated_on, recorded_at=writer.recorded_at, **facts))
