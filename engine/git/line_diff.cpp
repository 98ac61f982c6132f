#include "engine/git/line_diff.h"

#include <git2.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

extern "C" bool trawl_libgit2_has_network();

namespace trawl {

namespace {

class Libgit2 {
 public:
  Libgit2() : ready_(!trawl_libgit2_has_network() && git_libgit2_init() > 0) {}
  Libgit2(const Libgit2&) = delete;
  Libgit2& operator=(const Libgit2&) = delete;
  ~Libgit2() {
    if (ready_) git_libgit2_shutdown();
  }
  [[nodiscard]] bool ready() const { return ready_; }

 private:
  bool ready_;
};

bool comparable(std::string_view text) {
  return text.size() <= kMaxDiffBytes && text.find('\0') == std::string_view::npos;
}

// git counts lines by LF alone. Where a text has lone CR, this says on which line of ours each of git's lines
// begins; else it is empty, and the numbers are the same.
std::vector<std::uint32_t> line_numbers(std::string_view text) {
  std::vector<std::uint32_t> numbers;
  bool lone = false;
  for (std::size_t at = text.find('\r'); at != std::string_view::npos && !lone;
       at = text.find('\r', at + 1)) {
    lone = at + 1 == text.size() || text[at + 1] != '\n';
  }
  if (!lone) return numbers;
  std::uint32_t line = 1;
  numbers.push_back(line);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      numbers.push_back(++line);
    } else if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) {
      ++line;
    }
  }
  numbers.push_back(line + 1);
  return numbers;
}

int collect_hunk(const git_diff_delta*, const git_diff_hunk* hunk, void* payload) {
  auto& ranges = *static_cast<std::vector<LineRange>*>(payload);
  if (hunk->new_lines > 0) {
    const auto begin = static_cast<std::uint32_t>(hunk->new_start);
    ranges.push_back({Line(begin), Line(begin + static_cast<std::uint32_t>(hunk->new_lines))});
  }
  return 0;
}

using LineHashes = std::vector<std::size_t>;

LineHashes line_hashes(std::string_view text) {
  LineHashes hashes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    hashes.push_back(std::hash<std::string_view>()(line));
  }
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

std::size_t shared_lines(const LineHashes& a, const LineHashes& b) {
  std::size_t shared = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) {
      ++shared;
      ++i;
      ++j;
    } else if (*i < *j) {
      ++i;
    } else {
      ++j;
    }
  }
  return shared;
}

}  // namespace

std::vector<LineRange> added_lines(std::string_view old_text, std::string_view new_text) {
  if (old_text == new_text || new_text.empty()) return {};
  if (!comparable(old_text) || !comparable(new_text)) return {kAllLines};
  const Libgit2 library;
  if (!library.ready()) return {kAllLines};

  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.context_lines = 0;
  options.interhunk_lines = 0;
  options.flags = GIT_DIFF_FORCE_TEXT;
  std::vector<LineRange> ranges;
  if (git_diff_buffers(old_text.data(), old_text.size(), "old", new_text.data(), new_text.size(), "new",
                       &options, nullptr, nullptr, collect_hunk, nullptr, &ranges) != 0) {
    return {kAllLines};
  }
  const std::vector<std::uint32_t> numbers = line_numbers(new_text);
  if (!numbers.empty()) {
    for (LineRange& range : ranges) {
      const auto number_of = [&](Line line) {
        return Line(numbers[std::min<std::size_t>(line.value - 1, numbers.size() - 1)]);
      };
      range = {number_of(range.begin), number_of(range.end)};
    }
  }
  return ranges;
}

std::optional<std::size_t> find_rename_origin(std::string_view text,
                                              std::span<const std::string_view> candidates) {
  if (text.empty() || text.size() > kMaxDiffBytes) return std::nullopt;
  const LineHashes lines = line_hashes(text);
  std::optional<std::size_t> best;
  std::size_t most = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].size() > kMaxDiffBytes) continue;
    const LineHashes other = line_hashes(candidates[i]);
    const std::size_t longer = std::max(lines.size(), other.size());
    const std::size_t shared = shared_lines(lines, other);
    if (shared > most && 2 * shared >= longer) {
      most = shared;
      best = i;
    }
  }
  return best;
}

}  // namespace trawl
