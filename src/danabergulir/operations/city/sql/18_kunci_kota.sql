-- Kunci kota yang dipakai setiap UPK, di sebelah yang dipakai UPK terbanyak bulan itu; tanda dua kunci tidak sebanding.
WITH dipakai AS (
  SELECT bulan, kunci_kota, COUNT(*) AS banyaknya
  FROM paket
  WHERE NOT kunci_kota IS NULL
  GROUP BY bulan, kunci_kota
), terbanyak AS (
  SELECT bulan, MAX(banyaknya) AS banyaknya
  FROM dipakai
  GROUP BY bulan
), umum AS (
  SELECT d.bulan, MIN(d.kunci_kota) AS kunci_kota
  FROM dipakai AS d
  JOIN terbanyak AS t ON t.bulan = d.bulan AND t.banyaknya = d.banyaknya
  GROUP BY d.bulan
)
SELECT
  a.bulan,
  a.id_upk,
  a.upk,
  a.kelurahan,
  a.kunci_kota,
  u.kunci_kota AS kunci_umum
FROM paket AS a
JOIN umum AS u ON u.bulan = a.bulan
WHERE a.kunci_kota IS NULL OR a.kunci_kota <> u.kunci_kota
