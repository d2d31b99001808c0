-- Pinjaman yang masih bersaldo pada akhir bulan, dengan tunggakannya menurut UPK.
SELECT
  p.bulan,
  p.id_upk,
  p.nomor AS pinjaman,
  p.ksm,
  k.nama AS nama_ksm,
  k.nama_lipat,
  k.rw,
  p.pokok_terbayar,
  p.saldo_pokok,
  COALESCE(t.tunggakan_pokok, 0) AS tunggakan_pokok,
  COALESCE(t.kali_menunggak, 0) AS kali_menunggak,
  COALESCE(t.hari_menunggak, 0) AS hari_menunggak,
  CASE WHEN COALESCE(t.kali_menunggak, 0) >= a.batas_risiko THEN 1 ELSE 0 END AS berisiko,
  -- Sesudah jadwal ulang, hitungan lama dapat tetap berlaku: berisiko atau tidak hanya diketahui UPK.
  CASE
    WHEN COALESCE(t.kali_menunggak, 0) >= a.batas_risiko OR p.keadaan = 'dijadwal ulang' THEN 1 ELSE 0
  END AS mungkin_berisiko
FROM pinjaman AS p
JOIN paket AS a ON a.bulan = p.bulan AND a.id_upk = p.id_upk
LEFT JOIN ksm AS k ON k.bulan = p.bulan AND k.id_upk = p.id_upk AND k.kode = p.ksm
LEFT JOIN tunggakan AS t ON t.bulan = p.bulan AND t.id_upk = p.id_upk AND t.pinjaman = p.nomor
WHERE p.saldo_pokok > 0
