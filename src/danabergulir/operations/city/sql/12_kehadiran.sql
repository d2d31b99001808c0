-- Setiap UPK yang bukunya sudah dibuka, untuk setiap bulan yang ada di kota: kapan paketnya diterima, kosong bila belum.
SELECT
  m.bulan,
  n.id_upk,
  n.upk,
  n.kelurahan,
  n.kecamatan,
  a.sampai,
  a.diterima,
  (SELECT MAX(q.bulan) FROM paket AS q WHERE q.id_upk = n.id_upk AND q.bulan < m.bulan) AS bulan_sebelum
FROM (
  SELECT bulan FROM paket
  UNION
  SELECT bulan FROM temuan WHERE bulan <> 'tanpa-bulan'
) AS m
CROSS JOIN (
  SELECT p.id_upk, p.upk, p.kelurahan, p.kecamatan, p.saldo_awal_buku
  FROM paket AS p
  JOIN (SELECT id_upk, MAX(bulan) AS bulan FROM paket GROUP BY id_upk) AS z
    ON z.id_upk = p.id_upk AND z.bulan = p.bulan
) AS n
LEFT JOIN paket AS a ON a.bulan = m.bulan AND a.id_upk = n.id_upk
WHERE SUBSTR(CAST(n.saldo_awal_buku AS VARCHAR), 1, 7) <= m.bulan
