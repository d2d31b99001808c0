-- Rantai setiap paket, di sebelah paket sebelumnya dari UPK yang sama.
SELECT
  p.bulan,
  p.id_upk,
  p.upk,
  p.dari,
  p.sampai,
  p.susunan,
  p.urutan_sebelum,
  p.kepala_sebelum,
  p.urutan,
  p.kepala,
  p.catatan,
  LAG(p.bulan) OVER (PARTITION BY p.id_upk ORDER BY p.bulan) AS bulan_lalu,
  LAG(p.sampai) OVER (PARTITION BY p.id_upk ORDER BY p.bulan) AS sampai_lalu,
  LAG(p.urutan) OVER (PARTITION BY p.id_upk ORDER BY p.bulan) AS urutan_lalu,
  LAG(p.kepala) OVER (PARTITION BY p.id_upk ORDER BY p.bulan) AS kepala_lalu,
  LAG(p.catatan) OVER (PARTITION BY p.id_upk ORDER BY p.bulan) AS catatan_lalu
FROM paket AS p
