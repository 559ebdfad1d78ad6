; The installer: program files, the service, and the folder of the configuration. Removing keeps configuration, state and
; log, which are the customer's. Silent with /S.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
Name "deskbridge"
OutFile "${OUTPUT}"
InstallDir "$PROGRAMFILES64\deskbridge"
RequestExecutionLevel admin
ShowInstDetails show

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\deskbridge"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Var running

Function .onInit
    SetRegView 64
    SetShellVarContext all
FunctionEnd

Function un.onInit
    SetRegView 64
    SetShellVarContext all
FunctionEnd

Section
    ; a program that runs cannot be replaced
    StrCpy $running 1
    IfFileExists "$INSTDIR\deskbridge.exe" 0 free
    nsExec::ExecToLog '"$INSTDIR\deskbridge.exe" service status'
    Pop $running
    nsExec::ExecToLog '"$INSTDIR\deskbridge.exe" service stop'
    Pop $0
free:
    SetOutPath "$INSTDIR"
    File "${BIN}\deskbridge.exe"
    File "${BIN}\deskbridge-sandbox.exe"
    File "${SOURCE}\docs\install-windows.md"
    File "${SOURCE}\LICENSE"
    File "${SOURCE}\agent\config\deskbridge.schema.json"
    File "${SOURCE}\agent\config\people.schema.json"
    File "${SOURCE}\mappings\mapping.schema.json"
    File "/oname=mappings.md" "${SOURCE}\mappings\README.md"
    SetOutPath "$INSTDIR\samples"
    File "${SOURCE}\sandbox\samples\tickets.jsonl"
    SetOutPath "$INSTDIR\examples"
    File "${SOURCE}\packaging\windows\deskbridge.json"
    File "${SOURCE}\packaging\examples\tickets.json"

    CreateDirectory "$APPDATA\deskbridge"
    SetOutPath "$APPDATA\deskbridge"
    SetOverwrite off
    File "${SOURCE}\packaging\windows\deskbridge.json"
    File "${SOURCE}\packaging\examples\tickets.json"
    SetOverwrite on

    nsExec::ExecToLog '"$INSTDIR\deskbridge.exe" --config "$APPDATA\deskbridge\deskbridge.json" service install'
    Pop $0
    StrCmp $0 0 registered
    SetErrorLevel 2
    Abort "the service could not be registered"
registered:

    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayName" "deskbridge"
    WriteRegStr HKLM "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKLM "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKLM "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKLM "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKLM "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKLM "${UNINSTALL}" "NoRepair" 1

    ; an upgrade goes on as it was; a first installation has no configuration to work with yet
    StrCmp $running 0 0 resting
    nsExec::ExecToLog '"$INSTDIR\deskbridge.exe" service start'
    Pop $0
resting:
SectionEnd

Section "Uninstall"
    SetOutPath "$TEMP"  ; the folder that is to go must not be the one we are in
    nsExec::ExecToLog '"$INSTDIR\deskbridge.exe" service uninstall'
    Delete "$INSTDIR\deskbridge.exe"
    Delete "$INSTDIR\deskbridge-sandbox.exe"
    Delete "$INSTDIR\install-windows.md"
    Delete "$INSTDIR\LICENSE"
    Delete "$INSTDIR\deskbridge.schema.json"
    Delete "$INSTDIR\people.schema.json"
    Delete "$INSTDIR\mapping.schema.json"
    Delete "$INSTDIR\mappings.md"
    Delete "$INSTDIR\examples\deskbridge.json"
    Delete "$INSTDIR\examples\tickets.json"
    RMDir "$INSTDIR\examples"
    Delete "$INSTDIR\samples\tickets.jsonl"
    RMDir "$INSTDIR\samples"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    DeleteRegKey HKLM "${UNINSTALL}"
SectionEnd
