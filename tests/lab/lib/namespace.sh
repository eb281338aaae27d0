# shellcheck shell=bash disable=SC2154 # lab and common.sh set what is read here
# SPDX-License-Identifier: GPL-3.0-or-later
# The namespaces of the lab (net, pid, mount, uts, ipc; for an ordinary user also user) are held by
# one process. When it is killed the kernel ends everything inside, and the mounts with it: there
# is nothing to undo, whatever state the lab was in.

namespaces=(--net --pid --mount --uts --ipc)

# Prints the process id of the holder's child, the init process inside.
init_process() {
  local holder
  holder=$(cat "$state/run/holder" 2> /dev/null) || return 1
  # A pid can be somebody else's by now.
  grep -qsaF "$state" "/proc/$holder/cmdline" || return 1
  grep -s -o '[0-9]*' "/proc/$holder/task/$holder/children"
}

holder_alive() { init_process > /dev/null; }

start_holder() {
  local -a user=()
  is_root || user=(--map-root-user)
  rm -rf "$state/run"
  mkdir -p "$state/run/log"
  PATH=$PATH:/usr/sbin:/sbin setsid unshare "${user[@]}" "${namespaces[@]}" --fork --kill-child --mount-proc \
    "$lab_source/lib/room.sh" "$state" "$lab_source" "$inside" \
    < /dev/null > "$state/run/log/room" 2>&1 9>&- &
  printf '%s\n' $! > "$state/run/holder"
  for _ in $(seq 100); do
    if [ -e "$state/run/room" ]; then return; fi
    kill -0 $! 2> /dev/null || break
    sleep 0.05
  done
  stop_holder
  if ! is_root && grep -q 'unshare failed' "$state/run/log/room"; then
    fail "this machine refuses user namespaces, so the lab needs root ($(tail -n 1 "$state/run/log/room"))"
  fi
  fail "the namespaces could not be set up: $(tail -n 1 "$state/run/log/room" || true)"
}

stop_holder() {
  local init holder
  init=$(init_process) || return 0
  holder=$(cat "$state/run/holder")
  kill -TERM "$init" || true
  gone "$holder" 50 || kill -KILL "$holder" || true
  gone "$init" 100 || fail "process $init does not end"
  rm -f "$state/run/holder" "$state/run/up"
}

# A process that nobody has reaped yet is gone too.
gone() { # PROCESS TIMES: waits so many times 20 ms
  local _
  for _ in $(seq "$2"); do
    grep -q '^State:[[:space:]]*[^Z[:space:]]' "/proc/$1/status" 2> /dev/null || return 0
    sleep 0.02
  done
  return 1
}

enter() {
  local -a user=()
  is_root || user=(--user --preserve-credentials)
  nsenter --target "$(init_process)" "${user[@]}" "${namespaces[@]}" -- "$@" 9>&-
}

# Like enter, but in the caller's folder; a command whose caller is killed dies too.
enter_as_caller() {
  local -a user=()
  is_root || user=(--user --preserve-credentials)
  exec nsenter --target "$(init_process)" "${user[@]}" "${namespaces[@]}" -- \
    setpriv --pdeathsig TERM env --chdir="$PWD" -- "$@"
}
