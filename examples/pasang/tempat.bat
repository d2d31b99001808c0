@echo off
rem Di mana program dan bukunya. Dipanggil oleh file .bat lain, tidak perlu dibuka sendiri.
rem Buku di folder lain? Ketik satu kali di Command Prompt: setx UPK_FOLDER "D:\UPK"
if not defined UPK_FOLDER set "UPK_FOLDER=%USERPROFILE%\UPK"
set "DANABERGULIR_BUKU=%UPK_FOLDER%\upk.db"
set "PATH=%~dp0;%~dp0python\Scripts;%PATH%"
if not exist "%UPK_FOLDER%" mkdir "%UPK_FOLDER%"
cd /d "%UPK_FOLDER%"
chcp 65001 >nul
