-- Tunggakan pokok setiap pinjaman, dihitung lagi dari jadwal yang berlaku dan pokok yang sudah dibayar.
SELECT
  d.bulan,
  d.id_upk,
  d.pinjaman,
  MAX(d.tunggakan_pokok) AS tunggakan_pokok,
  MAX(d.kali_menunggak) AS kali_menunggak,
  CASE
    WHEN COALESCE(SUM(d.pokok), 0) > MAX(d.pokok_terbayar) THEN SUM(d.pokok) - MAX(d.pokok_terbayar) ELSE 0
  END AS tunggakan_hitung,
  SUM(CASE WHEN d.pokok > 0 AND d.pokok_sampai > d.pokok_terbayar THEN 1 ELSE 0 END) AS kali_hitung
FROM (
  SELECT
    b.bulan,
    b.id_upk,
    b.pinjaman,
    b.tunggakan_pokok,
    b.kali_menunggak,
    b.pokok_terbayar,
    j.pokok,
    SUM(j.pokok) OVER (PARTITION BY b.bulan, b.id_upk, b.pinjaman ORDER BY j.ke) AS pokok_sampai
  FROM pinjaman_berjalan AS b
  JOIN paket AS a ON a.bulan = b.bulan AND a.id_upk = b.id_upk AND a.hitung_biasa
  LEFT JOIN (
    SELECT
      p.bulan,
      p.id_upk,
      s.pinjaman,
      s.versi,
      s.ke,
      s.pokok,
      COALESCE(s.jatuh_tempo_geser, s.jatuh_tempo) AS jatuh_tempo,
      p.sampai,
      DENSE_RANK() OVER (PARTITION BY p.bulan, p.id_upk, s.pinjaman ORDER BY s.versi DESC) AS dari_akhir,
      ROW_NUMBER() OVER (PARTITION BY p.bulan, p.id_upk, s.pinjaman, s.versi, s.ke ORDER BY s.bulan DESC) AS terbaru
    FROM paket AS p
    JOIN jadwal AS s ON s.id_upk = p.id_upk AND s.bulan <= p.bulan AND s.berlaku_mulai <= p.sampai
  ) AS j
    ON j.bulan = b.bulan AND j.id_upk = b.id_upk AND j.pinjaman = b.pinjaman
    AND j.dari_akhir = 1 AND j.terbaru = 1 AND j.jatuh_tempo <= j.sampai
) AS d
GROUP BY d.bulan, d.id_upk, d.pinjaman
