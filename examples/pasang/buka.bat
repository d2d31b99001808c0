@echo off
rem Membuka jendela perintah di folder buku.
call "%~dp0tempat.bat"
title Buku UPK
if exist "%DANABERGULIR_BUKU%" goto ada
echo Buku belum ada. Buat dari buku kerja Excel:  danabergulir mulai --dari NAMA.xlsx
echo Belum punya buku kerja:                      danabergulir mulai
goto jendela
:ada
echo Yang perlu dikerjakan hari ini:  danabergulir status
echo Semua perintah:                  danabergulir --help
:jendela
cmd /k
