"""Workbooks that are not what they seem: a sentence, little memory, nothing recorded, nothing fetched."""

import os
import socket
import subprocess
import sys
import zipfile
from io import BytesIO

import openpyxl
import pytest

_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
_HEAD = ("NAMA KSM", "RW", "TGL CAIR", "POKOK", "JW", "SALDO")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _plain():
    """Return the bytes of a small sound workbook."""
    book = openpyxl.Workbook()
    book.active.append(_HEAD)
    book.active.append(("Mawar", "05", "2025-03-01", 5_000_000, 10, 4_000_000))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _with(parts, *, flag=False):
    """Return the small workbook with some of its parts exchanged or added."""
    content = BytesIO()
    with zipfile.ZipFile(BytesIO(_plain())) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in parts:
                new.writestr(item.filename, old.read(item))
        for name, part in parts.items():
            new.writestr(name, part)
    changed = bytearray(content.getvalue())
    if flag:
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = changed.find(mark)
            while at >= 0:
                changed[at + place] |= 1
                at = changed.find(mark, at + 4)
    return bytes(changed)


def _cells(*cells):
    return _SHEET.format("".join(cells))


def _formulas():
    book = openpyxl.Workbook()
    book.active.append(_HEAD)
    book.active.append(("Mawar", "05", "2025-03-01", 5_000_000, 10, "=D2-1000000"))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _ods(body, manifest=""):
    content = BytesIO()
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        packed.writestr(
            "content.xml",
            f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="A">'
            f"{body}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


_REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="1024"><text:p>x</text:p></table:table-cell></table:table-row>'
)
_FAR = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
_SHEET1 = "xl/worksheets/sheet1.xml"
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'


def _hostile():
    """Yield files by name: their bytes, and what has to be said of each."""
    yield "locked.xlsx", _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "terkunci kata sandi"
    yield "locked.zip.xlsx", _with({}, flag=True), "terkunci kata sandi"
    yield "locked.ods", _ods("", "<encryption-data/>"), "terkunci kata sandi"
    yield "macros.xlsm", _with({"xl/vbaProject.bin": b"x"}), "berisi makro"
    yield "macros.xls", _OLE + bytes(504) + "_VBA_PROJECT".encode("utf-16-le"), "berisi makro"
    yield "links.xlsx", _with({"xl/externalLinks/externalLink1.xml": "<x/>"}), "mengambil angka dari file lain"
    yield "formulas.xlsx", _formulas(), 'rumus tanpa nilai pada lembar "Sheet": sel F2'
    yield "far.xlsx", _with({_SHEET1: _cells(_FAR)}), "lebih dari 20.000 baris"
    yield "wide.xlsx", _with({_SHEET1: _cells("<row r='1'><c r='XFD1'><v>1</v></c></row>")}), "lebih dari 500 kolom"
    yield "repeated.ods", _ods(_REPEATED), "lebih dari 20.000 baris"
    yield "entities.xlsx", _with({_SHEET1: _ENTITIES + _cells("<row><c><v>1</v></c></row>")}), "rusak"
    yield (
        "bomb.xlsx",
        _with({"xl/sharedStrings.xml": b"<sst>" + bytes(200_000_000)}),
        "sesudah dibuka lebih dari 100 MB",
    )
    yield "no zip.xlsx", b"PK\x03\x04" + bytes(range(256)) * 40, "rusak atau bukan buku kerja"
    yield "cut.xlsx", _plain()[:3000], "rusak atau bukan buku kerja"
    yield "cut.xls", _OLE + bytes(1000), "rusak atau bukan buku kerja"
    yield "letter.xlsx", _with({"xl/workbook.xml": "", "word/document.xml": "<w/>"}), "rusak"
    yield "picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "bukan buku kerja"
    yield "empty.xlsx", b"", "file kosong"
    yield "page.xls", b"<html><p>Silakan masuk</p></html>", "tidak ada tabel"
    yield "old xml.xls", b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML Excel 2003"
    yield (
        "nothing known.xlsx",
        _with({_SHEET1: _cells("<row><c t='inlineStr'><is><t>Resep</t></is></c></row>")}),
        "tidak ada yang dapat dicatat",
    )


