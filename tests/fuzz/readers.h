#pragma once

#include <span>
#include <string_view>

namespace trawl::fuzz {

/// One reader of hostile bytes: it must take anything, and may only return. What it returns is checked where
/// a property is known.
struct Reader {
  std::string_view name;  ///< of the folder below `corpus/`
  void (*read)(std::string_view input);
};

/// All of them.
std::span<const Reader> readers();

std::span<const Reader> git_readers();       ///< objects, packs, indexes, refs
std::span<const Reader> document_readers();  ///< files of configuration
std::span<const Reader> decode_readers();    ///< encodings, archives, files of other scanners

std::span<const Reader> dependency_readers();  ///< lock files, advisories, the index, versions
std::span<const Reader> assure_readers();      ///< policies, attestations, logs, kept reports

}  // namespace trawl::fuzz
