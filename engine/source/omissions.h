#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/model/coverage.h"
#include "engine/model/notification.h"

namespace trawl {

/// Keeps account of what a source passes over: every entry is counted as met and as skipped, and said in one
/// of two ways. Lost coverage is named entry by entry up to a cap; what is left out by design is one
/// notification a reason, with the count and the first path. One thread.
class Omissions {
 public:
  explicit Omissions(std::size_t cap) : cap_(cap) {}

  /// An entry with a notification of its own.
  void tell(Notification notification, std::vector<Notification>& notifications, Coverage& coverage);
  /// An entry that `finish` tells of together with all others of its reason.
  void count(Reason reason, const std::string& path, Coverage& coverage);
  /// The notifications that are left to make, once, at the end.
  void finish(std::vector<Notification>& notifications);

 private:
  struct Tally {
    std::string first;
    std::uint64_t count = 0;
  };

  std::size_t cap_;
  std::map<Reason, std::uint64_t> told_;
  std::map<Reason, Notification> beyond_cap_;
  std::map<Reason, Tally> tallies_;
};

}  // namespace trawl
