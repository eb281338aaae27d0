#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# install.sh BUILD: a build is installed, each file where its reader looks for it.
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR
. "$here/common.sh"

cmake --install "$1" --prefix "$folder" >/dev/null
equal 'installed files' "$(cd "$folder" && find . -type f | LC_ALL=C sort | paste -sd ' ')" \
  './bin/waxseal ./share/bash-completion/completions/waxseal ./share/fish/vendor_completions.d/waxseal.fish'\
' ./share/man/man1/waxseal.1 ./share/zsh/site-functions/_waxseal'
"$folder/bin/waxseal" manual | cmp - "$folder/share/man/man1/waxseal.1"
for shell in bash/waxseal zsh/_waxseal fish/waxseal.fish; do
  "$folder/bin/waxseal" manual --completion "${shell%/*}" | cmp - "$(find "$folder/share" -path "*${shell%/*}*/${shell#*/}")"
done
