-- Tunggakan pokok setiap pinjaman, dihitung lagi dari jadwal yang berlaku dan pokok yang sudah dibayar.
SELECT
  d.bulan,
  d.id_upk,
  d.pinjaman,
  MAX(d.tunggakan_pokok) AS tunggakan_pokok,
  MAX(d.kali_menunggak) AS kali_menunggak,
  CASE
    WHEN SUM(d.jatuh) > MAX(d.pokok_terbayar) THEN SUM(d.jatuh) - MAX(d.pokok_terbayar) ELSE 0
  END AS tunggakan_hitung,
  SUM(CASE WHEN d.jatuh > 0 AND d.jatuh_sampai > d.pokok_terbayar THEN 1 ELSE 0 END) AS kali_hitung
FROM (
  SELECT
    j.*,
    SUM(j.jatuh) OVER (
      PARTITION BY j.bulan, j.id_upk, j.pinjaman ORDER BY j.versi, j.ke, j.bulan_jadwal
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS jatuh_sampai
  FROM (
    SELECT
      s.bulan,
      s.id_upk,
      s.pinjaman,
      s.tunggakan_pokok,
      s.kali_menunggak,
      s.pokok_terbayar,
      s.versi,
      s.ke,
      s.bulan_jadwal,
      CASE
        WHEN s.jatuh_tempo <= s.sampai
        AND s.versi = MAX(s.versi) OVER (PARTITION BY s.bulan, s.id_upk, s.pinjaman)
        AND s.bulan_jadwal = MAX(s.bulan_jadwal) OVER (PARTITION BY s.bulan, s.id_upk, s.pinjaman, s.versi, s.ke)
        THEN s.pokok
        ELSE 0
      END AS jatuh
    FROM (
      SELECT
        b.bulan,
        b.id_upk,
        b.pinjaman,
        b.tunggakan_pokok,
        b.kali_menunggak,
        b.pokok_terbayar,
        a.sampai,
        w.versi,
        w.ke,
        w.bulan AS bulan_jadwal,
        w.pokok,
        COALESCE(w.jatuh_tempo_geser, w.jatuh_tempo) AS jatuh_tempo
      FROM pinjaman_berjalan AS b
      JOIN paket AS a ON a.bulan = b.bulan AND a.id_upk = b.id_upk AND a.hitung_biasa
      LEFT JOIN jadwal AS w
        ON w.id_upk = b.id_upk AND w.pinjaman = b.pinjaman AND w.bulan <= b.bulan AND w.berlaku_mulai <= a.sampai
    ) AS s
  ) AS j
) AS d
GROUP BY d.bulan, d.id_upk, d.pinjaman
