@echo off
rem Laporan bulan yang baru lewat.
call "%~dp0tempat.bat"
for /f %%b in ('powershell -NoProfile -Command "(Get-Date).AddDays(-1).ToString('yyyy-MM')"') do set BULAN=%%b
danabergulir laporan %BULAN% --ke "laporan-%BULAN%" >>tugas.txt 2>&1
exit /b %ERRORLEVEL%
