"""The views of a ledger file: the book as an auditor reads it who opens the file with any SQLite tool.

They stand in the file itself, in the field's words, and hold nothing of their own: SQLite works them out of the rows
whenever they are asked. They know no policy, which is a text to SQLite: days off do not move a due date here, and how
often a loan was missed, its class and its reserve are left to the reports. ``examples/dibaca-auditor.md`` tells more.

A change of a view is a migration that makes all of them anew.
"""

from collections.abc import Iterator
from typing import Final

_BALANCES: Final = """
    WITH sisi(akun, tanggal, debit, kredit) AS (
        SELECT debit, dated_on, amount, 0 FROM transfer UNION ALL SELECT credit, dated_on, 0, amount FROM transfer
    ), harian AS (
        SELECT akun, tanggal, sum(debit) AS debit, sum(kredit) AS kredit FROM sisi GROUP BY akun, tanggal
    ), bernama AS (
        SELECT code, name, account_class, row_number() OVER (PARTITION BY code ORDER BY dated_on DESC, id DESC) AS ke
        FROM account
    )
    SELECT akun, name AS nama, account_class AS kelompok, tanggal, debit, kredit,
           iif(account_class IN ('aset', 'biaya'), 1, -1)
           * sum(debit - kredit) OVER (PARTITION BY akun ORDER BY tanggal) AS saldo
    FROM harian JOIN bernama ON code = akun AND ke = 1
"""
"""A line for each account and day on which it moved, with its balance at the end of that day.

The balance of asset and cost is debit less credit, that of the other classes credit less debit, as in the reports.
"""

_JOURNAL: Final = """
    SELECT v.sequence AS urutan, v.dated_on AS tanggal, v.number AS bukti, v.event AS peristiwa, v.party AS pihak,
           v.memo AS keterangan, t.debit, t.credit AS kredit, t.amount AS jumlah, t.component AS bagian,
           t.loan AS pinjaman, t.ksm, v.external_ref AS bukti_luar, v.reverses AS membatalkan,
           v.corrects AS membetulkan, v.recorded_at AS dicatat_pada, v.digest AS sidik
    FROM voucher AS v JOIN transfer AS t ON t.voucher = v.sequence
    ORDER BY v.sequence, t.id
"""
"""A line for each amount of each voucher, in the order in which they were recorded."""

_LOAN_CARDS: Final = """
    WITH peran(bagian, peran) AS (
        VALUES ('saldo_awal', 'piutang'), ('pencairan', 'piutang'), ('pokok', 'piutang'), ('hapus_buku', 'piutang'),
               ('jasa', 'pendapatan_jasa'), ('titipan', 'titipan'), ('denda', 'pendapatan_denda')
    ), sendiri AS (
        SELECT DISTINCT bagian, code FROM peran JOIN account ON instr(' ' || roles || ' ', ' ' || peran || ' ')
    ), gerak AS (
        SELECT t.loan AS pinjaman, v.dated_on AS tanggal, v.event AS uraian, v.number AS bukti, v.sequence AS urutan,
               t.component AS bagian, iif(sendiri.code IS NULL, t.amount, -t.amount) AS jumlah
        FROM transfer AS t JOIN voucher AS v ON v.sequence = t.voucher JOIN peran ON peran.bagian = t.component
        LEFT JOIN sendiri ON sendiri.bagian = t.component AND sendiri.code = t.debit
        WHERE t.loan IS NOT NULL
    ), berlaku AS (
        SELECT loan, max(version) AS version FROM schedule GROUP BY loan
    ), baris AS (
        SELECT number AS pinjaman, (SELECT opened_on FROM book) AS tanggal, 'sebelum buku dibuka' AS uraian,
               NULL AS angsuran_ke, 0 AS jadwal_pokok, 0 AS jadwal_jasa, 0 AS jadwal_titipan, NULL AS bukti,
               0 AS urutan, principal_paid_before AS cair, principal_paid_before AS bayar_pokok,
               jasa_paid_before AS bayar_jasa, titipan_paid_before AS bayar_titipan, 0 AS bayar_denda, 0 AS hapus_buku
        FROM loan WHERE principal_paid_before OR jasa_paid_before OR titipan_paid_before
        UNION ALL
        SELECT loan, due_on, 'jadwal', number, principal, jasa, titipan, NULL, 0, 0, 0, 0, 0, 0, 0
        FROM instalment JOIN berlaku USING (loan, version)
        UNION ALL
        SELECT pinjaman, tanggal, uraian, NULL, 0, 0, 0, bukti, urutan,
               sum(iif(bagian IN ('saldo_awal', 'pencairan'), -jumlah, 0)), sum(iif(bagian = 'pokok', jumlah, 0)),
               sum(iif(bagian = 'jasa', jumlah, 0)), sum(iif(bagian = 'titipan', jumlah, 0)),
               sum(iif(bagian = 'denda', jumlah, 0)), sum(iif(bagian = 'hapus_buku', jumlah, 0))
        FROM gerak GROUP BY pinjaman, urutan
    )
    SELECT pinjaman, loan.ksm, tanggal, uraian, angsuran_ke, jadwal_pokok, jadwal_jasa, jadwal_titipan,
           bukti, cair, bayar_pokok, bayar_jasa, bayar_titipan, bayar_denda, hapus_buku,
           sum(jadwal_pokok) OVER sampai AS harusnya_pokok, sum(bayar_pokok) OVER sampai AS terbayar_pokok,
           sum(jadwal_jasa) OVER sampai AS harusnya_jasa, sum(bayar_jasa) OVER sampai AS terbayar_jasa,
           sum(cair - bayar_pokok - hapus_buku) OVER sampai AS sisa_pokok
    FROM baris JOIN loan ON loan.number = pinjaman
    WINDOW sampai AS (PARTITION BY pinjaman ORDER BY tanggal)
    ORDER BY pinjaman, tanggal, urutan, angsuran_ke
"""
"""Each loan line by line: the instalments of the schedule in force beside every voucher; sums at the end of each day.

What takes a receipt back stands below nil. What had been paid before the ledger was opened stands on that day.
"""

