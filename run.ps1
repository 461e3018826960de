# Sets PeerDesk up and starts it on Windows:  .\run.ps1   |   .\run.ps1 test
# Not tested on a Windows machine yet; see installer/README.md.
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
$venv = if ($env:PEERDESK_VENV) { $env:PEERDESK_VENV } else { ".venv" }
$run, $test = "installer/locks/run.txt", "installer/locks/test.txt"
$locks = if ($args[0] -eq "test") { @($test) } else { @($run, $test) }
if (-not (Get-Command py -ErrorAction SilentlyContinue)) {
  winget install --id Python.Python.3.13 --scope user --silent `
    --accept-package-agreements --accept-source-agreements
}
py -3 installer/environment.py $venv @locks
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
if ($args[0] -eq "test") {
  $rest = @($args | Select-Object -Skip 1)
  & "$venv\Scripts\python" -m tests @rest
} else { & "$venv\Scripts\python" -m peerdesk @args }
exit $LASTEXITCODE
