# Run at build time: cmake -D SOURCE=folder -D OUT=folder -D ESBUILD=path -P bundle.cmake
#
# The page as the program holds it: modules put together by what is fetched together (a view, and what several views
# share), all of it minified, and what app.js cannot do without announced in the page. SOURCE is web_client with its
# languages (attune_catalogue); without this step it works as well, in twice as many requests.
cmake_minimum_required(VERSION 3.25)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "could not run: ${ARGN}")
  endif()
endfunction()

file(REMOVE_RECURSE "${OUT}")
file(MAKE_DIRECTORY "${OUT}/assets")
set(quiet --log-level=warning)

# All chunks lie beside app.js: styles and languages are found by paths that are relative to the module.
set(facts "${OUT}.json")
run("${ESBUILD}" "${SOURCE}/assets/app.js" --bundle --splitting --format=esm --minify ${quiet}
  --outdir=${OUT}/assets --chunk-names=[name]-[hash] --metafile=${facts})
file(GLOB sheets "${SOURCE}/assets/*.css")
run("${ESBUILD}" ${sheets} --minify ${quiet} --outdir=${OUT}/assets)
run("${ESBUILD}" "${SOURCE}/assets/early.js" --minify ${quiet} --outdir=${OUT}/assets)
file(COPY "${SOURCE}/assets/icons" "${SOURCE}/assets/translations" DESTINATION "${OUT}/assets")
file(GLOB pictures "${SOURCE}/assets/*.svg")
file(COPY ${pictures} DESTINATION "${OUT}/assets")

# What app.js imports, and what that imports.
file(READ "${facts}" facts)
string(JSON count LENGTH "${facts}" outputs)
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON output MEMBER "${facts}" outputs ${i})
  if(output MATCHES "/assets/app\\.js$")
    set(waiting "${output}")
  endif()
endforeach()
set(announced "")
while(waiting)
  list(POP_FRONT waiting output)
  string(JSON count LENGTH "${facts}" outputs "${output}" imports)
  if(count EQUAL 0)
    continue()
  endif()
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON kind GET "${facts}" outputs "${output}" imports ${i} kind)
    string(JSON path GET "${facts}" outputs "${output}" imports ${i} path)
    if(kind STREQUAL "import-statement" AND NOT path IN_LIST announced)
      list(APPEND announced "${path}")
      list(APPEND waiting "${path}")
    endif()
  endforeach()
endwhile()

# The sheets that the page names in its head are one.
file(READ "${SOURCE}/index.html" html)
string(FIND "${html}" "</head>" end)
string(SUBSTRING "${html}" 0 ${end} head)
string(REGEX MATCHALL "<link rel=\"stylesheet\"[^\n]*\n" links "${head}")
set(joined "")
foreach(link IN LISTS links)
  string(REGEX REPLACE ".*href=\"/([^\"]+)\".*" "\\1" name "${link}")
  file(READ "${OUT}/${name}" sheet)
  string(APPEND joined "${sheet}")
  string(REPLACE "${link}" "" html "${html}")
endforeach()
file(WRITE "${OUT}/assets/page.css" "${joined}")

set(links "<link rel=\"stylesheet\" href=\"/assets/page.css\">\n")
foreach(path IN LISTS announced)
  get_filename_component(name "${path}" NAME)
  string(APPEND links "<link rel=\"modulepreload\" href=\"/assets/${name}\">\n")
endforeach()
string(REPLACE "<script type=\"module\"" "${links}<script type=\"module\"" html "${html}")
file(WRITE "${OUT}/index.html" "${html}")
