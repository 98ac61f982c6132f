#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"

namespace trawl {

/// A comment in the scanned text that asks to suppress findings. Such findings stay in the report, marked; of
/// an untrusted source the caller ignores these comments, lest a change excuse itself.
struct InlineAllow {
  Line first{1};                   ///< first line it covers
  Line last{1};                    ///< last line it covers
  Line at{1};                      ///< line of the comment
  std::string_view marker;         ///< what was recognised: "trawl:allow", "gitleaks:allow"; static text
  std::string_view rule;           ///< id of the only rule it is for; empty: for all
  std::string_view justification;  ///< the rest of the comment, at most 200 bytes of the blob; may be empty
};

/// Comments of a blob. Borrows the blob's bytes. Immutable after construction, so shared by all threads.
///
/// Recognised, wherever they stand in a line (the language of the blob is not known), in one case as written:
/// - `trawl:allow [rule] reason` and `trawl:allow-next-line [rule] reason`; the rule stands in brackets, or
/// is the
///   first word if `is_rule_id` knows it;
/// - `gitleaks:allow`, `betterleaks:allow`, `trufflehog:ignore`, `kingfisher:ignore`: this line;
/// - `ggignore`: this line; `ggignore-start` to `ggignore-end`, or to the end of the blob;
/// - `pragma: allowlist secret` (also `whitelist`): this line; `pragma: allowlist nextline secret`: the next;
/// - `secretlint-disable-line`, `secretlint-disable-next-line`, `secretlint-disable` to `secretlint-enable`
/// or to
///   the end of the blob. Rule names of other tools are kept in the justification; they limit nothing.
class InlineAllows {
 public:
  InlineAllows() = default;
  /// Looks for comments itself: reads `blob` once per marker word, linear. Keeps the first `kMost` comments,
  /// which errs towards reporting.
  explicit InlineAllows(std::string_view blob,
                        const std::function<bool(std::string_view)>& is_rule_id = nullptr);
  /// The same where it is known where the words of `anchors()` end in the blob, ascending.
  InlineAllows(std::string_view blob, std::span<const std::uint64_t> anchor_ends,
               const std::function<bool(std::string_view)>& is_rule_id);

  /// The words that every marker begins with.
  static std::span<const std::string_view> anchors();

  /// A comment that covers any of the lines `first` to `last` for that rule, or null. Logarithmic in the
  /// number of comments; linear in those that stand on these lines.
  [[nodiscard]] const InlineAllow* covering(Line first, Line last, std::string_view rule) const;

  [[nodiscard]] const std::vector<InlineAllow>& all() const {
    return allows_;
  }  ///< sorted by line of the comment

  static constexpr std::size_t kMost = 10'000;

 private:
  void read(std::string_view blob, const std::vector<std::size_t>& places,
            const std::function<bool(std::string_view)>& is_rule_id);

  std::vector<InlineAllow> allows_;
  std::array<std::vector<std::size_t>, 2>
      ranges_;  ///< indices of the start-to-end comments, by kind of comment
};

}  // namespace trawl
