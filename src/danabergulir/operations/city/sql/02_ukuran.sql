-- Ukuran setiap UPK pada akhir bulan, dihitung lagi dari pinjamannya; UPK tanpa pinjaman bernilai nol.
SELECT
  a.bulan,
  a.id_upk,
  COUNT(DISTINCT j.ksm) AS jumlah_ksm,
  COALESCE(SUM(j.saldo_pokok), 0) AS saldo_pokok,
  COALESCE(SUM(j.tunggakan_pokok), 0) AS tunggakan,
  COUNT(DISTINCT CASE WHEN j.berisiko = 1 THEN j.ksm END) AS ksm_berisiko,
  COUNT(DISTINCT CASE WHEN j.mungkin_berisiko = 1 THEN j.ksm END) AS ksm_mungkin,
  COALESCE(SUM(j.berisiko * j.saldo_pokok), 0) AS saldo_berisiko,
  COALESCE(SUM(j.mungkin_berisiko * j.saldo_pokok), 0) AS saldo_mungkin,
  COALESCE(SUM(j.berisiko * j.tunggakan_pokok), 0) AS tunggakan_berisiko,
  COALESCE(SUM(j.mungkin_berisiko * j.tunggakan_pokok), 0) AS tunggakan_mungkin,
  COALESCE(SUM(CASE WHEN j.hari_menunggak > 30 THEN j.saldo_pokok ELSE 0 END), 0) AS saldo_30_hari
FROM paket AS a
LEFT JOIN pinjaman_berjalan AS j ON j.bulan = a.bulan AND j.id_upk = a.id_upk
GROUP BY a.bulan, a.id_upk
