-- Modal setiap UPK pada akhir bulan: saldo semua akun yang berperan modal.
SELECT
  s.bulan,
  s.id_upk,
  SUM(-s.saldo_akhir) AS modal
FROM saldo AS s
JOIN akun AS k ON k.bulan = s.bulan AND k.id_upk = s.id_upk AND k.kode = s.akun
WHERE ' ' || COALESCE(k.peran, '') || ' ' LIKE '% modal %'
GROUP BY s.bulan, s.id_upk
