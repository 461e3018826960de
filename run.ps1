# Sets PeerDesk up and starts it on Windows:  .\run.ps1   |   .\run.ps1 test
# Not tested on a Windows machine yet; see installer/README.md.
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
$lock = if ($args[0] -eq "test") { "installer/locks/test.txt" } else { "installer/locks/run.txt" }
if (-not (Get-Command py -ErrorAction SilentlyContinue)) {
  winget install --id Python.Python.3.13 --scope user --silent `
    --accept-package-agreements --accept-source-agreements
}
if (-not (Test-Path .venv)) { py -3 -m venv .venv }
& .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --require-hashes -r $lock
if ($args[0] -eq "test") { & .venv\Scripts\python -m tests } else { & .venv\Scripts\python -m peerdesk @args }
exit $LASTEXITCODE
