"use strict";
(function () {
  var SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  var MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember"];
  var text = document.getElementById("data").textContent;
  var page = JSON.parse(text);
  var K = [], start = [];

  // The constants of SHA-256: fractions of the roots of the first primes.
  (function () {
    function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }
    for (var n = 2; K.length < 64; n++) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) { if (n % d === 0) { prime = false; break; } }
      if (!prime) { continue; }
      if (start.length < 8) { start.push(fraction(Math.sqrt(n))); }
      K.push(fraction(Math.cbrt(n)));
    }
  })();

  var W = new Int32Array(64);
  function block(state, bytes, at) {
    var i, a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (i = 0; i < 16; i++, at += 4) { W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]; }
    for (; i < 64; i++) {
      var x = W[i - 15], y = W[i - 2];
      W[i] = (W[i - 16] + W[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3)) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10))) | 0;
    }
    for (i = 0; i < 64; i++) {
      var t = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      var u = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + u) | 0;
    }
    return [state[0] + a | 0, state[1] + b | 0, state[2] + c | 0, state[3] + d | 0, state[4] + e | 0, state[5] + f | 0, state[6] + g | 0, state[7] + h | 0];
  }
  function octets(state) {
    var out = new Uint8Array(32);
    for (var i = 0; i < 32; i++) { out[i] = state[i >> 2] >>> (24 - 8 * (i & 3)); }
    return out;
  }
  // Hash what follows `before` octets that are hashed into `state` already.
  function finish(state, before, rest) {
    var length = ((rest.length + 8) >> 6) + 1, padded = new Uint8Array(length * 64), bits = (before + rest.length) * 8;
    padded.set(rest); padded[rest.length] = 128;
    for (var i = 0; i < 6; i++) { padded[padded.length - 1 - i] = Math.floor(bits / Math.pow(256, i)); }
    for (var at = 0; at < padded.length; at += 64) { state = block(state, padded, at); }
    return state;
  }
  function sha256(bytes) { return octets(finish(start, 0, bytes)); }
  function stretched(password, salt, rounds) {
    var inner = new Uint8Array(64).fill(54), outer = new Uint8Array(64).fill(92), i, j;
    for (i = 0; i < password.length; i++) { inner[i] ^= password[i]; outer[i] ^= password[i]; }
    var begun = block(start, inner, 0), ended = block(start, outer, 0);
    function hmac(bytes) { return octets(finish(ended, 64, octets(finish(begun, 64, bytes)))); }
    var first = new Uint8Array(salt.length + 4); first.set(salt); first[salt.length + 3] = 1;
    var step = hmac(first), sum = step.slice();
    for (i = 1; i < rounds; i++) { step = hmac(step); for (j = 0; j < 32; j++) { sum[j] ^= step[j]; } }
    return sum;
  }

  function ascii(words) { return Uint8Array.from(words, function (sign) { return sign.charCodeAt(0); }); }
  function hex(letters) { return Uint8Array.from(letters.match(/../g) || [], function (pair) { return parseInt(pair, 16); }); }
  function base64(words) { return Uint8Array.from(atob(words), function (sign) { return sign.charCodeAt(0); }); }
  function letters(bytes) { return Array.from(bytes, function (byte) { return (256 + byte).toString(16).slice(1); }).join(""); }
  function added(sum, value) { sum <<= 1; return (sum & 32 ? sum ^ 37 : sum) ^ value; }
  function codeOf(digest) {
    var bits = Array.from(digest.slice(0, 7), function (byte) { return (256 + byte).toString(2).slice(1); }).join("");
    var code = "", sum = 0;
    for (var i = 0; i < 55; i += 5) { var value = parseInt(bits.slice(i, i + 5), 2); sum = added(sum, value); code += SIGNS[value]; }
    code += SIGNS[added(sum, 0)];
    return code.match(/..../g).join("-");
  }
  function day(iso, more) {
    var parts = iso.split("-"), then = new Date(Date.UTC(+parts[0], +parts[1] - 1, +parts[2] + more));
    return then.getUTCDate() + " " + MONTHS[then.getUTCMonth()] + " " + then.getUTCFullYear();
  }

  var result = document.getElementById("hasil"), input = document.getElementById("kode"), form = document.getElementById("cari");
  function say(kind, words) { result.className = kind; result.textContent = words; }
  function look() {
    var typed = input.value.toUpperCase().replace(/[\s.\u2010-\u2015-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
    if (!/^[0-9A-Z]{12}$/.test(typed)) { say("tidak", "Kode terdiri atas 12 huruf dan angka. Periksa lagi."); return; }
    var sum = 0;
    for (var i = 0; i < 12; i++) { var value = SIGNS.indexOf(typed[i]); if (value < 0) { sum = -1; break; } sum = added(sum, value); }
    if (sum) { say("tidak", "Kode salah ketik. Bandingkan huruf demi huruf dengan kuitansi, lalu ketik lagi."); return; }
    var key = stretched(ascii(typed), hex(page.garam), page.putaran), known = base64(page.setoran);
    for (var at = 0; at < known.length; at += 11) {
      var same = true;
      for (i = 0; i < 8; i++) { if (known[at + i] !== key[i]) { same = false; break; } }
      if (!same) { continue; }
      var when = day(page.dari, ((known[at + 8] ^ key[8]) << 8) | (known[at + 9] ^ key[9])), fate = known[at + 10] ^ key[10];
      mark(typed);
      if (fate === 1) { say("tidak", "Ada di buku, " + when + ", tetapi sudah DIBATALKAN. Tanyakan kepada UPK."); }
      else if (fate === 2) { say("ya", "Ada di buku, " + when + ". Pembagiannya sudah dibetulkan; minta kuitansi yang baru."); }
      else { say("ya", "Ada di buku, " + when + "."); }
      return;
    }
    say("tidak", "TIDAK ADA di halaman ini. Halaman ini memuat kuitansi " + day(page.dari, 0) + " sampai " + day(page.sampai, 0) + ". Bila kuitansi Anda dari masa itu, simpan dan tanyakan kepada UPK, BKM, atau pengawas.");
  }
  function mark(typed) {
    document.querySelectorAll("[data-kode]").forEach(function (row) { if (row.getAttribute("data-kode").replace(/-/g, "") === typed) { row.classList.add("diketik"); } });
  }
  // RFC 9162, 2.1.3.2: the root that a proof leads to.
  function rootOf(proof) {
    var lines = proof.split("\n"), places = lines[1].split(" "), at = +places[1], last = +places[0] - 1, bytes = base64(lines[2]);
    function above(left, right) { var both = new Uint8Array(65); both[0] = 1; both.set(left, 1); both.set(right, 33); return sha256(both); }
    var leaf = new Uint8Array(33); leaf.set(bytes.slice(0, 32), 1);
    var found = sha256(leaf);
    for (var i = 32; i < bytes.length; i += 32) {
      var step = bytes.slice(i, i + 32);
      if (last === 0) { return ""; }
      if (at % 2 || at === last) {
        found = above(step, found);
        while (at && at % 2 === 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
      } else { found = above(found, step); }
      at = Math.floor(at / 2); last = Math.floor(last / 2);
    }
    return last === 0 && lines[0] === page.buku && +places[0] === page.catatan ? letters(found) : "";
  }
  document.querySelectorAll("[data-bukti]").forEach(function (row) {
    var proof = row.getAttribute("data-bukti"), digest = base64(proof.split("\n")[2]).slice(0, 32);
    var holds = rootOf(proof) === page.akar && codeOf(digest) === row.getAttribute("data-kode");
    row.querySelector(".terbukti").textContent = holds ? "terbukti" : "TIDAK TERBUKTI";
  });

  var printed = document.querySelector("strong.kode").textContent;
  document.getElementById("isi").textContent = codeOf(sha256(ascii(text))) === printed ? "(sesuai isi halaman)" : "(TIDAK sesuai isi halaman: halaman ini diubah)";
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); look(); });
  if (location.hash.length > 1) { input.value = decodeURIComponent(location.hash.slice(1)); look(); }
})();
