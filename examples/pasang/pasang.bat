@echo off
rem Memasang program di laptop yang punya Python tetapi tidak punya internet.
setlocal
set "TUJUAN=%LOCALAPPDATA%\Programs\danabergulir"
py -3 -c "import struct, sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 15) and struct.calcsize('P') == 8))" 2>nul
if errorlevel 1 goto tanpa_python
if not exist "%TUJUAN%" mkdir "%TUJUAN%"
py -3 -m venv --clear "%TUJUAN%\python"
if errorlevel 1 goto gagal
"%TUJUAN%\python\Scripts\python.exe" -m pip install --quiet --no-index --find-links "%~dp0paket" "danabergulir[kirim,tanda-tangan]"
if errorlevel 1 goto gagal
copy /y "%~dp0buka.bat" "%TUJUAN%\buka.bat" >nul
copy /y "%~dp0cadangan.bat" "%TUJUAN%\cadangan.bat" >nul
copy /y "%~dp0laporan.bat" "%TUJUAN%\laporan.bat" >nul
copy /y "%~dp0pengingat.bat" "%TUJUAN%\pengingat.bat" >nul
copy /y "%~dp0tempat.bat" "%TUJUAN%\tempat.bat" >nul
if errorlevel 1 goto gagal
powershell -NoProfile -Command "$t = (New-Object -ComObject WScript.Shell).CreateShortcut([Environment]::GetFolderPath('Desktop') + '\Buku UPK.lnk'); $t.TargetPath = $env:TUJUAN + '\buka.bat'; $t.Save()"
"%TUJUAN%\python\Scripts\danabergulir.exe" periksa pasangan
if errorlevel 1 goto gagal
echo Terpasang di %TUJUAN%
echo Buka lewat pintasan "Buku UPK" di layar, atau: "%TUJUAN%\buka.bat"
pause
exit /b 0
:tanpa_python
echo Galat: Python 64-bit versi 3.11 sampai 3.14 belum ada di laptop ini
echo Saran: Pasang dulu Python dari python.org (Windows installer 64-bit), lalu jalankan pasang.bat lagi.
pause
exit /b 2
:gagal
echo Galat: program tidak dapat dipasang di %TUJUAN%
echo Saran: Tutup jendela Buku UPK yang masih terbuka, periksa sisa ruang, lalu jalankan pasang.bat lagi.
pause
exit /b 2
