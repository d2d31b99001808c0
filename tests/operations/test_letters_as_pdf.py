"""Letters that go out with a PDF beside each text, all or nothing, and the drafts that a month's set brings."""

from datetime import date
from pathlib import Path

import pytest

from danabergulir.dates import Month
from danabergulir.errors import FaultyDataError, RefusedError, UsageError
from danabergulir.ledger.file import store
from danabergulir.operations.dunning.letters import drafts, issue, reprint
from danabergulir.operations.dunning.sanctions import list_sanctions
from danabergulir.operations.month import monthly_books, monthly_reports, monthly_set
from danabergulir.reports.papers.letter_parts import Facts
from ledger.small_ledger import fetch
from operations.lent_ledger import NOW, lend

MARCH, LAST_DAY = Month(2023, 3), date(2023, 3, 31)


@pytest.fixture
def ledger(tmp_path):
    """Return a ledger in which Anggrek owes the instalments of February and March."""
    return lend(tmp_path / "upk.db")


def _press(paper):
    return f"PDF {paper.file_name}".encode()


def _drafts(path):
    with store.reading(path) as connection:
        return drafts(connection, monthly_books(path, MARCH), path.with_name("surat"))


def _said(paper, label):
    """Return the value of a fact that a paper tells."""
    rows = [row for part in paper.words["parts"] if part["kind"] == "isian" for row in part["rows"]]
    return dict(rows)[label]


def test_a_press_puts_a_pdf_beside_each_text(ledger):
    """Both have the name of the sanction and the KSM."""
    folder = issue(ledger, LAST_DAY, NOW, press=_press).folder

    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix == ".pdf"} == {
        "S-0001-K-01.pdf": b"PDF S-0001-K-01"
    }
    assert (folder / "S-0001-K-01.txt").is_file()


def test_a_press_that_fails_leaves_nothing_recorded(ledger):
    """No letter, no file, and no folder of drafts."""

    def broken(_):
        raise UsageError("templat tidak dapat dipakai", "Perbaiki templat itu.")

    with pytest.raises(UsageError, match="templat"):
        issue(ledger, LAST_DAY, NOW, press=broken)
    assert fetch(ledger, "SELECT count(*) FROM sanction") == [(0,)]
    assert [file.name for file in ledger.parent.iterdir()] == ["upk.db"]


def test_a_pdf_in_the_way_stops_the_whole_batch(ledger):
    """Nothing is recorded, and neither file is written."""
    folder = ledger.parent / "keluar"
    folder.mkdir()
    (folder / "S-0001-K-01.pdf").write_bytes(b"lama")

    with pytest.raises(RefusedError, match=r"S-0001-K-01\.pdf"):
        issue(ledger, LAST_DAY, NOW, folder=folder, press=_press)
    assert fetch(ledger, "SELECT count(*) FROM sanction") == [(0,)]
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"S-0001-K-01.pdf": b"lama"}


def test_the_set_of_a_month_brings_a_draft_for_each_letter_that_is_due(ledger):
    """Named after the loan, dated the last day, its number left to a pen; nothing is recorded by it."""
    before = ledger.read_bytes()
    (draft,) = [paper for paper in monthly_set(ledger, MARCH).apart if paper.file_name.startswith("surat/")]

    assert (draft.file_name, draft.as_of) == ("surat/P-0001-K-01", LAST_DAY)
    assert _said(draft, "Nomor").lstrip(".") == "/UPK-MELATI/III/2023"
    assert _said(draft, "Jumlah") == "Rp236.000"
    assert draft.footer == "Rancangan. Nomor diberi dan surat dicatat saat diterbitkan."
    assert ledger.read_bytes() == before


def test_a_letter_that_went_out_has_no_draft(ledger):
    """Drafts are as many as the report proposes letters, before it goes out and after."""
    counts = []
    for _ in range(2):
        (report,) = monthly_reports(ledger, MARCH, ["sanksi"])
        at = [column.key for column in report.section.columns].index("status")
        proposed = [row for row in report.section.rows if row.cells[at] == "diusulkan"]
        counts.append((len(_drafts(ledger)), len(proposed)))
        issue(ledger, LAST_DAY, NOW)

    assert counts == [(1, 1), (0, 0)]
    assert [line.state.value for line in list_sanctions(ledger, LAST_DAY)] == ["terbit"]


def test_a_draft_says_what_the_letter_will_say(ledger):
    """But for its number, part by part."""
    (draft,) = _drafts(ledger)
    (sent,) = issue(ledger, LAST_DAY, NOW).letters
    numbered = [part for part in sent.parts if isinstance(part.content, Facts) and part.content.rows[0][0] == "Nomor"]
    at = sent.parts.index(numbered[0])

    assert draft.words["parts"][:at] == sent.paper.words["parts"][:at]
    assert draft.words["parts"][at + 1 :] == sent.paper.words["parts"][at + 1 :]


def test_a_draft_follows_the_text_of_the_upk(ledger):
    """A slip of the pen in it is named before anything is written."""
    own = Path(ledger.parent / "surat")
    own.mkdir()
    text = own / "tingkat-1.txt"
    text.write_text("Bayarlah {tunggakan}.", encoding="utf-8")
    (draft,) = _drafts(ledger)
    text.write_text("Bayarlah {tungakan}.", encoding="utf-8")

    assert [part["lines"] for part in draft.words["parts"]] == [("Bayarlah Rp236.000.",)]
    with pytest.raises(FaultyDataError) as refused:
        _drafts(ledger)
    assert [finding.line for finding in refused.value.findings] == [1]


def test_a_letter_carries_the_head_after_it_was_recorded(ledger):
    """Printed again it carries the same one, whatever came later."""
    went_out = []
    issue(ledger, LAST_DAY, NOW, press=lambda paper: went_out.append(paper) or b"%PDF")
    ((head,),) = fetch(ledger, "SELECT lower(hex(head)) FROM seal WHERE table_name = 'sanction'")

    assert [paper.footer for paper in went_out] == [f"Sanksi S-0001. Kepala buku: {head[:16]}"]
    assert reprint(ledger, "S-0001").paper.footer == went_out[0].footer
