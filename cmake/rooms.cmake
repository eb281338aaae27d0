# SPDX-License-Identifier: GPL-3.0-or-later
#
# room(NAME KNOWS <rooms...> MAY <outside names...> LINKS <targets...>)
#
# Declares src/NAME as the static library waxseal_NAME and refuses, at configure time, every
# #include that the declaration does not allow. KNOWS is transitive: who knows `wire` knows `base`.

include_guard(GLOBAL)
include(${CMAKE_CURRENT_LIST_DIR}/room_includes.cmake)

function(room name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "KNOWS;MAY;LINKS")
  set(known ${arg_KNOWS})
  foreach(other IN LISTS arg_KNOWS)
    get_property(further GLOBAL PROPERTY waxseal_room_${other}_knows)
    list(APPEND known ${further})
  endforeach()
  list(REMOVE_DUPLICATES known)
  set_property(GLOBAL PROPERTY waxseal_room_${name}_knows "${known}")

  set(root ${PROJECT_SOURCE_DIR}/src)
  refuse_wrong_includes(ROOM ${name} ROOT ${root} KNOWS ${known} MAY ${arg_MAY})

  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${root}/${name}/*.hpp)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${root}/${name}/*.cpp)
  # A changed #include must be looked at again: an edit of any file of the room runs this again.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${headers} ${sources})

  add_library(waxseal_${name} STATIC ${sources} ${headers})
  target_include_directories(waxseal_${name} PUBLIC ${root})
  set(rooms ${arg_KNOWS})
  list(TRANSFORM rooms PREPEND waxseal_)
  target_link_libraries(waxseal_${name} PUBLIC ${rooms} PRIVATE waxseal_house ${arg_LINKS})
endfunction()
