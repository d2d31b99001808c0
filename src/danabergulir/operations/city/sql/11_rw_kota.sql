-- Setiap RW di setiap kelurahan, semua UPK digabung.
SELECT
  j.bulan,
  a.kecamatan,
  a.kelurahan,
  j.rw,
  COUNT(DISTINCT j.id_upk) AS jumlah_upk,
  COUNT(DISTINCT j.id_upk || '/' || j.ksm) AS jumlah_ksm,
  SUM(j.saldo_pokok) AS saldo_pokok,
  SUM(j.tunggakan_pokok) AS tunggakan,
  SUM(j.berisiko * j.saldo_pokok) AS saldo_berisiko
FROM pinjaman_berjalan AS j
JOIN paket AS a ON a.bulan = j.bulan AND a.id_upk = j.id_upk
GROUP BY j.bulan, a.kecamatan, a.kelurahan, j.rw
