#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What runs inside and what it costs: processes and memory by program, shared pages counted once.
set -euo pipefail
printf '%-14s %9s %9s\n' program processes 'PSS, MB'
for process in /proc/[0-9]*; do
  name=$(cat "$process/comm" 2> /dev/null) || continue
  pss=$(awk '/^Pss:/{print $2}' "$process/smaps_rollup" 2> /dev/null) || continue
  printf '%s %s\n' "${name// /_}" "${pss:-0}"
done | awk '
  { count[$1]++; kb[$1] += $2; all++; sum += $2 }
  END {
    for (name in count) printf "%-14s %9d %9.1f\n", name, count[name], kb[name] / 1024 | "sort"
    close("sort")
    printf "%-14s %9d %9.1f\n", "all", all, sum / 1024
  }'
