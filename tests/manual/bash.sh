#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bash.sh WAXSEAL: bash completes lines with our script.
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR
. "$here/common.sh"

"$1" manual --completion bash >"$folder/waxseal"
bash -n "$folder/waxseal"
set +u  # people's shells are not so strict, and bash's own variables not all set
# shellcheck disable=SC1091
. "$folder/waxseal"

# offered WORD...: what is offered for the last word of a line, in their order.
offered() {
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  "$(complete -p waxseal | sed 's/.* -F \([^ ]*\) .*/\1/')"
  printf '%s\n' "${COMPREPLY[*]}"
}

equal 'a command' "$(offered waxseal sca)" 'scan'
equal 'commands' "$(offered waxseal prob)" 'probe probes'
equal 'nothing for a command that is not there' "$(offered waxseal nothing '')" ''
equal 'an option of the program' "$(offered waxseal --v)" '--version'
equal 'an option' "$(offered waxseal scan --meta)" '--metadata-file'
equal 'not the option of another command' "$(offered waxseal probe --meta)" ''
equal 'a value' "$(offered waxseal scan --tier '')" 'survey standard audit'
equal 'a value behind =' "$(offered waxseal scan --tier = au)" 'audit'
equal 'a value behind = and nothing' "$(offered waxseal scan --tier =)" 'survey standard audit'
equal 'a probe' "$(offered waxseal probe mx.test --probe tls12-e)" 'tls12-extras'
equal 'a sender' "$(offered waxseal senders exim-deb)" 'exim-debian12'
equal 'the second of several senders' \
  "$(offered waxseal probe --confirm-senders = gmail,exim-deb)" 'gmail,exim-debian12'
equal 'no value for a flag' "$(offered waxseal probe --confirm-senders gma)" ''
equal 'an outcome' "$(offered waxseal explain starttls.not_o)" 'starttls.not_offered'
equal 'words of the user' "$(offered waxseal scan --ehlo-name '')" ''
touch "$folder/two words.jsonl"
equal 'a file' "$(offered waxseal judge "$folder/tw")" "$folder/two words.jsonl"
equal 'a file behind an option' "$(offered waxseal scan -f "$folder/tw")" "$folder/two words.jsonl"
