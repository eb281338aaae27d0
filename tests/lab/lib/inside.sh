# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# For the scripts that start servers inside the namespaces. They run as children of the init
# process's namespace, with the caller's output; the servers themselves never get that.

PATH=$PATH:/usr/sbin:/sbin
lab=/var/spool/lab
run=$lab/run
# shellcheck disable=SC2034 # read by the start scripts
ca=$lab/ca packages=$lab/packages source=$lab/source
started=$EPOCHREALTIME

seconds_since_start() {
  local microseconds=$((${EPOCHREALTIME/[.,]/} - ${started/[.,]/}))
  printf '%d.%02d' $((microseconds / 1000000)) $((microseconds / 10000 % 100))
}

ready() { # NAME WHERE
  printf '%-12s ready after %s s  %s\n' "$1" "$(seconds_since_start)" "$2"
}

not_ready() { # NAME
  printf '%-12s NOT READY; see the log: %s\n' "$1" "$(tail -n 1 "$run/log/$1" 2> /dev/null)"
  return 1
}

# Starts a program in the background, with a log file and nothing of the caller's.
background() { # NAME COMMAND...
  local name=$1
  shift
  setsid "$@" < /dev/null >> "$run/log/$name" 2>&1 &
}

# Waits, six seconds at most, until the command succeeds.
await() { # COMMAND...
  local _
  for _ in $(seq 200); do
    if "$@" > /dev/null 2>&1; then return 0; fi
    sleep 0.03
  done
  return 1
}

# Does a server greet there?
greets() { # ADDRESS PORT
  local line
  exec 3<> "/dev/tcp/$1/$2" || return 1
  IFS= read -r -t 8 line <&3
  exec 3>&-
  [[ $line =~ ^[2-5] ]]
}

await_greeting() { # NAME ADDRESS
  if await eval "(greets $2 25)"; then ready "$1" "$2"; else not_ready "$1"; fi
}