_FILES = list(_hostile())


@pytest.mark.parametrize(("name", "content", "said"), _FILES, ids=[name for name, _, _ in _FILES])
@pytest.mark.parametrize("kind", ["buku", "ksm"])
def test_a_workbook_that_cannot_be_taken_gets_a_sentence(fund, monkeypatch, kind, name, content, said):
    """Two lines that say what is wrong and what to do; no byte of the ledger changes and no connection is made."""

    def refuse(*_):
        raise AssertionError("connected")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    (fund.folder / name).write_bytes(content)
    before = fund.ledger.read_bytes()
    words = ("--ya",) if kind == "buku" else ()
    refused = fund("impor", kind, name, *words)

    assert refused.status == 1, refused
    if kind == "buku" or "dapat dicatat" not in said:
        assert said in refused.stderr
    assert "Galat: " in refused.stderr
    assert "\nSaran: " in refused.stderr
    assert fund.ledger.read_bytes() == before


_MEASURING = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""
needs_rusage = pytest.mark.skipif(not hasattr(os, "wait4"), reason="Windows does not tell a child's memory this way")


def _measured(fund, name):
    """Import a workbook in a process of its own; return its status, its most memory in MB, and what it printed."""
    words = [sys.executable, "-m", "danabergulir", "--buku", str(fund.ledger), "impor", "buku", name, "--ya"]
    ended = subprocess.run(
        [sys.executable, "-S", "-c", _MEASURING, *words], cwd=fund.folder, capture_output=True, check=True
    )
    status, memory = ended.stdout.split()[-2:]
    return int(status), int(memory) // (1024 * 1024 if sys.platform == "darwin" else 1024), ended.stderr.decode("utf-8")


def _million_rows(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        with zipfile.ZipFile(BytesIO(_plain())) as old:
            for item in old.infolist():
                if item.filename != _SHEET1:
                    packed.writestr(item.filename, old.read(item))
        opened = packed.open
        with opened(_SHEET1, "w") as part:
            start, end = _SHEET.split("{}")
            part.write(start.encode())
            for thousand in range(1000):
                part.write(
                    b"".join(
                        f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>'.encode()
                        for row in range(thousand * 1000 + 1, thousand * 1000 + 1001)
                    )
                )
            part.write(end.encode())


def _hundred_megabytes(path):
    with path.open("wb") as file:
        file.write(_plain())
        file.truncate(100_000_000)


def _long_text_everywhere(path):
    text = "x" * 30_000
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    rows = "".join(
        f'<row r="{row}">{"".join(f"""<c r="{letter}{row}" t="s"><v>0</v></c>""" for letter in "ABCDEFGHIJ")}</row>'
        for row in range(1, 10_001)
    )
    path.write_bytes(_with({"xl/sharedStrings.xml": strings, _SHEET1: _cells(rows)}))


@needs_rusage
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_million_rows, "lebih dari 20.000 baris"),
        (_hundred_megabytes, "file terlalu besar: 100 MB"),
        (_long_text_everywhere, "tulisan yang terlalu panjang"),
    ],
)
def test_far_too_much_takes_no_memory(fund, make, said):
    """What would be laid out is counted before it is: the refusal takes no more memory than that of a small file."""
    (fund.folder / "kecil.xlsx").write_bytes(_formulas())
    make(fund.folder / "besar.xlsx")
    _, usual, _ = _measured(fund, "kecil.xlsx")
    before = fund.ledger.read_bytes()
    status, memory, printed = _measured(fund, "besar.xlsx")

    assert status == 1
    assert said in printed
    assert memory <= usual + 20
    assert fund.ledger.read_bytes() == before
