#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fish.sh WAXSEAL: fish completes lines with our script.
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR
. "$here/common.sh"
needs fish

"$1" manual --completion fish >"$folder/waxseal.fish"
export HOME=$folder XDG_CONFIG_HOME=$folder XDG_DATA_HOME=$folder
fish --no-execute "$folder/waxseal.fish"
# offered LINE: what is offered, without descriptions, in one line.
offered() {
  (cd "$folder" && fish --no-config -c "source waxseal.fish; complete -C '$1'") | cut -f 1 | paste -sd ' '
}

equal 'commands' "$(offered 'waxseal prob')" 'probe probes'
equal 'an option of the program' "$(offered 'waxseal --v')" '--version'
equal 'an option' "$(offered 'waxseal scan --meta')" '--metadata-file'
equal 'not the option of another command' "$(offered 'waxseal probe --meta')" ''
equal 'values' "$(offered 'waxseal scan --tier ')" 'audit standard survey'
equal 'a value behind =' "$(offered 'waxseal scan --tier=au')" '--tier=audit'
equal 'a probe' "$(offered 'waxseal probe mx.test --probe tls12-e')" 'tls12-extras'
equal 'a sender' "$(offered 'waxseal senders exim-deb')" 'exim-debian12'
equal 'the second of several senders' "$(offered 'waxseal probe --confirm-senders=gmail,exim-deb')" \
  '--confirm-senders=gmail,exim-debian12'
equal 'an outcome' "$(offered 'waxseal explain starttls.not_o')" 'starttls.not_offered'
touch "$folder/results.jsonl"
equal 'a file' "$(offered 'waxseal judge res')" 'results.jsonl'
equal 'a file behind an option' "$(offered 'waxseal scan -f res')" 'results.jsonl'
equal 'no file where none is wanted' "$(offered 'waxseal scan --ehlo-name res')" ''
