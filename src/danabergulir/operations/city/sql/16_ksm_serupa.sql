-- Dugaan satu KSM meminjam di dua UPK: nama (tanpa spasi dan tanda) dan RW sama, kecamatan sama atau namanya jarang.
SELECT DISTINCT
  x.bulan,
  x.id_upk,
  x.upk,
  x.kelurahan,
  x.nama_ksm,
  x.rw,
  y.id_upk AS id_upk_lain,
  y.upk AS upk_lain,
  y.kelurahan AS kelurahan_lain,
  y.nama_ksm AS nama_lain
FROM (
  SELECT j.bulan, j.id_upk, j.nama_lipat, j.nama_ksm, j.rw, a.upk, a.kelurahan, a.kecamatan
  FROM pinjaman_berjalan AS j
  JOIN paket AS a ON a.bulan = j.bulan AND a.id_upk = j.id_upk
) AS x
JOIN (
  SELECT j.bulan, j.id_upk, j.nama_lipat, j.nama_ksm, j.rw, a.upk, a.kelurahan, a.kecamatan
  FROM pinjaman_berjalan AS j
  JOIN paket AS a ON a.bulan = j.bulan AND a.id_upk = j.id_upk
) AS y
  ON y.bulan = x.bulan AND y.nama_lipat = x.nama_lipat AND y.rw = x.rw AND y.id_upk > x.id_upk
JOIN (
  SELECT bulan, nama_lipat, COUNT(DISTINCT id_upk) AS banyaknya
  FROM pinjaman_berjalan
  GROUP BY bulan, nama_lipat
) AS n ON n.bulan = x.bulan AND n.nama_lipat = x.nama_lipat
WHERE x.nama_lipat <> '' AND (x.kecamatan = y.kecamatan OR n.banyaknya <= 3)
