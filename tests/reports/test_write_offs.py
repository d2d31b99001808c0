"""The register of loans written off."""

from datetime import date

from danabergulir.domain.loans.schedule import Agreement, AgreementKind
from danabergulir.frozen import replace
from danabergulir.money import NIL, Rupiah
from danabergulir.reports.month.write_offs import write_off_register
from reports.small_books import books, ksm, lines, loan_book, paid


def _written_off(number: str, day: date, recovered: int):
    agreement = Agreement(2, day, AgreementKind.WRITTEN_OFF, (), f"{day.day}/BA")
    return replace(
        loan_book(number, borrower=ksm("K-02", "Mawar", "02"), paid_all=paid(200_000)),
        outstanding=NIL,
        written_off=Rupiah(1_000_000),
        recovered=Rupiah(recovered),
        write_off=agreement,
    )


def test_the_register_lists_what_is_still_owed_by_the_oldest_decision_first():
    """Loans on the books are not in it; one recovered in full stays."""
    picture = books(
        "2023-01",
        loans=[
            loan_book(),
            _written_off("P-0002", date(2023, 1, 20), 300_000),
            _written_off("P-0003", date(2023, 1, 10), 1_000_000),
        ],
    )
    assert lines(write_off_register(picture).section) == [
        ("P-0003", "Mawar", "02", date(2023, 1, 10), "10/BA", 1_000_000, 1_000_000, 0, "K-02"),
        ("P-0002", "Mawar", "02", date(2023, 1, 20), "20/BA", 1_000_000, 300_000, 700_000, "K-02"),
        (None, "JUMLAH", None, None, None, 2_000_000, 1_300_000, 700_000, None),
    ]
