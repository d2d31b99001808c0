-- Pendapatan dan biaya dalam tahun paket, tanpa jurnal tutup tahun, dari setiap paket.
SELECT
  g.bulan,
  g.id_upk,
  SUM(CASE WHEN g.golongan = 'pendapatan' THEN g.jumlah ELSE 0 END) AS pendapatan,
  SUM(CASE WHEN g.golongan = 'biaya' THEN -g.jumlah ELSE 0 END) AS biaya,
  SUM(CASE WHEN g.golongan = 'biaya' AND g.dikecualikan = 1 THEN -g.jumlah ELSE 0 END) AS biaya_dikecualikan
FROM (
  SELECT
    t.bulan,
    t.id_upk,
    k.golongan,
    CASE WHEN a.tanpa_akun LIKE '%;' || k.kode || ';%' THEN 1 ELSE 0 END AS dikecualikan,
    CASE WHEN k.kode = t.kredit THEN t.jumlah ELSE -t.jumlah END AS jumlah
  FROM transaksi AS t
  JOIN paket AS a ON a.bulan = t.bulan AND a.id_upk = t.id_upk
  JOIN akun AS k ON k.bulan = t.bulan AND k.id_upk = t.id_upk AND (k.kode = t.debit OR k.kode = t.kredit)
  JOIN bukti AS b ON b.bulan = t.bulan AND b.id_upk = t.id_upk AND b.nomor = t.bukti
  LEFT JOIN bukti AS c ON c.id_upk = b.id_upk AND c.nomor = b.membatalkan
  WHERE
    k.golongan IN ('pendapatan', 'biaya')
    AND b.kejadian <> 'tutup tahun'
    AND COALESCE(c.kejadian, '') <> 'tutup tahun'
    AND SUBSTR(CAST(t.tanggal AS VARCHAR), 1, 4) = SUBSTR(t.bulan, 1, 4)
) AS g
GROUP BY g.bulan, g.id_upk
