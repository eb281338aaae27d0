# shellcheck shell=bash disable=SC2154 # lab and common.sh set what is read here
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetches the Debian packages of packages.txt and unpacks them below $state/packages, once.

listed_packages() { sed 's/#.*//; /^ *$/d' "$lab_source/packages.txt"; }

# apt with package lists of our own, for a user who cannot refresh the machine's.
own_apt() {
  local apt=$state/apt
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  apt-get -o DPkg::Lock::Timeout=300 -o Dir::State::Lists="$apt/lists" \
    -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=root "$@"
}

download_packages() {
  local -a names
  mapfile -t names < <(listed_packages | awk '{print $2}')
  # The machine's lists first: usually they are there and fresh.
  if apt-get -o DPkg::Lock::Timeout=300 -o APT::Sandbox::User=root -q download "${names[@]}"; then
    return
  fi
  own_apt -q update && own_apt -q download "${names[@]}"
}

unpack_packages() {
  local packages=$state/packages stamp
  stamp=$(sha256sum < "$lab_source/packages.txt")
  if [ "$(cat "$packages/stamp" 2> /dev/null)" = "$stamp" ]; then return; fi

  local started=$SECONDS log=$state/packages.log folder name deb
  say "fetching the Debian packages of the lab (once, about 25 MB)"
  rm -rf "$packages"
  mkdir -p "$packages/archives"
  (cd "$packages/archives" && download_packages) > "$log" 2>&1 ||
    fail "fetching the packages failed: $(tail -n 1 "$log") (all of it: $log)"

  while read -r folder name; do
    deb=$(find "$packages/archives" -name "${name}_*.deb" -print -quit)
    [ -n "$deb" ] || fail "$name was not fetched; see $log"
    mkdir -p "$packages/$folder"
    dpkg -x "$deb" "$packages/$folder"
  done < <(listed_packages)
  rm -r "$packages/archives"
  rm -rf "$state/apt"
  write_loader_paths
  check_libraries
  printf '%s\n' "$stamp" > "$packages/stamp"
  say "packages unpacked after $((SECONDS - started)) s"
}

# Where the dynamic loader finds the unpacked libraries, by the path they have inside: room.sh makes
# a cache of it. Unlike LD_LIBRARY_PATH this survives servers that clean their environment.
write_loader_paths() {
  local packages=$state/packages folder
  {
    cat /etc/ld.so.conf
    for folder in "$packages"/libraries/{usr/lib,lib}/*-linux-gnu "$packages/postfix/usr/lib/postfix"; do
      if [ -d "$folder" ]; then printf '%s\n' "$inside/packages${folder#"$packages"}"; fi
    done
  } > "$packages/ld.so.conf"
}

check_libraries() {
  local packages=$state/packages libraries missing
  libraries=$(printf '%s:' "$packages"/libraries/{usr/lib,lib}/*-linux-gnu)$packages/postfix/usr/lib/postfix
  missing=$(find "$packages" -type f -perm -u+x -path '*bin/*' -exec \
    env LD_LIBRARY_PATH="$libraries" ldd {} + 2> /dev/null | grep 'not found' | sort -u || true)
  [ -z "$missing" ] || fail "libraries are missing, add their packages to packages.txt: $missing"
}
