# SPDX-License-Identifier: GPL-3.0-or-later
#
# zsh -f complete.zsh FOLDER LINE: what an interactive zsh, with FOLDER in its $fpath, makes of LINE when the tabulator
# is pressed behind it.
zmodload zsh/zpty
zpty inner zsh -f -i
# The line is printed by a key of its own, pressed when the completion is over: nothing is waited for by the clock.
zpty -w inner "PS1= PS2= RPS1=; unsetopt prompt_cr prompt_sp beep; fpath=(${(q)1} \$fpath)"
zpty -w inner 'autoload -Uz compinit && compinit -D -u; LISTMAX=10000'
zpty -w inner 'tell() { zle -I; print -r -- "<"":$BUFFER:"">"; BUFFER=; }; zle -N tell; bindkey "^X^T" tell'
zpty -w inner 'bindkey "^I" complete-word; print rea"dy"'
zpty -r inner output '*ready*'
zpty -w -n inner "$2"$'\t\x18\x14'
zpty -r inner output '*<:*:>*'
output=${output##*<:}
print -r -- "${output%:>*}"
zpty -d inner
