-- Pendapatan dan biaya sejak Januari; lengkap = 1 bila paket setiap bulan sejak Januari, atau sejak buku dibuka, ada.
SELECT
  a.bulan,
  a.id_upk,
  COALESCE(SUM(m.pendapatan), 0) AS pendapatan,
  COALESCE(SUM(m.biaya), 0) AS biaya,
  COALESCE(SUM(m.biaya_dikecualikan), 0) AS biaya_dikecualikan,
  CASE
    WHEN MIN(q.dari) <= MIN(a.saldo_awal_buku) THEN
      CASE
        WHEN SUBSTR(CAST(MIN(a.saldo_awal_buku) AS VARCHAR), 1, 4) < SUBSTR(a.bulan, 1, 4)
        AND COUNT(*) = CAST(SUBSTR(a.bulan, 6, 2) AS INTEGER) THEN 1
        WHEN SUBSTR(CAST(MIN(a.saldo_awal_buku) AS VARCHAR), 1, 4) = SUBSTR(a.bulan, 1, 4)
        AND COUNT(*) = CAST(SUBSTR(a.bulan, 6, 2) AS INTEGER) - CAST(SUBSTR(MIN(q.bulan), 6, 2) AS INTEGER) + 1 THEN 1
        ELSE 0
      END
    WHEN SUBSTR(CAST(MIN(a.saldo_awal_buku) AS VARCHAR), 1, 4) < SUBSTR(a.bulan, 1, 4)
    AND COUNT(*) = CAST(SUBSTR(a.bulan, 6, 2) AS INTEGER) THEN 1
    ELSE 0
  END AS lengkap
FROM paket AS a
JOIN paket AS q
  ON q.id_upk = a.id_upk
  AND q.bulan <= a.bulan
  AND SUBSTR(q.bulan, 1, 4) = SUBSTR(a.bulan, 1, 4)
LEFT JOIN mutasi_hasil AS m ON m.bulan = q.bulan AND m.id_upk = q.id_upk
GROUP BY a.bulan, a.id_upk
