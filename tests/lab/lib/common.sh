# shellcheck shell=bash disable=SC2154 # lab sets lab_source
# SPDX-License-Identifier: GPL-3.0-or-later
# Names of places, and how the lab speaks. Sourced by `lab`, which sets lab_source.

repository=$(cd "$lab_source/../.." && pwd)
state=$(realpath -m "${WAXSEAL_LAB_DIR:-$repository/build/lab}")

# Inside the namespaces the state folder is always here: configurations can name their files, and
# servers with users of their own reach them even when the repository is in a closed home folder.
# shellcheck disable=SC2034 # read by the scripts that source this one
inside=/var/spool/lab

say() { printf '%s\n' "$*"; }

fail() {
  printf 'lab: %s\n' "$*" >&2
  exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

need_tools() {
  local tool
  for tool in "$@"; do
    command -v "$tool" > /dev/null || PATH=$PATH:/usr/sbin:/sbin command -v "$tool" > /dev/null ||
      fail "'$tool' is missing; on Debian: apt-get install iproute2 openssl python3 util-linux"
  done
}

# The state folder, and one caller at a time: a second one waits until the first is done.
prepare_state() {
  need_tools unshare nsenter setsid flock ip openssl python3 dpkg apt-get
  mkdir -p "$state" 2> /dev/null || true
  [ -w "$state" ] || fail "cannot write in $state; choose another folder with WAXSEAL_LAB_DIR"
  exec 9> "$state/lock"
  flock -w 120 9 || fail "another 'lab' has been at work in $state for two minutes"
}
