# SPDX-License-Identifier: GPL-3.0-or-later
#
# The program, its manual page and its completions, which it prints itself, and where they are installed.

include_guard(GLOBAL)
include(GNUInstallDirs)

set(manual_folder ${CMAKE_BINARY_DIR}/manual)
file(MAKE_DIRECTORY ${manual_folder})
set(manual_files "")
function(printed_by_waxseal file folder)  # ... the words behind `waxseal manual`
  list(JOIN ARGN " " words)
  add_custom_command(OUTPUT ${manual_folder}/${file}
    COMMAND waxseal manual ${ARGN} > ${manual_folder}/${file}
    DEPENDS waxseal
    COMMENT "waxseal manual ${words}"
    VERBATIM)
  set(manual_files ${manual_files} ${manual_folder}/${file} PARENT_SCOPE)
  install(FILES ${manual_folder}/${file} DESTINATION ${folder})
endfunction()

install(TARGETS waxseal RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
printed_by_waxseal(waxseal.1 ${CMAKE_INSTALL_MANDIR}/man1)
# Under the names, and in the folders, in which each shell looks by itself.
file(MAKE_DIRECTORY ${manual_folder}/bash ${manual_folder}/zsh ${manual_folder}/fish)
printed_by_waxseal(bash/waxseal ${CMAKE_INSTALL_DATADIR}/bash-completion/completions --completion bash)
printed_by_waxseal(zsh/_waxseal ${CMAKE_INSTALL_DATADIR}/zsh/site-functions --completion zsh)
printed_by_waxseal(fish/waxseal.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d --completion fish)
add_custom_target(manual ALL DEPENDS ${manual_files})
