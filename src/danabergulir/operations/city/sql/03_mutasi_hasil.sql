-- Pendapatan dan biaya dalam tahun paket, tanpa jurnal tutup tahun, dari setiap paket.
SELECT
  g.bulan,
  g.id_upk,
  SUM(CASE WHEN k.golongan = 'pendapatan' THEN g.jumlah ELSE 0 END) AS pendapatan,
  SUM(CASE WHEN k.golongan = 'biaya' THEN -g.jumlah ELSE 0 END) AS biaya,
  SUM(CASE WHEN k.golongan = 'biaya' AND a.tanpa_akun LIKE '%;' || k.kode || ';%' THEN -g.jumlah ELSE 0 END)
    AS biaya_dikecualikan
FROM (
  SELECT m.bulan, m.id_upk, m.akun, SUM(m.jumlah) AS jumlah
  FROM (
    SELECT bulan, id_upk, bukti, tanggal, kredit AS akun, jumlah FROM transaksi
    UNION ALL
    SELECT bulan, id_upk, bukti, tanggal, debit AS akun, -jumlah AS jumlah FROM transaksi
  ) AS m
  LEFT JOIN (
    SELECT b.bulan, b.id_upk, b.nomor
    FROM bukti AS b
    LEFT JOIN bukti AS c ON c.id_upk = b.id_upk AND c.nomor = b.membatalkan AND c.kejadian = 'tutup tahun'
    WHERE b.kejadian = 'tutup tahun' OR c.nomor IS NOT NULL
  ) AS t ON t.bulan = m.bulan AND t.id_upk = m.id_upk AND t.nomor = m.bukti
  WHERE t.nomor IS NULL AND SUBSTR(CAST(m.tanggal AS VARCHAR), 1, 4) = SUBSTR(m.bulan, 1, 4)
  GROUP BY m.bulan, m.id_upk, m.akun
) AS g
JOIN akun AS k ON k.bulan = g.bulan AND k.id_upk = g.id_upk AND k.kode = g.akun
JOIN paket AS a ON a.bulan = g.bulan AND a.id_upk = g.id_upk
WHERE k.golongan IN ('pendapatan', 'biaya')
GROUP BY g.bulan, g.id_upk
