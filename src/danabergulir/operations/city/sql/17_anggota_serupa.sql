-- Dugaan satu orang menjadi anggota KSM di dua UPK: tanda dari NIK sama, dibuat dengan kunci kota yang sama.
SELECT
  x.bulan,
  x.id_upk,
  x.upk,
  x.kelurahan,
  x.ksm,
  x.nama_ksm,
  x.nomor,
  y.id_upk AS id_upk_lain,
  y.upk AS upk_lain,
  y.kelurahan AS kelurahan_lain,
  y.ksm AS ksm_lain,
  y.nama_ksm AS nama_ksm_lain,
  y.nomor AS nomor_lain
FROM (
  SELECT t.bulan, t.id_upk, t.ksm, t.nomor, t.tanda, a.kunci_kota, a.upk, a.kelurahan, k.nama AS nama_ksm
  FROM tanda_anggota AS t
  JOIN paket AS a ON a.bulan = t.bulan AND a.id_upk = t.id_upk
  JOIN anggota AS o ON o.bulan = t.bulan AND o.id_upk = t.id_upk AND o.ksm = t.ksm AND o.nomor = t.nomor
  LEFT JOIN ksm AS k ON k.bulan = t.bulan AND k.id_upk = t.id_upk AND k.kode = t.ksm
  WHERE o.keluar IS NULL
) AS x
JOIN (
  SELECT t.bulan, t.id_upk, t.ksm, t.nomor, t.tanda, a.kunci_kota, a.upk, a.kelurahan, k.nama AS nama_ksm
  FROM tanda_anggota AS t
  JOIN paket AS a ON a.bulan = t.bulan AND a.id_upk = t.id_upk
  JOIN anggota AS o ON o.bulan = t.bulan AND o.id_upk = t.id_upk AND o.ksm = t.ksm AND o.nomor = t.nomor
  LEFT JOIN ksm AS k ON k.bulan = t.bulan AND k.id_upk = t.id_upk AND k.kode = t.ksm
  WHERE o.keluar IS NULL
) AS y
  ON y.bulan = x.bulan AND y.kunci_kota = x.kunci_kota AND y.tanda = x.tanda AND y.id_upk > x.id_upk
