# Clang 19 as static libraries, for trawl-clang only. Sets TRAWL_CLANG_FOUND and the target trawl::clang.
#
# Debian's clang targets name the shared libLLVM beside the static archives, and LLVMSupport names Z3 by its path: with
# them the program starts in 20 ms and drags 200 MB along, without them in 2 ms (docs/architecture.md).

set(TRAWL_CLANG_FOUND OFF)
find_package(LLVM 19.1 CONFIG QUIET HINTS /usr/lib/llvm-19/lib/cmake/llvm)
if(LLVM_FOUND)
  # Beside this LLVM, else another installed version wins.
  find_package(Clang CONFIG QUIET NO_DEFAULT_PATH HINTS ${LLVM_INSTALL_PREFIX}/lib/cmake/clang)
endif()
if(NOT Clang_FOUND)
  return()
endif()

foreach(target IN LISTS CLANG_EXPORTED_TARGETS)
  if(TARGET ${target})
    get_target_property(libraries ${target} INTERFACE_LINK_LIBRARIES)
    if(libraries)
      list(REMOVE_ITEM libraries LLVM)
      set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "${libraries}")
    endif()
  endif()
endforeach()
get_target_property(libraries LLVMSupport INTERFACE_LINK_LIBRARIES)
list(FILTER libraries EXCLUDE REGEX "z3")
list(TRANSFORM libraries REPLACE "ZLIB::ZLIB" "trawl::zlib")
find_library(ZSTD_ARCHIVE NAMES libzstd.a zstd REQUIRED)
list(TRANSFORM libraries REPLACE "zstd::libzstd_shared" "${ZSTD_ARCHIVE}")
set_target_properties(LLVMSupport PROPERTIES INTERFACE_LINK_LIBRARIES "${libraries}")

llvm_map_components_to_libnames(llvm_libraries support option frontendopenmp frontendhlsl windowsdriver)
add_library(trawl_clang_libraries INTERFACE)
add_library(trawl::clang ALIAS trawl_clang_libraries)
target_include_directories(trawl_clang_libraries SYSTEM INTERFACE ${CLANG_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})
separate_arguments(llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(trawl_clang_libraries INTERFACE ${llvm_definitions})
target_link_libraries(trawl_clang_libraries INTERFACE clangFrontend clangSerialization clangIndex clangAnalysis clangSema
                      clangParse clangAST clangLex clangBasic ${llvm_libraries})
set(TRAWL_CLANG_RESOURCES ${LLVM_INSTALL_PREFIX}/lib/clang/${LLVM_VERSION_MAJOR}/include)
set(TRAWL_CLANG_FOUND ON)
