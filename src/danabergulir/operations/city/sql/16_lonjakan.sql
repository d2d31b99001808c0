-- UPK di sebelah bulan sebelumnya, bila paket bulan itu juga ada.
SELECT
  u.bulan,
  u.id_upk,
  u.upk,
  u.jumlah_ksm,
  l.jumlah_ksm AS ksm_lalu,
  u.saldo_pokok,
  l.saldo_pokok AS saldo_lalu,
  u.par,
  l.par AS par_lalu
FROM upk AS u
JOIN upk AS l
  ON l.id_upk = u.id_upk
  AND CAST(SUBSTR(u.bulan, 1, 4) AS INTEGER) * 12 + CAST(SUBSTR(u.bulan, 6, 2) AS INTEGER)
  = CAST(SUBSTR(l.bulan, 1, 4) AS INTEGER) * 12 + CAST(SUBSTR(l.bulan, 6, 2) AS INTEGER) + 1
