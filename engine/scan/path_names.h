#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/report.h"
#include "engine/scan/examiner.h"
#include "engine/scan/occurrence.h"

namespace trawl {

/// The names of the files of a scan, which may hold secrets as well as their content does. Paths are added in
/// the order of the source and examined together; a folder's name counts once, with the first of its files.
/// One thread at a time.
class PathNames {
 public:
  void add(std::string_view path);
  /// Whether so many have been added that they should be examined now.
  [[nodiscard]] bool full() const { return text_.size() >= kTogether; }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  /// Examines what was added since the last time.
  Examined examine(Examiner& examiner);

 private:
  static constexpr std::size_t kTogether = std::size_t{1} << 20;

  std::string text_;                ///< one path a line
  std::vector<std::size_t> known_;  ///< of each: the bytes that the path before begins with, too
  std::string last_;
};

/// What a report says that may hold names of files: paths, and texts that name some. Each once, in no order.
std::vector<std::string_view> texts_with_names(const Report& report);

/// Takes secrets that are names of files out of everything a report says: no path shows one.
void withhold_names(Report& report, const std::vector<std::string>& secrets);

}  // namespace trawl
