# The parsers of programs: C sources of pinned npm packages (third_party/tree-sitter), which ./dev fetches into
# build/npm and which are compiled here. Nothing of the packages is run.

set(TRAWL_NPM_FOLDER "${PROJECT_SOURCE_DIR}/build/npm/node_modules" CACHE PATH "Where the npm packages of third_party/tree-sitter lie")
set(tree_sitter_runtime "${TRAWL_NPM_FOLDER}/tree-sitter/vendor/tree-sitter/lib")
set(tree_sitter_typescript "${TRAWL_NPM_FOLDER}/tree-sitter-typescript")
if(NOT EXISTS "${tree_sitter_runtime}/src/lib.c" OR NOT EXISTS "${tree_sitter_typescript}/tsx/src/parser.c")
  message(FATAL_ERROR "the parsers of JavaScript and TypeScript are not in ${TRAWL_NPM_FOLDER}: run "
                      "tools/dev/fetch_parsers.sh, which gets them from your npm registry")
endif()

add_library(trawl_tree_sitter STATIC
  ${tree_sitter_runtime}/src/lib.c
  ${tree_sitter_typescript}/typescript/src/parser.c ${tree_sitter_typescript}/typescript/src/scanner.c
  ${tree_sitter_typescript}/tsx/src/parser.c ${tree_sitter_typescript}/tsx/src/scanner.c)
target_include_directories(trawl_tree_sitter SYSTEM PUBLIC ${tree_sitter_runtime}/include PRIVATE ${tree_sitter_runtime}/src)
# The tables are data: optimising them takes minutes and makes nothing faster.
target_compile_options(trawl_tree_sitter PRIVATE -w -std=gnu11 -ffunction-sections -fdata-sections)
target_compile_definitions(trawl_tree_sitter PRIVATE _POSIX_C_SOURCE=200112L _DEFAULT_SOURCE)
foreach(grammar typescript tsx)
  set_source_files_properties(${tree_sitter_typescript}/${grammar}/src/parser.c PROPERTIES COMPILE_OPTIONS -O1)
  set_source_files_properties(${tree_sitter_typescript}/${grammar}/src/parser.c ${tree_sitter_typescript}/${grammar}/src/scanner.c
    PROPERTIES INCLUDE_DIRECTORIES ${tree_sitter_typescript}/${grammar}/src)
endforeach()
if(TRAWL_SANITIZE OR TRAWL_FUZZ)
  target_compile_options(trawl_tree_sitter PRIVATE -fsanitize=address)
endif()
