"""What this program prints it reads: the workbook of a month comes into a fresh ledger with the same balances."""

import json
import shutil

from danabergulir.dates import Month
from danabergulir.operations.month import monthly_reports
from danabergulir.render.xlsx.file import render


def test_the_workbook_of_a_month_comes_in_again(run, demonstration):
    """Balances, loans with what was paid on them, and the KSM; proposals of letters are no letters."""
    month = Month.of(demonstration.month.last_on)
    (run.folder / "bulan.xlsx").write_bytes(render(monthly_reports(demonstration.ledger, month)))
    day = month.last_on.isoformat()
    where = ("--upk", "UPK A", "--bkm", "B", "--kelurahan", "K", "--kecamatan", "K", "--kota", "K", "--provinsi", "J")
    rules = '[pinjaman]\ntitipan_persen_per_bulan = "0.05"\n'  # which no sheet says
    (run.folder / "aturan.toml").write_text(rules, encoding="utf-8")
    assert run("mulai", *where, "--tanggal", day, "--kebijakan", "aturan.toml").status == 0
    refused = run("impor", "buku", "bulan.xlsx", "--ya")
    assert [line for line in refused.stderr.splitlines() if line.startswith("Galat lembar")] == [
        (
            'Galat lembar "neraca-saldo" sel A28: kode akun "LABA-LALU": akun ini tidak ada dalam bagan akun; tulis '
            "kodenya. Perbaiki di buku kerja, atau jawab dalam peta"
        )
    ]
    done = run("impor", "buku", "bulan.xlsx", "--ya", typed="31030\n")  # last year's result, not yet split
    assert done.status == 0, done.stderr

    def reports(name):
        return json.loads(run("laporan", str(month), "--hanya", name, "--format", "json").stdout)["baris"]

    taken = {line["pinjaman"]: line for line in reports("perkembangan")}
    balances = {line["kode"]: line["saldo_akhir"] for line in reports("neraca-saldo")}
    assert run("periksa", "--per", day).status == 0
    shutil.copyfile(demonstration.ledger, run.ledger)
    printed = {line["pinjaman"]: line for line in reports("perkembangan") if line["saldo_pokok"]}
    assert taken.keys() == printed.keys()
    for number, line in printed.items():
        for name in ("ksm", "rw", "rt", "tanggal_cair", "tenor", "pokok", "real_pokok", "real_jasa", "saldo_pokok"):
            assert taken[number][name] == line[name], (number, name)
    expected = {line["kode"]: line["saldo_akhir"] for line in reports("neraca-saldo")}
    expected["31030"] += expected.pop("LABA-LALU")
    assert balances == expected
