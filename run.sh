#!/bin/sh
# Sets PeerDesk up and starts it:  ./run.sh   |   ./run.sh test [slow]   |   ./run.sh VERB …
# PEERDESK_VENV names another folder for the environment, for read-only checkouts;
# PEERDESK_PYTHON another Python than the newest that fits.
set -eu
unset CDPATH
root=$(cd "$(dirname "$0")" && pwd)
venv=${PEERDESK_VENV:-$root/.venv}
case $venv in /*) ;; *) venv=$PWD/$venv ;; esac
locks=$root/installer/locks

say() { printf '%s\n' "$*" >&2; }

find_python() {
  if [ -n "${PEERDESK_PYTHON:-}" ]; then set -- "$PEERDESK_PYTHON"
  else set -- python3.14 python3.13 python3.12 python3.11 python3; fi
  for name in "$@"; do
    # A version manager's stand-in exists but does not start; the question weeds it out.
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
}

# Qt needs these from the system, the last three for printing and for Wayland.
# Debian 13 and Ubuntu 24.04 add t64 to some names.
qt_packages="libglib2.0-0 libdbus-1-3 libfontconfig1 libegl1 libgl1 libxkbcommon0 libbrotli1
  libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
  libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0
  libxcb-xkb1 libcups2 libwayland-cursor0 libwayland-egl1"

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
    say "  sudo apt-get update && sudo apt-get install --no-install-recommends $packages"
    exit 3
  fi
  say "Installing system packages: $packages"
  # shellcheck disable=SC2086 # the list is meant to be split
  $as_root apt-get update -qq >/dev/null &&
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
      $packages >/dev/null
}

set_up() {   # $@: the locks that will do, the one to install from first
  environment=$root/installer/environment.py
  # The environment's own Python answers for it; whatever else it may lack is then at hand too.
  if "$venv/bin/python" "$environment" --check "$venv" "$@" 2>/dev/null; then return; fi
  install_system
  python=$(find_python)
  if [ -z "$python" ]; then say "PeerDesk needs Python 3.11 to 3.14."; exit 3; fi
  "$python" "$environment" "$venv" "$@"
}

if [ "${1:-}" = test ]; then
  set_up "$locks/test.txt"
  [ "${2:-}" != slow ] || install_system strace
  shift
  cd "$root"
  exec "$venv/bin/python" -m tests "$@"
fi
set_up "$locks/run.txt" "$locks/test.txt"
export PYTHONPATH="$root"   # with -P: files are named from where the user is, modules are not
if [ $# -gt 0 ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" != Linux ]; then
  exec "$venv/bin/python" -P -m peerdesk "$@"
fi
say "There is no screen here, so PeerDesk makes its sample agency and that agency's report."
if [ -w "$root" ]; then out=$root/demo-out; else out=$(mktemp -d)/demo-out; fi
tries=1
until "$venv/bin/python" -P -m peerdesk --data "$out/vault" demo --no-window --out "$out"; do
  code=$?   # 10: another start is making the same sample just now
  if [ $code != 10 ] || [ $tries = 6 ]; then exit $code; fi
  tries=$((tries + 1))
  sleep 2
done
