"""The only module that inserts. It numbers, times and seals every row; what may be recorded is decided above."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from sqlite3 import Connection
from typing import Any

from sqlmodel import SQLModel

from danabergulir.domain.accounts import Account
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.closing import ASSETS_BY_DAY, Closing
from danabergulir.domain.dunning.sanctions import Sanction, SanctionEvent
from danabergulir.domain.groups import KSM, Member, RwHead
from danabergulir.domain.journal import FIRST_LINK, Posting, Voucher, VoucherKind, voucher_digest
from danabergulir.domain.letterhead import Profile
from danabergulir.domain.loans.proposal import Decision, Proposal
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, Instalment
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.file import policy_text
from danabergulir.domain.policy.rules import Policy
from danabergulir.domain.slips import Review
from danabergulir.frozen import replace
from danabergulir.ledger import tables
from danabergulir.ledger.file import seals
from danabergulir.money import Rupiah

_BATCH = 1_000
"""Vouchers held back before they are sent to SQLite together; it bounds memory on a large import."""


class Writer:
    """Adds to one ledger within one transaction. ``recorded_at`` is the time of all that it adds.

    It remembers the end of the chain and the last number of each kind and year, so that many vouchers can be recorded
    without asking again; nobody else can write while the transaction lasts. ``flush`` before reading back.
    """

    def __init__(self, connection: Connection, recorded_at: str) -> None:
        self._connection = connection
        self.recorded_at = recorded_at
        self._serials: dict[tuple[VoucherKind, int], int] = {}
        self._waiting: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
        self._imported: list[dict[str, Any]] = []
        newest = "SELECT sequence, digest FROM voucher ORDER BY sequence DESC LIMIT 1"
        self._sequence: int
        self._digest: str
        self._sequence, self._digest = connection.execute(newest).fetchone() or (0, FIRST_LINK)
        self._chain = seals.Sealing(connection)

    def open_book(self, opened_on: date, program: str) -> None:
        """Write down the date of the opening balances and the program that made the ledger."""
        self.add(tables.book.Book(opened_on=opened_on, created_at=self.recorded_at, program=program))

    def set_profile(self, profile: Profile, dated_on: date) -> None:
        """Add a version of the profile."""
        names = ("upk", "board", "kelurahan", "kecamatan", "city", "province", "address", "colour")
        facts = {name: getattr(profile, name) for name in names}
        facts |= {"officers": json.dumps(dict(profile.officers), ensure_ascii=False)}
        facts |= {"signers": json.dumps(profile.signers, ensure_ascii=False)}
        logo = self._keep_logo(profile.logo) if profile.logo else None
        self.add(tables.book.ProfileRow(**self._dated(dated_on), **facts, logo=logo))

    def _keep_logo(self, content: bytes) -> str:
        """Return the digest of a picture, which is added unless the ledger has it already."""
        digest = sha256(content).hexdigest()
        if self._connection.execute("SELECT 1 FROM logo WHERE digest = ?", (digest,)).fetchone() is None:
            self.add(tables.book.LogoRow(digest=digest, recorded_at=self.recorded_at, content=content))
        return digest

    def set_policy(self, policy: Policy, dated_on: date) -> None:
        """Add a policy in force from ``dated_on``; it is kept whole, so that new defaults never change old reports."""
        self.add(tables.book.PolicyRow(**self._dated(dated_on), toml=policy_text(policy)))

    def add_accounts(self, accounts: Iterable[Account], dated_on: date) -> None:
        """Add versions of accounts."""
        for account in accounts:
            self.add(
                tables.book.AccountRow(
                    **self._dated(dated_on),
                    code=account.code,
                    name=account.name,
                    account_class=account.account_class.value,
                    contra=account.contra,
                    roles=" ".join(sorted(account.roles)),
                )
            )

    def add_ksm(self, ksm: KSM, dated_on: date) -> None:
        """Add a version of a KSM."""
        facts = {name: getattr(ksm, name) for name in KSM.__struct_fields__}
        self.add(tables.groups.KsmRow(**self._dated(dated_on), **facts))

    def add_member(self, member: Member, dated_on: date) -> None:
        """Add a version of a member."""
        facts = {name: getattr(member, name) for name in Member.__struct_fields__}
        facts["turnover"] = None if member.turnover is None else member.turnover.value
        self.add(tables.groups.MemberRow(**self._dated(dated_on), **facts))

    def add_rw_head(self, head: RwHead, dated_on: date) -> None:
        """Add a version of who is head of an RW."""
        facts = {name: getattr(head, name) for name in RwHead.__struct_fields__}
        self.add(tables.groups.RwHeadRow(**self._dated(dated_on), **facts))

    def add_loan(self, loan: Loan, schedule: Sequence[Instalment]) -> None:
        """Add a loan with its agreed schedule, the first version."""
        terms, paid = loan.terms, loan.paid_before
        self.add(
            tables.loans.LoanRow(
                number=loan.number,
                recorded_at=self.recorded_at,
                ksm=loan.ksm.code,
                principal=terms.principal.value,
                term=terms.term,
                jasa_rate=str(terms.jasa_rate.per_month),
                titipan_rate=str(terms.titipan_rate.per_month),
                method=terms.method.value,
                frequency=terms.frequency.value,
                rounding_step=terms.rounding.step,
                rounding_direction=terms.rounding.direction.value,
                rounded_part=terms.rounded_part.value,
                grace=terms.grace,
                disbursed_on=terms.disbursed_on,
                first_due_on=terms.first_due_on,
                principal_paid_before=paid.principal.value,
                jasa_paid_before=paid.jasa.value,
                titipan_paid_before=paid.titipan.value,
                decision=loan.decision,
                override=loan.override,
                remark=loan.remark,
            )
        )
        contract = Agreement(1, terms.disbursed_on, AgreementKind.CONTRACT, tuple(schedule), loan.decision)
        self.add_schedule(loan.number, contract)

    def add_schedule(self, loan: str, agreement: Agreement) -> None:
        """Add a version of a loan's schedule."""
        version = tables.loans.ScheduleRow(
            **self._dated(agreement.starts_on),
            loan=loan,
            version=agreement.version,
            kind=agreement.kind.value,
            decision=agreement.decision,
            missed_before=agreement.missed_before,
        )
        ours = {"loan": loan, "version": agreement.version}
        lines = [
            {
                **ours,
                "number": line.number,
                "due_on": line.agreed_on,
                "principal": line.principal.value,
                "jasa": line.jasa.value,
                "titipan": line.titipan.value,
            }
            for line in agreement.lines
        ]
        place = self._insert(tables.loans.ScheduleRow, [version.model_dump()])
        self._insert(tables.loans.InstalmentRow, lines)
        self._chain.seal("schedule", place, place)

    def add_proposal(self, proposal: Proposal) -> None:
        """Add a loan asked for, with its member shares."""
        self.add(
            tables.proposals.ProposalRow(
                **self._dated(proposal.proposed_on),
                number=proposal.number,
                ksm=proposal.ksm.code,
                principal=proposal.principal.value,
                term=proposal.term,
                jasa_percent=None if proposal.jasa_percent is None else str(proposal.jasa_percent),
                titipan_percent=None if proposal.titipan_percent is None else str(proposal.titipan_percent),
                method=proposal.method and proposal.method.value,
                frequency=proposal.frequency and proposal.frequency.value,
                grace=proposal.grace,
                purpose=proposal.purpose,
                override=proposal.override,
            )
        )
        self.add_shares(proposal.number, proposal.shares)

    def decide(self, number: str, decision: Decision) -> None:
        """Add the decision on a proposal."""
        facts = {name: getattr(decision, name) for name in ("approved", "minutes", "override", "note")}
        self.add(tables.proposals.DecisionRow(**self._dated(decision.dated_on), number=number, **facts))

    def add_shares(self, number: str, shares: Iterable[tuple[int, Rupiah]]) -> None:
        """Add each member's share of a loan or proposal."""
        for member, amount in shares:
            self.add(
                tables.proposals.LoanShareRow(
                    recorded_at=self.recorded_at, number=number, member=member, amount=amount.value
                )
            )

    def add_receipt_share(self, voucher: str, member: int, amount: Rupiah, carried: int | None) -> None:
        """Add what a member paid of a receipt, and for whom where it was another one's part."""
        self.add(
            tables.proposals.ReceiptShareRow(
                recorded_at=self.recorded_at, voucher=voucher, member=member, carried=carried, amount=amount.value
            )
        )

    def waive_penalty(self, loan: str, amount: Rupiah, dated_on: date, reason: str) -> None:
        """Add denda that the board lets go."""
        self.add(
            tables.records.PenaltyWaiverRow(**self._dated(dated_on), loan=loan, amount=amount.value, reason=reason)
        )

    def issue(self, sanction: Sanction) -> None:
        """Add a letter that goes out."""
        facts = {name: getattr(sanction, name) for name in Sanction.__struct_fields__ if name != "dated_on"}
        facts |= {name: facts[name].value for name in ("principal", "jasa", "titipan")}
        facts["recipients"] = json.dumps(sanction.recipients, ensure_ascii=False)
        self.add(tables.sanctions.SanctionRow(**self._dated(sanction.dated_on), **facts))

    def add_sanction_event(self, event: SanctionEvent) -> None:
        """Add what was seen, promised or decided about a late loan."""
        self.add(
            tables.sanctions.SanctionEventRow(
                **self._dated(event.dated_on),
                loan=event.loan,
                sanction=event.sanction,
                kind=event.kind.value,
                text=event.text,
                promised_on=event.promised_on,
                promised_amount=None if event.promised_amount is None else event.promised_amount.value,
                cause=event.cause and event.cause.value,
            )
        )

    def add_asset(self, asset: FixedAsset, dated_on: date) -> None:
        """Add a version of a fixed asset."""
        facts = {name: getattr(asset, name) for name in FixedAsset.__struct_fields__}
        facts |= {"cost": asset.cost.value, "depreciated_before": asset.depreciated_before.value}
        self.add(tables.assets.AssetRow(**self._dated(dated_on), **facts))

    def note_import(self, kind: str, digest: str) -> None:
        """Add that a file was imported, by the SHA-256 of its bytes."""
        self.add(tables.records.ImportRow(recorded_at=self.recorded_at, kind=kind, digest=digest))

    def review(self, review: Review) -> None:
        """Add a decision about a slip that stays in the book."""
        facts = {name: getattr(review, name) for name in ("code", "minutes", "reason")}
        self.add(tables.records.ReviewRow(**self._dated(review.dated_on), **facts))

    def close(self, closing: Closing) -> Closing:
        """Add a close with figures, the registers it found, and the newest entry; return it with the head after it."""
        self.flush()
        seq, head = seals.newest(self._connection)
        figures = {
            "akun": dict(closing.accounts),
            "pinjaman": dict(closing.loans),
            "daftar": dict(closing.registers),
            "segel": [seq, head.hex()],
            "cara": ASSETS_BY_DAY,
        }
        self.add(
            tables.closings.ClosingRow(
                **self._dated(closing.locked_to),
                kind=closing.kind.value,
                period=closing.period,
                sequence=closing.sequence,
                head=closing.head,
                figures=json.dumps(figures, sort_keys=True, separators=(",", ":")),
            )
        )
        return replace(closing, seal=seals.newest(self._connection)[1].hex())

    def reopen(self, closing: Closing, dated_on: date, reason: str) -> None:
        """Add that a close was opened again, and why."""
        self.add(tables.closings.ReopeningRow(**self._dated(dated_on), closing=closing.id, reason=reason))

    def record(self, posting: Posting) -> Voucher:
        """Number, time and chain a posting, and return it as a voucher."""
        year = posting.dated_on.year
        serial = self._next_serial(posting.kind, year)
        number = f"{posting.kind}-{year}-{serial:04d}"
        self._sequence += 1
        self._digest = voucher_digest(number, self.recorded_at, posting, self._digest)
        voucher = {
            **self._dated(posting.dated_on),
            "sequence": self._sequence,
            "kind": posting.kind.value,
            "year": year,
            "serial": serial,
            "number": number,
            "event": posting.event.value,
            "party": posting.party,
            "memo": posting.memo,
            "loan": posting.loan,
            "external_ref": posting.external_ref,
            "reverses": posting.reverses,
            "digest": self._digest,
            "corrects": posting.corrects,
            "split": posting.split and posting.split.value,
        }
        transfers = [
            {
                "voucher": self._sequence,
                "dated_on": posting.dated_on,
                "debit": move.debit,
                "credit": move.credit,
                "amount": move.amount.value,
                "component": move.component.value if move.component else None,
                "loan": move.loan,
                "ksm": move.ksm,
            }
            for move in posting.transfers
        ]
        self._waiting.append((voucher, transfers))
        if len(self._waiting) >= _BATCH:
            self.flush()
        return Voucher(number, self._sequence, self.recorded_at, posting, self._digest)

    def record_imported(self, posting: Posting) -> Voucher:
        """Record a posting as ``record`` does, and that it came in with a file."""
        voucher = self.record(posting)
        self._imported.append({"voucher": voucher.sequence, "recorded_at": self.recorded_at})
        return voucher

    def note_imported(self, voucher: Voucher) -> None:
        """Add that a recorded voucher stands in the place of one that came in with a file."""
        self.add(tables.records.ImportedVoucherRow(voucher=voucher.sequence, recorded_at=self.recorded_at))

    def count_cash(self, counted: Rupiah, booked: Rupiah, dated_on: date, memo: str) -> None:
        """Add a count of the cash box beside what the book says."""
        self.add(
            tables.records.CashCountRow(**self._dated(dated_on), counted=counted.value, booked=booked.value, memo=memo)
        )

    def flush(self) -> None:
        """Send what is waiting to SQLite, still within the transaction."""
        if self._waiting:
            self._insert(tables.journal.VoucherRow, [voucher for voucher, _ in self._waiting])
            self._insert(tables.journal.TransferRow, [move for _, transfers in self._waiting for move in transfers])
            self._chain.enter(
                "voucher", [(str(row["sequence"]), bytes.fromhex(row["digest"])) for row, _ in self._waiting]
            )
        if self._imported:
            self._insert(tables.records.ImportedVoucherRow, self._imported)
            first, last = self._imported[0]["voucher"], self._imported[-1]["voucher"]
            self._chain.seal("imported_voucher", first, last)
        self._waiting, self._imported = [], []

    def _next_serial(self, kind: VoucherKind, year: int) -> int:
        if (kind, year) not in self._serials:
            query = "SELECT coalesce(max(serial), 0) FROM voucher WHERE kind = ? AND year = ?"
            (self._serials[kind, year],) = self._connection.execute(query, (kind.value, year)).fetchone()
        self._serials[kind, year] += 1
        return self._serials[kind, year]

    def add(self, row: SQLModel) -> None:
        """Add a row that says when it was recorded."""
        place = self._insert(type(row), [row.model_dump()])
        self._chain.seal(str(type(row).__tablename__), place, place)

    def _insert(self, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
        """Send rows to SQLite, all of which name the same columns; return the place of a single one."""
        if not rows:
            return 0
        names = tuple(rows[0])
        statement = _statement(table, names)
        cells = [[_cell(row[name]) for name in names] for row in rows]
        if len(cells) == 1:
            return self._connection.execute(statement, cells[0]).lastrowid or 0
        self._connection.executemany(statement, cells)
        return 0

    def _dated(self, dated_on: date) -> Mapping[str, Any]:
        return {"dated_on": dated_on, "recorded_at": self.recorded_at}


@cache
def _statement(table: type[SQLModel], names: tuple[str, ...]) -> str:
    """Return the statement that inserts into these columns of a table, all of which it has."""
    known = table.__table__.columns  # type: ignore[attr-defined]
    assert all(name in known for name in names), (table, names)
    columns, values = ", ".join(names), ", ".join("?" * len(names))
    return f"INSERT INTO {table.__tablename__} ({columns}) VALUES ({values})"  # noqa: S608 - names of our own tables


def _cell(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
