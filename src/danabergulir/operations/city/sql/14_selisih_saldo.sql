-- Jumlah yang seharusnya sama dan tidak: piutang dan saldo pinjaman, saldo awal dan saldo akhir bulan sebelumnya.
SELECT
  s.bulan,
  s.id_upk,
  'piutang' AS jenis,
  '' AS akun,
  SUM(s.saldo_akhir) AS nilai,
  MAX(COALESCE(p.saldo_pokok, 0)) AS pembanding
FROM saldo AS s
JOIN paket AS a ON a.bulan = s.bulan AND a.id_upk = s.id_upk
JOIN akun AS k ON k.bulan = s.bulan AND k.id_upk = s.id_upk AND k.kode = s.akun
LEFT JOIN (
  SELECT bulan, id_upk, SUM(saldo_pokok) AS saldo_pokok FROM pinjaman GROUP BY bulan, id_upk
) AS p ON p.bulan = s.bulan AND p.id_upk = s.id_upk
WHERE ' ' || COALESCE(k.peran, '') || ' ' LIKE '% piutang %'
GROUP BY s.bulan, s.id_upk
HAVING SUM(s.saldo_akhir) <> MAX(COALESCE(p.saldo_pokok, 0))
UNION ALL
SELECT
  c.bulan,
  c.id_upk,
  'saldo awal' AS jenis,
  s.akun,
  s.saldo_awal AS nilai,
  COALESCE(l.saldo_akhir, 0) AS pembanding
FROM sambungan AS c
JOIN saldo AS s ON s.bulan = c.bulan AND s.id_upk = c.id_upk
LEFT JOIN saldo AS l ON l.bulan = c.bulan_lalu AND l.id_upk = c.id_upk AND l.akun = s.akun
WHERE
  c.bulan_lalu IS NOT NULL
  AND CAST(SUBSTR(c.bulan, 1, 4) AS INTEGER) * 12 + CAST(SUBSTR(c.bulan, 6, 2) AS INTEGER)
  = CAST(SUBSTR(c.bulan_lalu, 1, 4) AS INTEGER) * 12 + CAST(SUBSTR(c.bulan_lalu, 6, 2) AS INTEGER) + 1
  AND s.saldo_awal <> COALESCE(l.saldo_akhir, 0)
