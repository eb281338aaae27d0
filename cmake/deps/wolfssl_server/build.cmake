# SPDX-License-Identifier: GPL-3.0-or-later
#
# cmake -D... -P build.cmake: builds the project beside this file, as a step of somebody else's build.
#
#   SOURCE     wolfSSL's source tree       INTO      where to build
#   COMPILER   the C compiler              GENERATOR, MAKE_PROGRAM

file(MAKE_DIRECTORY ${INTO})
# Two presets built at the same moment: the second waits and finds everything done.
file(LOCK ${INTO}/lock GUARD PROCESS TIMEOUT 600)
foreach(step configure build)
    if(step STREQUAL configure)
        set(arguments -G ${GENERATOR} -S ${CMAKE_CURRENT_LIST_DIR} -B ${INTO} -DCMAKE_MAKE_PROGRAM=${MAKE_PROGRAM}
            -DCMAKE_C_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE=-O1
            -DWAXSEAL_WOLFSSL_SOURCE=${SOURCE})
    else()
        set(arguments --build ${INTO})
    endif()
    execute_process(
        # A make that runs this would hand its job server down to a build that is none of its jobs.
        COMMAND ${CMAKE_COMMAND} -E env --unset=MAKEFLAGS --unset=MFLAGS --unset=MAKELEVEL ${CMAKE_COMMAND} ${arguments}
        OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE failed)
    if(failed)
        message(FATAL_ERROR "Could not ${step} the tests' wolfSSL:\n${said}")
    endif()
endforeach()
# Else a build whose recipe is newer than the library, by a checkout say, would come here every time.
file(TOUCH ${INTO}/lib/libwolfssl_server.a)
