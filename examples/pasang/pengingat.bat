@echo off
rem Pengingat setiap pagi. Ada alamat.csv di folder buku: pesannya dikirim. Tidak ada: pesannya ditulis ke folder baru.
call "%~dp0tempat.bat"
if exist alamat.csv goto kirim
for /f %%h in ('powershell -NoProfile -Command "(Get-Date).ToString('yyyy-MM-dd')"') do set HARI=%%h
danabergulir ingatkan --format teks --ke "pengingat-%HARI%" >>tugas.txt 2>&1
exit /b %ERRORLEVEL%
:kirim
danabergulir ingatkan --kirim alamat.csv >>tugas.txt 2>&1
exit /b %ERRORLEVEL%
