-- Kunci kota yang dipakai setiap UPK, di sebelah yang dipakai UPK terbanyak bulan itu; tanda dua kunci tidak sebanding.
SELECT
  a.bulan,
  a.id_upk,
  a.upk,
  a.kelurahan,
  a.kunci_kota,
  u.kunci_kota AS kunci_umum
FROM paket AS a
JOIN (
  SELECT n.bulan, MIN(n.kunci_kota) AS kunci_kota
  FROM (
    SELECT bulan, kunci_kota, COUNT(*) AS banyaknya
    FROM paket
    WHERE NOT kunci_kota IS NULL
    GROUP BY bulan, kunci_kota
  ) AS n
  JOIN (
    SELECT s.bulan, MAX(s.banyaknya) AS banyaknya
    FROM (
      SELECT bulan, kunci_kota, COUNT(*) AS banyaknya
      FROM paket
      WHERE NOT kunci_kota IS NULL
      GROUP BY bulan, kunci_kota
    ) AS s
    GROUP BY s.bulan
  ) AS m ON m.bulan = n.bulan AND m.banyaknya = n.banyaknya
  GROUP BY n.bulan
) AS u ON u.bulan = a.bulan
WHERE a.kunci_kota IS NULL OR a.kunci_kota <> u.kunci_kota
