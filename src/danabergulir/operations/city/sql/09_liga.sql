-- Peringkat UPK: PAR terendah lebih dulu, lalu LAR terendah, lalu RR tertinggi; yang sama, sama peringkatnya.
SELECT
  u.bulan,
  u.id_upk,
  u.upk,
  u.kelurahan,
  u.kecamatan,
  u.jumlah_ksm,
  u.saldo_pokok,
  u.tunggakan,
  u.lar,
  u.par,
  u.rr,
  u.ccr,
  u.roi,
  u.par30,
  CASE
    WHEN u.par IS NULL THEN NULL
    ELSE RANK() OVER (
      PARTITION BY u.bulan
      ORDER BY CASE WHEN u.par IS NULL THEN 1 ELSE 0 END, u.par, COALESCE(u.lar, 0), COALESCE(-u.rr, 0)
    )
  END AS peringkat
FROM upk AS u
