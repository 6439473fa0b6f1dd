# Run at build time: cmake -D SOURCE=web_client -D OUT=folder -P lean.cmake
#
# Copies the pages without their comments and indentation, which is a quarter of what a first visit would fetch.
# It knows nothing of JavaScript or CSS but what tests/browser/unit/house.test.js makes sure of: comments that are
# not whole lines are /* */, no string holds the start of one, and no string or template runs over a line's end.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE "${OUT}")
file(GLOB_RECURSE files RELATIVE "${SOURCE}" "${SOURCE}/*.html" "${SOURCE}/assets/*")
foreach(path IN LISTS files)
  get_filename_component(ending "${path}" LAST_EXT)
  get_filename_component(folder "${OUT}/${path}" DIRECTORY)
  file(MAKE_DIRECTORY "${folder}")
  if(path STREQUAL "assets/types.js")
    continue()  # types only: nothing imports it when the page runs
  endif()
  if(NOT ending MATCHES "^\\.(js|css|html)$")
    file(COPY_FILE "${SOURCE}/${path}" "${OUT}/${path}")
    continue()
  endif()
  file(READ "${SOURCE}/${path}" text)
  if(NOT ending STREQUAL ".html")
    string(REGEX REPLACE "/\\*[^*]*\\*+([^/*][^*]*\\*+)*/" "" text "${text}")
  endif()
  if(ending STREQUAL ".js")
    string(REGEX REPLACE "\n[ \t]*//[^\n]*" "" text "\n${text}")
  endif()
  string(REGEX REPLACE "[ \t]*\n[ \t\n]*" "\n" text "${text}")
  string(STRIP "${text}" text)
  file(WRITE "${OUT}/${path}" "${text}\n")
endforeach()
