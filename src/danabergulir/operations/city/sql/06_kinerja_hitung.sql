-- Setiap indikator menurut UPK, di sebelah yang dihitung lagi dari barisnya; antara terendah dan tertinggi dianggap sama.
SELECT
  k.bulan,
  k.id_upk,
  k.indikator,
  k.pembilang,
  k.penyebut,
  CASE k.indikator
    WHEN 'LAR' THEN u.ksm_berisiko
    WHEN 'PAR' THEN u.saldo_berisiko
    WHEN 'RR' THEN u.saldo_pokok - u.tunggakan_mungkin
    WHEN 'PAR30' THEN u.saldo_30_hari
    WHEN 'CCr' THEN h.pendapatan
    WHEN 'ROI' THEN (h.pendapatan - h.biaya) * 12
  END AS terendah,
  CASE k.indikator
    WHEN 'LAR' THEN u.ksm_mungkin
    WHEN 'PAR' THEN u.saldo_mungkin
    WHEN 'RR' THEN u.saldo_pokok - u.tunggakan_berisiko
    WHEN 'PAR30' THEN u.saldo_30_hari
    WHEN 'CCr' THEN h.pendapatan
    WHEN 'ROI' THEN (h.pendapatan - h.biaya) * 12
  END AS tertinggi,
  CASE k.indikator
    WHEN 'LAR' THEN u.jumlah_ksm
    WHEN 'CCr' THEN h.biaya - h.biaya_dikecualikan
    WHEN 'ROI' THEN COALESCE(m.modal, 0)
    ELSE u.saldo_pokok
  END AS penyebut_hitung,
  -- Laba sejak Januari dikalikan 12 dan dibagi nomor bulan; UPK membulatkannya ke rupiah.
  CASE WHEN k.indikator = 'ROI' THEN CAST(SUBSTR(k.bulan, 6, 2) AS INTEGER) ELSE 1 END AS pembagi
FROM kinerja AS k
JOIN ukuran AS u ON u.bulan = k.bulan AND u.id_upk = k.id_upk
JOIN hasil_usaha AS h ON h.bulan = k.bulan AND h.id_upk = k.id_upk
LEFT JOIN modal AS m ON m.bulan = k.bulan AND m.id_upk = k.id_upk
WHERE k.indikator IN ('LAR', 'PAR', 'RR', 'PAR30') OR (k.indikator IN ('CCr', 'ROI') AND h.lengkap = 1)
