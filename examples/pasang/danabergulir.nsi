; The installer of the built program for one person on Windows: no leave of an administrator is needed, and the book is
; never touched. Packed by buat.py, which gives VERSI, ASAL (the folder with the program) and HASIL (the file to make).

Unicode true
!include "MUI2.nsh"
!include "x64.nsh"

Name "danabergulir ${VERSI}"
OutFile "${HASIL}"
InstallDir "$LOCALAPPDATA\Programs\danabergulir"
RequestExecutionLevel user
SetCompressor /SOLID lzma
BrandingText "danabergulir ${VERSI}"

!define DAFTAR "Software\Microsoft\Windows\CurrentVersion\Uninstall\danabergulir"

!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\buka.bat"
!define MUI_FINISHPAGE_RUN_TEXT "Buka buku UPK sekarang"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Indonesian"

!macro TUTUP_DULU awalan
Function ${awalan}TutupDulu
  IfFileExists "$INSTDIR\danabergulir.exe" 0 bebas
  ulang:
    ClearErrors
    FileOpen $0 "$INSTDIR\danabergulir.exe" a
    IfErrors 0 tutup
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Program danabergulir masih dipakai. Tutup dulu jendela Buku UPK." \
      /SD IDCANCEL IDRETRY ulang
    Abort "Tidak ada yang diubah: program masih dipakai."
  tutup:
    FileClose $0
  bebas:
FunctionEnd
!macroend
!insertmacro TUTUP_DULU ""
!insertmacro TUTUP_DULU "un."

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "Program ini perlu Windows 64-bit." /SD IDOK
    Abort
  ${EndIf}
FunctionEnd

Section
  Call TutupDulu
  ; what an older version had and this one has not would be read with it
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${ASAL}/*"
  WriteUninstaller "$INSTDIR\copot.exe"

  CreateDirectory "$PROFILE\UPK"
  SetOutPath "$PROFILE\UPK" ; where the shortcuts start
  CreateShortcut "$SMPROGRAMS\Buku UPK.lnk" "$INSTDIR\buka.bat"
  CreateShortcut "$DESKTOP\Buku UPK.lnk" "$INSTDIR\buka.bat"

  WriteRegStr HKCU "${DAFTAR}" "DisplayName" "danabergulir (pembukuan UPK)"
  WriteRegStr HKCU "${DAFTAR}" "DisplayVersion" "${VERSI}"
  WriteRegStr HKCU "${DAFTAR}" "UninstallString" '"$INSTDIR\copot.exe"'
  WriteRegStr HKCU "${DAFTAR}" "InstallLocation" "$INSTDIR"
  WriteRegDWORD HKCU "${DAFTAR}" "NoModify" 1
  WriteRegDWORD HKCU "${DAFTAR}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  Call un.TutupDulu
  Delete "$SMPROGRAMS\Buku UPK.lnk"
  Delete "$DESKTOP\Buku UPK.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\danabergulir.exe"
  Delete "$INSTDIR\upk.exe"
  Delete "$INSTDIR\*.bat"
  Delete "$INSTDIR\memasang.md"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\copot.exe"
  RMDir "$INSTDIR" ; stays where something else lies in it
  DeleteRegKey HKCU "${DAFTAR}"
SectionEnd
