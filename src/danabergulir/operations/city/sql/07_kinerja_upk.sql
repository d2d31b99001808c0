-- Indikator setiap UPK dalam satu baris, menurut kebijakan UPK itu; paket lama tanpa kinerja memakai hitungan kota.
SELECT
  a.bulan,
  a.id_upk,
  CASE WHEN COUNT(k.indikator) > 0 THEN 1 ELSE 0 END AS menurut_upk,
  MAX(CASE WHEN k.indikator = 'LAR' THEN k.nilai_persen END) AS lar,
  MAX(CASE WHEN k.indikator = 'PAR' THEN k.nilai_persen END) AS par,
  MAX(CASE WHEN k.indikator = 'RR' THEN k.nilai_persen END) AS rr,
  MAX(CASE WHEN k.indikator = 'CCr' THEN k.nilai_persen END) AS ccr,
  MAX(CASE WHEN k.indikator = 'ROI' THEN k.nilai_persen END) AS roi,
  MAX(CASE WHEN k.indikator = 'PAR30' THEN k.nilai_persen END) AS par30,
  MAX(CASE WHEN k.indikator = 'PAR' THEN k.pembilang END) AS saldo_berisiko,
  MAX(CASE WHEN k.indikator = 'LAR' THEN k.pembilang END) AS ksm_berisiko,
  MAX(CASE WHEN k.indikator = 'PAR' THEN k.kategori END) AS kategori_par
FROM paket AS a
LEFT JOIN kinerja AS k ON k.bulan = a.bulan AND k.id_upk = a.id_upk
GROUP BY a.bulan, a.id_upk
