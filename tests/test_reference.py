"""The reference says what the program is today, of everything that it has, and no link of a page leads nowhere.

``pytest tests/test_reference.py --update-golden`` writes the pages anew; read the difference before keeping it.
"""

import re
from pathlib import Path

import pytest

from danabergulir import errors
from danabergulir.cli.app import COMMANDS
from danabergulir.domain.policy.file import written_rules
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.reports.month import catalog as of_month
from danabergulir.reports.year import catalog as of_year
from reference import FOLDER, GALLERY, STATUSES, options_of, pages

ROOT = Path(__file__).parents[1]
WITH_LINKS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "examples").rglob("*.md"), *(ROOT / "tests").rglob("*.md"))
    if "golden" not in path.parts
)


def test_the_pages_say_what_the_program_is_today(demonstration, request):
    """Each is what is made of the program now, and there is none that is not."""
    made = pages(demonstration)
    if request.config.getoption("--update-golden"):
        for old in FOLDER.rglob("*.md"):
            old.unlink()
        for name, text in made.items():
            path = FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    kept = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}

    assert sorted(kept) == sorted(made), "poe anew"
    assert [name for name, text in made.items() if kept[name] != text] == [], "poe anew"


@pytest.mark.parametrize("name", [name for entries in COMMANDS.values() for name in entries])
def test_every_option_stands_on_the_page_of_its_command(name):
    """Of the command and of each below it."""
    page = (FOLDER / "perintah" / f"{name}.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^#{1,3} ([a-z][a-z -]*)\n(.*?)(?=^#{1,3} [a-z]|\Z)", page, re.MULTILINE | re.DOTALL))

    for path, flags in options_of(name).items():
        assert path in parts
        assert [flag for flag in flags if flag not in parts[path]] == [], path


def test_a_usage_says_each_bracket_and_each_more_once():
    """`FOLDER...` is one or more and `[BUKTI]` may be left out; neither is said twice."""
    usages = [line for path in (FOLDER / "perintah").iterdir() for line in _lines(path) if "[PILIHAN]" in line]

    assert len(usages) > 100
    assert [line for line in usages if "[[" in line or "....." in line] == []


def test_the_titles_of_reports_keep_their_capitals():
    """What is an abbreviation stays one, on the page of every report."""
    titles = [line for path in FOLDER.glob("laporan*/*.md") for line in _lines(path)[2:3]]

    assert len(titles) > 40
    assert [line for line in titles if re.search(r"\b(?:lar|par|rw|ksm)\b", line.partition(",")[0])] == []


def _lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def test_every_report_has_its_page():
    """Of the month, of the year, and those made on request."""
    for folder, catalog in (
        ("laporan", (*of_month.CATALOG, *of_month.ON_REQUEST)),
        ("laporan-tahun", of_year.CATALOG),
    ):
        assert {path.stem for path in (FOLDER / folder).iterdir()} == {entry.name for entry in catalog}


def test_every_rule_stands_on_the_page_of_the_policy():
    """By its key, with what it does."""
    page = (FOLDER / "kebijakan.md").read_text(encoding="utf-8")

    for rule in written_rules(DEFAULT_POLICY):
        place, _, key = rule.key.partition(".")
        assert f"## {place}\n" in page
        assert f"| `{key}` |" in page
        assert rule.comment in page


def test_every_status_is_told():
    """Those that errors end with, and those that a shell gives."""
    known = {kind.exit_status for kind in vars(errors).values() if hasattr(kind, "exit_status")}

    assert known <= set(STATUSES)
    page = (FOLDER / "status.md").read_text(encoding="utf-8")
    assert all(f"| {status} |" in page for status in STATUSES)


def test_troubles_of_every_theme_have_their_remedy():
    """Each page of the gallery of errors gave something, and nearly every error says what to do."""
    page = (FOLDER / "galat.md").read_text(encoding="utf-8")

    assert page.count("\n## ") == len(list(GALLERY.glob("*.md")))
    assert page.count("\n| ") > 150


def _anchors(text: str) -> set[str]:
    """Return the names under which the headings of a page are linked to."""
    headings = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", WITH_LINKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_link_leads_nowhere(path):
    """Files and headings that a page points to are there."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in re.findall(r"(?<!\\)\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text):
        target, _, anchor = "".join(link).partition("#")
        if re.match(r"\w+:", target):
            continue
        found = path.parent / target if target else path
        assert found.exists(), target
        if anchor:
            assert anchor in _anchors(found.read_text(encoding="utf-8")), f"{target}#{anchor}"
