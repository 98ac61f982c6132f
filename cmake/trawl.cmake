# How the parts of trawl are declared: one library a part, one test program a part.

find_program(TRAWL_CCACHE ccache)
if(TRAWL_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TRAWL_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${TRAWL_CCACHE})
endif()

find_program(TRAWL_LLD NAMES ld.lld-19 ld.lld)

set(TRAWL_INFORMATION_URI "https://trawl.example/" CACHE STRING "Home page of the program, named in SARIF reports")

# What every target of ours is compiled with. Assertions of the standard library stay on in release:
# trawl reads hostile input, and a checked index costs less than 1 % of a scan.
add_library(trawl_flags INTERFACE)
target_include_directories(trawl_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(trawl_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                       -fno-plt -ffunction-sections -fdata-sections)
target_compile_definitions(trawl_flags INTERFACE _GLIBCXX_ASSERTIONS TRAWL_VERSION="${PROJECT_VERSION}")
# The build id tells the verdicts of one build of the program from those of another.
target_link_options(trawl_flags INTERFACE -Wl,--gc-sections -Wl,--build-id=sha1)
if(TRAWL_LLD)
  # GCC looks for a linker called ld.lld, and Debian calls it ld.lld-19.
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/linker)
  file(CREATE_LINK ${TRAWL_LLD} ${PROJECT_BINARY_DIR}/linker/ld.lld SYMBOLIC)
  target_link_options(trawl_flags INTERFACE -fuse-ld=lld -B${PROJECT_BINARY_DIR}/linker)
endif()
if(TRAWL_SANITIZE)
  target_compile_options(trawl_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(trawl_flags INTERFACE -fsanitize=address,undefined)
elseif(TRAWL_FUZZ)
  target_compile_options(trawl_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
                         -fno-omit-frame-pointer)
  target_link_options(trawl_flags INTERFACE -fsanitize=address,undefined)
elseif(TRAWL_SANITIZE_THREADS)
  target_compile_options(trawl_flags INTERFACE -fsanitize=thread)
  target_link_options(trawl_flags INTERFACE -fsanitize=thread)
endif()

# trawl_part(NAME SOURCES file... [USES target...] [PRIVATELY target...])
# A folder of engine/ as the library trawl_NAME. USES is seen by those who use the part, PRIVATELY is not.
function(trawl_part name)
  cmake_parse_arguments(PART "" "" "SOURCES;USES;PRIVATELY" ${ARGN})
  if(PART_SOURCES)
    add_library(trawl_${name} STATIC ${PART_SOURCES})
    target_link_libraries(trawl_${name} PUBLIC trawl_flags ${PART_USES} PRIVATE ${PART_PRIVATELY})
  else()
    add_library(trawl_${name} INTERFACE)
    target_link_libraries(trawl_${name} INTERFACE trawl_flags ${PART_USES})
  endif()
endfunction()
