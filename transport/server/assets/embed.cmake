# Run at build time: cmake -D SOURCE=web_client -D OUT=folder [-D BROTLI=path] -D GZIP=path -P embed.cmake
#
# Turns the pages and their assets into two sources: embedded.S, which holds the bytes (plain, gzip and
# brotli), and embedded.cpp, the table of them. An asset's address carries one hash of all assets, so
# that it may be cached for ever and modules can still import one another by relative paths.
cmake_minimum_required(VERSION 3.25)
cmake_policy(SET CMP0007 NEW)

file(GLOB pages RELATIVE "${SOURCE}" "${SOURCE}/*.html")
file(GLOB_RECURSE assets RELATIVE "${SOURCE}" "${SOURCE}/assets/*")
list(SORT pages)
list(SORT assets)

set(all "")
foreach(asset IN LISTS assets)
  file(SHA256 "${SOURCE}/${asset}" digest)
  string(APPEND all "${asset} ${digest}\n")
endforeach()
string(SHA256 hash "${all}")
string(SUBSTRING "${hash}" 0 12 hash)

function(content_type path result)
  get_filename_component(ending "${path}" LAST_EXT)
  set(html "text/html; charset=utf-8")
  set(js "text/javascript; charset=utf-8")
  set(mjs "text/javascript; charset=utf-8")
  set(css "text/css; charset=utf-8")
  set(svg "image/svg+xml")
  set(json "application/json")
  set(webmanifest "application/manifest+json")
  set(txt "text/plain; charset=utf-8")
  set(png "image/png")
  set(ico "image/x-icon")
  set(woff2 "font/woff2")
  string(REPLACE "." "" ending "${ending}")
  if(NOT DEFINED ${ending})
    message(FATAL_ERROR "${path}: give its kind of file a content type in embed.cmake and static_files.cpp")
  endif()
  set(${result} "${${ending}}" PARENT_SCOPE)
endfunction()

# Pictures and fonts are compressed already.
function(worth_compressing path result)
  set(${result} TRUE PARENT_SCOPE)
  if(path MATCHES "\\.(png|woff2|ico)$")
    set(${result} FALSE PARENT_SCOPE)
  endif()
endfunction()

set(assembly "/* Made by embed.cmake; assets ${hash}. */\n\t.section .rodata\n")
set(declarations "")
set(rows "")
set(count 0)
set(here "${OUT}/files")
file(REMOVE_RECURSE "${here}")

# One stretch of bytes; `result` becomes the C++ expression that views it.
macro(blob symbol file result)
  file(SHA256 "${file}" digest)
  string(APPEND assembly
    "/* ${digest} */\n\t.balign 16\n\t.globl ${symbol}\n${symbol}:\n\t.incbin \"${file}\"\n"
    "\t.globl ${symbol}_end\n${symbol}_end:\n\t.byte 0\n")
  string(APPEND declarations "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
  set(${result} "view(${symbol}, ${symbol}_end)")
endmacro()

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "could not run: ${ARGN}")
  endif()
endfunction()

foreach(path IN LISTS pages assets)
  set(plain "${here}/${path}")
  get_filename_component(folder "${plain}" DIRECTORY)
  file(MAKE_DIRECTORY "${folder}")
  content_type("${path}" type)
  set(forever "true")
  if(path MATCHES "^assets/(.*)$")
    set(address "/assets/${hash}/${CMAKE_MATCH_1}")
    file(COPY_FILE "${SOURCE}/${path}" "${plain}")
  else()
    set(forever "false")
    set(address "/${path}")
    if(path STREQUAL "index.html")
      set(address "/")
    endif()
    file(READ "${SOURCE}/${path}" html)
    string(REPLACE "\"/assets/" "\"/assets/${hash}/" html "${html}")
    file(WRITE "${plain}" "${html}")
  endif()
  blob(attune_asset_${count} "${plain}" view_plain)
  set(view_gzip "{}")
  set(view_brotli "{}")
  worth_compressing("${path}" worth)
  if(worth)
    file(COPY_FILE "${plain}" "${plain}.tmp")
    run("${GZIP}" -9 -n -f "${plain}.tmp")  # writes .tmp.gz; -n: no name and no time in it
    file(RENAME "${plain}.tmp.gz" "${plain}.gz")
    blob(attune_asset_${count}_gz "${plain}.gz" view_gzip)
    if(BROTLI)
      run("${BROTLI}" -q 11 -f -o "${plain}.br" "${plain}")
      blob(attune_asset_${count}_br "${plain}.br" view_brotli)
    endif()
  endif()
  string(APPEND rows
    "      {\"${address}\", \"${type}\", ${forever}, ${view_plain}, ${view_gzip}, ${view_brotli}},\n")
  math(EXPR count "${count} + 1")
endforeach()

string(APPEND assembly "\t.section .note.GNU-stack,\"\",@progbits\n")
file(WRITE "${OUT}/embedded.S" "${assembly}")
file(WRITE "${OUT}/embedded.cpp" "// Made by embed.cmake; assets ${hash}.
#include \"transport/server/assets/embedded.h\"

extern \"C\" {
${declarations}}

namespace attune::server {
namespace {

std::string_view view(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

const std::vector<EmbeddedFile>& embedded_files() {
  static const std::vector<EmbeddedFile> files{
${rows}  };
  return files;
}

}  // namespace attune::server
")
