@echo off
rem Cadangan buku, ke folder cadangan di samping buku.
call "%~dp0tempat.bat"
danabergulir cadangkan >>tugas.txt 2>&1
exit /b %ERRORLEVEL%
