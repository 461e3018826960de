#!/bin/sh
# Sets PeerDesk up and starts it:  ./run.sh   |   ./run.sh test [slow]   |   ./run.sh VERB …
# PEERDESK_VENV names another folder for the environment, for read-only checkouts.
set -eu
cd "$(dirname "$0")"
venv=${PEERDESK_VENV:-.venv}

say() { printf '%s\n' "$*" >&2; }

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    # A version manager's stand-in exists but does not start; the question weeds it out.
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
}

# Qt needs these from the system. Debian 13 and Ubuntu 24.04 add t64 to some names.
qt_packages="libglib2.0-0 libdbus-1-3 libfontconfig1 libegl1 libgl1 libxkbcommon0 libbrotli1
  libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
  libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0
  libxcb-xkb1"

installed() {
  dpkg-query -W -f '${Status}\n' "$1" "$1t64" 2>/dev/null | grep -q '^install ok installed'
}

missing_packages() {   # $@: what is needed beside Qt's
  for package in $qt_packages "$@"; do
    installed "$package" || printf '%s ' "$package"
  done
  # Only what makes a first environment needs these two.
  if [ -z "$(find_python)" ]; then printf 'python3 python3-venv '
  elif ! "$(find_python)" -c 'import ensurepip' 2>/dev/null; then printf 'python3-venv '; fi
}

install_system() {   # $@: what is needed beside Qt's
  command -v dpkg-query >/dev/null || return 0   # not Debian or Ubuntu: Qt itself will say
  packages=$(missing_packages "$@")
  [ -n "$packages" ] || return 0
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as_root=sudo
  else
    say "PeerDesk needs some system packages. Please run this line once, then try again:"
    say "  sudo apt-get install --no-install-recommends $packages"
    exit 3
  fi
  say "Installing system packages: $packages"
  # shellcheck disable=SC2086 # the list is meant to be split
  $as_root apt-get update -qq >/dev/null &&
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
      $packages >/dev/null
}

install_python() {   # $1: the lock to install from
  stamp="$venv/.installed-$(basename "$1")"
  if [ -f "$stamp" ] && cmp -s "$1" "$stamp"; then return 0; fi
  python=$(find_python)
  if [ -z "$python" ]; then say "PeerDesk needs Python 3.11 or newer."; exit 3; fi
  say "Setting up PeerDesk (once)…"
  [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
  cp "$1" "$stamp"
}

if [ "${1:-}" = test ]; then
  if [ "${2:-}" = slow ]; then install_system strace; else install_system; fi
  install_python installer/locks/test.txt
  shift
  exec "$venv/bin/python" -m tests "$@"
fi
install_system
[ -f "$venv/.installed-test.txt" ] || install_python installer/locks/run.txt
if [ $# -gt 0 ]; then exec "$venv/bin/python" -m peerdesk "$@"; fi
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "$(uname)" = Linux ]; then
  say "There is no screen here, so PeerDesk makes its sample agency and that agency's report."
  exec "$venv/bin/python" -m peerdesk --data demo-out/vault demo --no-window --out demo-out
fi
exec "$venv/bin/python" -m peerdesk
