# SPDX-License-Identifier: GPL-3.0-or-later
#
# waxseal_house: language level, warnings and sanitizers, linked PRIVATE by everything of ours.

include_guard(GLOBAL)

option(WAXSEAL_WERROR "Warnings are errors (CI sets this)" OFF)
set(WAXSEAL_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=...")
option(WAXSEAL_FUZZ "Build the libFuzzer targets (needs clang)" OFF)

add_library(waxseal_house INTERFACE)
target_compile_features(waxseal_house INTERFACE cxx_std_20)
# Not -Wnull-dereference: GCC 12 reports it inside the standard library.
target_compile_options(waxseal_house INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  $<$<BOOL:${WAXSEAL_WERROR}>:-Werror>)
if(WAXSEAL_SANITIZE)
  # For every target, the lab's included: one process is instrumented as a whole or not at all.
  add_compile_options(-fsanitize=${WAXSEAL_SANITIZE} -fno-omit-frame-pointer)
  if(WAXSEAL_SANITIZE MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
  add_link_options(-fsanitize=${WAXSEAL_SANITIZE})
  # Instrumented, GCC 12 sees uninitialised members inside std::function and std::regex.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
if(WAXSEAL_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
