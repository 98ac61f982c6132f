#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace trawl {

/// A file that stands behind what a person says.
struct AttestationEvidence {
  std::string path;    ///< relative to the tree's top
  std::string sha256;  ///< hexadecimal, of the file when it was attested
};

/// What a person says of controls that no file can show (`.trawl/attestations.toml`).
struct Attestation {
  std::string id;
  std::vector<std::string> controls;  ///< "plan-phase8:P8-34", "pci:12.10.1"
  std::string statement;
  std::string by;
  std::string role;
  std::string date;     ///< YYYY-MM-DD
  std::string expires;  ///< at most a year later
  std::string method;
  bool failed = false;  ///< `result = "failure"`: what was tried did not work
  std::vector<AttestationEvidence> evidence;

  // What the day and the files say of it.
  bool expired = false;
  std::vector<std::string> changed;  ///< evidence whose hash is another now, or that is gone
  [[nodiscard]] bool valid() const { return !expired && changed.empty() && !failed; }
};

/// The SHA-256 of a file of the tree, hexadecimal; an error where it cannot be read.
using FileHash = std::function<Result<std::string>(const std::string& path)>;

/// Reads and judges attestations as of a day. A missing field, a date that is in the future, one that expires
/// before it begins or later than a year: errors with line and column.
Result<std::vector<Attestation>> read_attestations(std::string_view file, std::string_view text,
                                                   std::string_view as_of, const FileHash& hash);

/// Whether an attestation speaks of a control: by "key:id", "framework:id" or, of the plans, "id".
bool attests(const Attestation& attestation, std::string_view framework, std::string_view key,
             std::string_view control);

/// An entry as the file has it, to be put behind what is there. Everything is escaped.
std::string attestation_entry(const Attestation& attestation);

}  // namespace trawl
