#!/bin/sh
# Memasang program di laptop Linux yang punya Python tetapi tidak punya internet.
set -eu
sini=$(cd "$(dirname "$0")" && pwd)
tujuan=$HOME/.local/lib/danabergulir
cocok='import struct, sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 15) and struct.calcsize("P") == 8))'
for python in python3.14 python3.13 python3.12 python3.11 python3 tidak-ada; do
    if "$python" -c "$cocok" 2>/dev/null; then break; fi
done
if [ "$python" = tidak-ada ]; then
    echo "Galat: Python 64-bit versi 3.11 sampai 3.14 belum ada di laptop ini" >&2
    echo "Saran: Pasang dulu Python, misalnya: sudo apt install python3 python3-venv" >&2
    exit 2
fi
"$python" -m venv --clear "$tujuan"
"$tujuan/bin/python" -m pip install --quiet --no-index --find-links "$sini/paket" "danabergulir[kirim,tanda-tangan]"
mkdir -p "$HOME/.local/bin"
ln -sf "$tujuan/bin/danabergulir" "$tujuan/bin/upk" "$HOME/.local/bin/"
"$tujuan/bin/danabergulir" periksa pasangan
echo "Terpasang. Perintahnya: $HOME/.local/bin/danabergulir"
