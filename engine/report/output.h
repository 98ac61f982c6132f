#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/handle.h"
#include "engine/base/result.h"

namespace trawl {

/// Where a report goes: a string, an open descriptor or a file. Bytes are appended through a buffer of 64
/// KiB; the first failure is kept, and everything after it is dropped, so writers need not look at each step.
/// `finish` says whether all was delivered, and only then is it.
///
/// A file is complete or absent: bytes go to a temporary file beside it, which is flushed to the disk and
/// renamed onto it by `finish`, and the directory is flushed as well. Without a successful `finish` nothing
/// is left behind and an older file stays as it was. A symbolic link is replaced, never written through.
/// Special files (and links below /dev and /proc, such as /dev/stdout) are opened and written to instead.
///
/// The program ignores SIGPIPE: a closed pipe is then an error like a full disk. Not thread-safe.
class Output {
 public:
  enum class Readers : std::uint8_t {
    kAsUsual,    ///< the file gets the mode that the umask leaves
    kOwnerOnly,  ///< nobody else may read it: for reports that show secrets
  };

  /// Appends to `target`, which outlives the output.
  static Output to_string(std::string& target);
  /// Writes to an open descriptor, which stays open; `name` is for error messages ("standard output").
  static Output to_descriptor(int descriptor, std::string name);
  static Result<Output> to_file(const std::string& path, Readers readers = Readers::kAsUsual);

  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  void append(std::string_view bytes);
  /// Passes on what is in the buffer: for formats that are read while they are written.
  void flush();
  [[nodiscard]] bool failed() const { return failure_.has_value(); }
  /// The first failure so far, if there was one.
  [[nodiscard]] Result<void> status() const;
  /// Delivers the rest. The first failure, if there was one. Called once, at the end.
  Result<void> finish();

 private:
  Output() = default;

  void write_out(std::string_view bytes);
  void fail(int error_number);
  void discard();

  std::string* string_ = nullptr;  ///< set: the string, and no descriptor
  Descriptor owned_;
  int descriptor_ = -1;
  std::string name_;  ///< for messages
  std::string
      temporary_;  ///< path to be renamed to `target_`; empty where the bytes go to their place directly
  std::string target_;
  std::string buffer_;
  std::optional<Error> failure_;
};

}  // namespace trawl
