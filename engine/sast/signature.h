#pragma once

#include <string>

#include <clang/AST/Type.h>

namespace trawl::sast {

/// What a function gives and takes, as far as it matters to calls through pointers: one word for the result
/// and one for each parameter, separated by commas. "#" is any number, "*" fits everything (`void*`, types
/// that the parser does not know), and records and what pointers point to have their names. Empty where the
/// type has no prototype or is none of a function. See Program::fits_call.
std::string signature_of(clang::QualType function);

}  // namespace trawl::sast
