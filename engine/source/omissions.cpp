#include "engine/source/omissions.h"

#include <utility>

namespace trawl {
namespace {

std::string sentence_for(Reason reason, std::uint64_t count) {
  const bool one = count == 1;
  const std::string number = std::to_string(count);
  switch (reason) {
    case Reason::kSymbolicLink:
      return one ? "A symbolic link was not followed." : number + " symbolic links were not followed.";
    case Reason::kSpecialFile:
      return one ? "A special file was not opened." : number + " special files were not opened.";
    case Reason::kExcluded:
      return one ? "A path was left out by the globs given."
                 : number + " paths (a directory counts once) were left out by the globs given.";
    default:
      return (one ? "A path was" : number + " paths were") +
             " passed over: " + std::string(descriptor_of(reason).description);
  }
}

}  // namespace

void Omissions::tell(Notification notification, std::vector<Notification>& notifications,
                     Coverage& coverage) {
  const Reason reason = notification.reason;
  ++coverage.files_met;
  ++coverage.skipped_files[reason];
  if (++told_[reason] <= cap_) {
    notifications.push_back(std::move(notification));
    return;
  }
  const auto [rest, first] = beyond_cap_.try_emplace(reason, std::move(notification));
  if (first) {
    rest->second.count = 1;
  } else {
    ++rest->second.count;
    // The sum weighs as much as the heaviest in it.
    rest->second.incomplete = rest->second.incomplete || notification.incomplete;
    rest->second.level = std::max(rest->second.level, notification.level);
  }
}

void Omissions::count(Reason reason, const std::string& path, Coverage& coverage) {
  ++coverage.files_met;
  ++coverage.skipped_files[reason];
  Tally& tally = tallies_[reason];
  if (tally.count++ == 0) tally.first = path;
}

void Omissions::finish(std::vector<Notification>& notifications) {
  for (auto& [reason, rest] : beyond_cap_) {
    rest.message = std::to_string(rest.count) +
                   " more are not listed, this is the first of them; the list ends after " +
                   std::to_string(cap_) + " of a kind.";
    notifications.push_back(std::move(rest));
  }
  beyond_cap_.clear();
  for (auto& [reason, tally] : tallies_) {
    Notification notification = notify(reason, std::move(tally.first), sentence_for(reason, tally.count));
    if (tally.count > 1) notification.message += " This is the first.";
    notification.count = tally.count;
    notifications.push_back(std::move(notification));
  }
  tallies_.clear();
}

}  // namespace trawl
