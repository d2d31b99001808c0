-- Tunggakan pokok setiap pinjaman, dihitung lagi dari jadwal yang berlaku dan pokok yang sudah dibayar.
WITH versi_berlaku AS (
  SELECT b.bulan, b.id_upk, b.pinjaman, b.pokok_terbayar, CAST(a.sampai AS VARCHAR) AS sampai, MAX(w.versi) AS versi
  FROM pinjaman_berjalan AS b
  JOIN paket AS a ON a.bulan = b.bulan AND a.id_upk = b.id_upk
  JOIN jadwal AS w
    ON w.id_upk = b.id_upk AND w.pinjaman = b.pinjaman AND w.bulan <= b.bulan AND w.berlaku_mulai <= a.sampai
  WHERE a.hitung_biasa
  GROUP BY b.bulan, b.id_upk, b.pinjaman, b.pokok_terbayar, a.sampai
),
-- Jatuh tempo yang digeser kemudian tercatat di bulan yang lebih baru: yang terbaru berlaku.
angsuran AS (
  SELECT
    v.bulan,
    v.id_upk,
    v.pinjaman,
    v.pokok_terbayar,
    v.sampai,
    w.ke,
    MAX(w.pokok) AS pokok,
    SUBSTR(MAX(w.bulan || CAST(COALESCE(w.jatuh_tempo_geser, w.jatuh_tempo) AS VARCHAR)), 8) AS jatuh_tempo
  FROM versi_berlaku AS v
  JOIN jadwal AS w
    ON w.id_upk = v.id_upk AND w.pinjaman = v.pinjaman AND w.versi = v.versi AND w.bulan <= v.bulan
  GROUP BY v.bulan, v.id_upk, v.pinjaman, v.pokok_terbayar, v.sampai, w.ke
),
jumlah_jatuh AS (
  SELECT bulan, id_upk, pinjaman, SUM(pokok) AS jatuh
  FROM angsuran
  WHERE jatuh_tempo <= sampai
  GROUP BY bulan, id_upk, pinjaman
),
belum_lunas AS (
  SELECT d.bulan, d.id_upk, d.pinjaman, COUNT(*) AS kali
  FROM (
    SELECT
      n.bulan,
      n.id_upk,
      n.pinjaman,
      n.pokok_terbayar,
      n.pokok,
      SUM(n.pokok) OVER (PARTITION BY n.bulan, n.id_upk, n.pinjaman ORDER BY n.ke) AS pokok_sampai
    FROM angsuran AS n
    JOIN jumlah_jatuh AS t ON t.bulan = n.bulan AND t.id_upk = n.id_upk AND t.pinjaman = n.pinjaman
    WHERE n.jatuh_tempo <= n.sampai AND t.jatuh > n.pokok_terbayar
  ) AS d
  WHERE d.pokok > 0 AND d.pokok_sampai > d.pokok_terbayar
  GROUP BY d.bulan, d.id_upk, d.pinjaman
)
SELECT
  b.bulan,
  b.id_upk,
  b.pinjaman,
  b.tunggakan_pokok,
  b.kali_menunggak,
  CASE WHEN t.jatuh > b.pokok_terbayar THEN t.jatuh - b.pokok_terbayar ELSE 0 END AS tunggakan_hitung,
  COALESCE(k.kali, 0) AS kali_hitung
FROM pinjaman_berjalan AS b
JOIN paket AS a ON a.bulan = b.bulan AND a.id_upk = b.id_upk
LEFT JOIN jumlah_jatuh AS t ON t.bulan = b.bulan AND t.id_upk = b.id_upk AND t.pinjaman = b.pinjaman
LEFT JOIN belum_lunas AS k ON k.bulan = b.bulan AND k.id_upk = b.id_upk AND k.pinjaman = b.pinjaman
WHERE a.hitung_biasa
