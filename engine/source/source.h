#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/coverage.h"
#include "engine/model/notification.h"

namespace trawl {

/// A thing to examine, not yet opened. Cheap to make and to pass on.
struct Target {
  std::string path;             ///< bytes, `/`-separated, relative to the report's root; what findings show
  std::string blob_id;          ///< git's id, hexadecimal, where the source knows it without reading
  std::uint64_t size_hint = 0;  ///< bytes; only a hint
  std::uint64_t ticket = 0;     ///< the source's own way to find it again
  /// Where in `path` what the user did not name begins. Who names a folder of tests wants it judged: only
  /// folders below it say that something is there to be tested.
  std::size_t below = 0;

  [[nodiscard]] std::string_view path_below() const {
    return std::string_view(path).substr(std::min(below, path.size()));
  }
};

/// An opened target, read front to back by one thread.
class TargetReader {
 public:
  virtual ~TargetReader() = default;
  /// Fills the front of `room` and says how many bytes; 0 at the end. An error is a sentence; what was read
  /// before it stays valid. Fewer bytes than fit do not mean the end.
  virtual Result<std::size_t> read(std::span<char> room) = 0;
  /// Where a hole of a sparse file begins at the present position: moves behind it and says its length in
  /// bytes, all zero; else 0. A caller that does not ask reads the zeros.
  virtual std::uint64_t skip_hole() { return 0; }
  /// Called after the end was reached: whether the target changed while it was read (then a sentence).
  [[nodiscard]] virtual std::optional<std::string> changed() { return std::nullopt; }
};

/// Where bytes come from: a tree, the index, a stream, history. `next` is called by one thread, `open` by
/// many.
class Source {
 public:
  virtual ~Source() = default;
  /// The next target, in a fixed order that depends on the input only; nothing at the end. What is passed
  /// over goes into `notifications` and `coverage` (files_met and skipped_files).
  virtual std::optional<Target> next(std::vector<Notification>& notifications, Coverage& coverage) = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<TargetReader>> open(const Target& target) const = 0;
  /// Another file of the same tree, for what a target names or belongs to: all of it, at most `most` bytes;
  /// nothing where the source has none or it is not below what was asked for.
  [[nodiscard]] virtual std::optional<std::string> read_beside(std::string_view, std::size_t) const {
    return std::nullopt;
  }
  /// The names of the regular files in a folder of the same tree ("" is the top), sorted; nothing where the
  /// source has none, or more than `most`.
  [[nodiscard]] virtual std::optional<std::vector<std::string>> list_beside(std::string_view,
                                                                            std::size_t) const {
    return std::nullopt;
  }
  /// Whether the name of a target is one that the scan is about: else only its content is.
  [[nodiscard]] virtual bool has_new_name(const Target&) const { return true; }
  /// What it means for this source when `open` or reading fails.
  [[nodiscard]] virtual Reason reason_of_failure(const Target&) const { return Reason::kUnreadableFile; }
};

}  // namespace trawl
