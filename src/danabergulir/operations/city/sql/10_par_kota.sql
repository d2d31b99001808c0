-- Seluruh kota bulan demi bulan: semua UPK yang paketnya ada, digabung.
SELECT
  u.bulan,
  COUNT(*) AS jumlah_upk,
  SUM(u.jumlah_ksm) AS jumlah_ksm,
  SUM(u.saldo_pokok) AS saldo_pokok,
  SUM(u.tunggakan) AS tunggakan,
  SUM(u.saldo_berisiko) AS saldo_berisiko,
  SUM(u.ksm_berisiko) AS ksm_berisiko
FROM upk AS u
GROUP BY u.bulan