_ARREARS: Final = """
    WITH buku AS (
        SELECT max((SELECT max(dated_on) FROM voucher), (SELECT max(dated_on) FROM schedule)) AS per
    ), sekarang AS (
        SELECT kartu.*, per, principal FROM kartu_pinjaman AS kartu, buku JOIN loan ON number = pinjaman
        WHERE tanggal <= per
    ), belum AS (
        SELECT pinjaman, max(tanggal) FILTER (WHERE terbayar_pokok < principal) AS sampai
        FROM sekarang GROUP BY pinjaman
    ), lunas AS (
        SELECT pinjaman, min(tanggal) FILTER (WHERE tanggal > coalesce(sampai, '')) AS sejak
        FROM sekarang JOIN belum USING (pinjaman) GROUP BY pinjaman
    ), jumlah AS (
        SELECT pinjaman, ksm, per, sum(cair - bayar_pokok - hapus_buku) AS sisa_pokok, sejak,
               sum(jadwal_pokok) AS pokok, sum(bayar_pokok) AS terbayar_pokok,
               sum(iif(tanggal <= coalesce(sejak, per), jadwal_jasa, 0)) AS jasa, sum(bayar_jasa) AS terbayar_jasa,
               sum(iif(tanggal <= coalesce(sejak, per), jadwal_titipan, 0)) AS titipan,
               sum(bayar_titipan) AS terbayar_titipan
        FROM sekarang JOIN lunas USING (pinjaman) GROUP BY pinjaman
    )
    SELECT per, pinjaman, ksm, sisa_pokok, max(pokok - terbayar_pokok, 0) AS tunggakan_pokok,
           max(jasa - terbayar_jasa, 0) AS tunggakan_jasa, max(titipan - terbayar_titipan, 0) AS tunggakan_titipan,
           (SELECT min(tanggal) FROM sekarang WHERE pinjaman = jumlah.pinjaman AND jadwal_pokok
            AND harusnya_pokok > jumlah.terbayar_pokok) AS pokok_sejak,
           (SELECT min(tanggal) FROM sekarang WHERE pinjaman = jumlah.pinjaman AND jadwal_jasa
            AND tanggal <= coalesce(sejak, per) AND harusnya_jasa > jumlah.terbayar_jasa) AS jasa_sejak
    FROM jumlah
    WHERE (sisa_pokok > 0 OR sejak IS NOT NULL)
      AND (pokok > terbayar_pokok OR jasa > terbayar_jasa OR titipan > terbayar_titipan)
    ORDER BY pinjaman
"""
"""What has fallen due by the newest day of the book and is unpaid, loan by loan, in rupiah."""

VIEWS: Final = {"saldo": _BALANCES, "jurnal": _JOURNAL, "kartu_pinjaman": _LOAN_CARDS, "tunggakan_sekarang": _ARREARS}


def statements() -> Iterator[tuple[str, str]]:
    """Yield each view's name with the statement that makes it, as the file keeps it."""
    for name, query in VIEWS.items():
        yield name, f"CREATE VIEW {name} AS{query.rstrip()}"
