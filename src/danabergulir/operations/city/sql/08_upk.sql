-- Satu baris untuk setiap UPK dan bulan yang paketnya diambil: nama, ukuran, indikator.
-- Pembagian menjadi desimal sebelum dibulatkan: tidak setiap program membulatkan pecahan biner.
SELECT
  a.bulan,
  a.id_upk,
  a.upk,
  a.kelurahan,
  a.kecamatan,
  u.jumlah_ksm,
  u.saldo_pokok,
  u.tunggakan,
  CASE WHEN k.menurut_upk = 1 THEN k.lar WHEN u.jumlah_ksm > 0 THEN
    CAST(ROUND(CAST(u.ksm_berisiko * 100.0 / u.jumlah_ksm AS DECIMAL(28, 8)), 2) AS DECIMAL(18, 4)) END AS lar,
  CASE WHEN k.menurut_upk = 1 THEN k.par WHEN u.saldo_pokok > 0 THEN
    CAST(ROUND(CAST(u.saldo_berisiko * 100.0 / u.saldo_pokok AS DECIMAL(28, 8)), 2) AS DECIMAL(18, 4)) END AS par,
  CASE WHEN k.menurut_upk = 1 THEN k.rr WHEN u.saldo_pokok > 0 THEN
    CAST(ROUND(CAST((u.saldo_pokok - u.tunggakan_berisiko) * 100.0 / u.saldo_pokok AS DECIMAL(28, 8)), 2)
      AS DECIMAL(18, 4)) END AS rr,
  CASE WHEN k.menurut_upk = 1 THEN k.ccr WHEN h.lengkap = 1 AND h.biaya > h.biaya_dikecualikan THEN
    CAST(ROUND(CAST(h.pendapatan * 100.0 / (h.biaya - h.biaya_dikecualikan) AS DECIMAL(28, 8)), 2)
      AS DECIMAL(18, 4)) END AS ccr,
  CASE WHEN k.menurut_upk = 1 THEN k.roi WHEN h.lengkap = 1 AND m.modal > 0 THEN
    CAST(ROUND(
      CAST((h.pendapatan - h.biaya) * 1200.0 / CAST(SUBSTR(a.bulan, 6, 2) AS INTEGER) / m.modal AS DECIMAL(28, 8)), 2)
      AS DECIMAL(18, 4)) END AS roi,
  CASE WHEN k.menurut_upk = 1 THEN k.par30 WHEN u.saldo_pokok > 0 THEN
    CAST(ROUND(CAST(u.saldo_30_hari * 100.0 / u.saldo_pokok AS DECIMAL(28, 8)), 2) AS DECIMAL(18, 4)) END AS par30,
  CASE WHEN k.menurut_upk = 1 THEN k.saldo_berisiko ELSE u.saldo_berisiko END AS saldo_berisiko,
  CASE WHEN k.menurut_upk = 1 THEN k.ksm_berisiko ELSE u.ksm_berisiko END AS ksm_berisiko,
  COALESCE(k.kategori_par, '') AS kategori_par,
  k.menurut_upk
FROM paket AS a
JOIN ukuran AS u ON u.bulan = a.bulan AND u.id_upk = a.id_upk
JOIN kinerja_upk AS k ON k.bulan = a.bulan AND k.id_upk = a.id_upk
JOIN hasil_usaha AS h ON h.bulan = a.bulan AND h.id_upk = a.id_upk
LEFT JOIN modal AS m ON m.bulan = a.bulan AND m.id_upk = a.id_upk
