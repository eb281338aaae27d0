#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# page.sh WAXSEAL: groff reads the manual page without a warning, and every line fits a terminal.
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR
. "$here/common.sh"
needs groff

"$1" manual >"$folder/waxseal.1"
groff -man -Tutf8 -ww -P-cbou "$folder/waxseal.1" >"$folder/page" 2>"$folder/warnings"
equal 'warnings of groff' "$(cat "$folder/warnings")" ''
equal 'lines of more than 80 columns' "$(LC_ALL=C.UTF-8 grep -E '^.{81}' "$folder/page" || true)" ''
# A hyphen that is typed must be one in the text, so that it can be searched for and copied.
LC_ALL=C.UTF-8 grep -q -- '--input-file=FILE' "$folder/page"
LC_ALL=C.UTF-8 grep -q 'waxseal scan example.org --ehlo-name probe.example.org' "$folder/page"
