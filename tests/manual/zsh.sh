#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# zsh.sh WAXSEAL: an interactive zsh completes lines with our script, found by its name.
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR
. "$here/common.sh"
needs zsh

mkdir "$folder/functions" "$folder/files"
"$1" manual --completion zsh >"$folder/functions/_waxseal"
zsh -n "$folder/functions/_waxseal"
touch "$folder/files/results.jsonl"
here=$(cd "$here" && pwd)
# completed LINE: the line when the tabulator has been pressed behind it.
completed() { (cd "$folder/files" && zsh -f "$here/complete.zsh" "$folder/functions" "$1"); }

equal 'a command' "$(completed 'waxseal sca')" 'waxseal scan '
equal 'an option' "$(completed 'waxseal scan --metad')" 'waxseal scan --metadata-file='
equal 'an option where a host would stand' "$(completed 'waxseal probe --confirm')" 'waxseal probe --confirm-senders='
equal 'a value' "$(completed 'waxseal scan --tier au')" 'waxseal scan --tier audit '
equal 'a value behind =' "$(completed 'waxseal scan --tier=au')" 'waxseal scan --tier=audit '
equal 'a probe' "$(completed 'waxseal probe --probe tls12-e')" 'waxseal probe --probe tls12-extras '
equal 'a sender' "$(completed 'waxseal senders exim-deb')" 'waxseal senders exim-debian12 '
equal 'the second of several senders' "$(completed 'waxseal probe --confirm-senders=gmail,exim-deb')" \
  'waxseal probe --confirm-senders=gmail,exim-debian12,'
equal 'an outcome' "$(completed 'waxseal explain starttls.not_o')" \
  'waxseal explain starttls.not_offered '
equal 'a file' "$(completed 'waxseal judge res')" 'waxseal judge results.jsonl '
