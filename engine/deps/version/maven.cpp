#include <array>
#include <string>
#include <vector>

#include "engine/deps/version/parts.h"
#include "engine/deps/version/version.h"

// Maven 3's ComparableVersion. There a version is a list whose last item may be another list, begun by `-` or
// where digits and letters meet: here a chain of lists, walked without recursion.

namespace trawl {
namespace {

using namespace version_parts;

enum class ItemKind : std::uint8_t { kNothing, kNumber, kWord, kList };

struct Item {
  ItemKind kind = ItemKind::kNothing;
  std::string text;  ///< of a number its digits; of a word the qualifier, resolved
};

using MavenList = std::vector<Item>;

constexpr std::array<std::string_view, 7> kQualifiers = {"alpha",    "beta", "milestone", "rc",
                                                         "snapshot", "",     "sp"};
constexpr std::size_t kRelease = 5;

std::string qualifier(std::string_view word, bool followed_by_digit) {
  if (followed_by_digit && word.size() == 1) {
    if (word == "a") return "alpha";
    if (word == "b") return "beta";
    if (word == "m") return "milestone";
  }
  if (word == "ga" || word == "final" || word == "release") return "";
  if (word == "cr") return "rc";
  return std::string(word);
}

std::size_t rank_of(std::string_view word) {
  const auto found = std::find(kQualifiers.begin(), kQualifiers.end(), word);
  return static_cast<std::size_t>(found - kQualifiers.begin());
}

bool is_null(const Item& item) {
  return item.kind == ItemKind::kNumber ? without_leading_zeros(item.text).empty() : item.text.empty();
}

std::vector<MavenList> parse(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  std::vector<MavenList> lists(1);
  bool digits = false;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end, bool followed_by_digit) {
    const std::string_view part = std::string_view(lowered).substr(begin, end - begin);
    if (digits || part.empty()) {
      lists.back().push_back({ItemKind::kNumber, std::string(part)});
    } else {
      lists.back().push_back({ItemKind::kWord, qualifier(part, followed_by_digit)});
    }
  };
  for (std::size_t i = 0; i < lowered.size(); ++i) {
    const char c = lowered[i];
    if (c == '.' || c == '-') {
      add(i, false);
      begin = i + 1;
      if (c == '-') lists.emplace_back();
    } else if (is_digit(c) != digits) {
      if (i > begin) {
        add(i, !digits);
        begin = i;
        lists.emplace_back();
      }
      digits = is_digit(c);
    }
  }
  if (lowered.size() > begin) add(lowered.size(), false);
  for (MavenList& list : lists) {
    while (!list.empty() && is_null(list.back())) list.pop_back();
  }
  while (!lists.empty() && lists.back().empty()) lists.pop_back();
  return lists;
}

std::strong_ordering against_nothing(const Item& item) {
  if (item.kind == ItemKind::kNumber)
    return is_null(item) ? std::strong_ordering::equal : std::strong_ordering::greater;
  return rank_of(item.text) <=> kRelease;
}

/// Walks a chain of lists.
class Walk {
 public:
  explicit Walk(const std::vector<MavenList>& lists) : lists_(lists) {}

  [[nodiscard]] const Item& here() const {
    if (list_ < lists_.size() && at_ < lists_[list_].size()) return lists_[list_][at_];
    return list_ + 1 < lists_.size() ? list_item_ : nothing_;
  }
  void step() {
    if (list_ < lists_.size() && at_ < lists_[list_].size()) {
      ++at_;
    } else if (list_ + 1 < lists_.size()) {
      ++list_;
      at_ = 0;
    }
  }

 private:
  const std::vector<MavenList>& lists_;
  std::size_t list_ = 0;
  std::size_t at_ = 0;
  Item list_item_{ItemKind::kList, {}};
  Item nothing_;
};

// What stands in the list that `walk` is at, against nothing.
std::strong_ordering rest_against_nothing(Walk walk) {
  while (walk.here().kind != ItemKind::kNothing) {
    if (walk.here().kind != ItemKind::kList) {
      if (const auto order = against_nothing(walk.here()); order != 0) return order;
    }
    walk.step();
  }
  return std::strong_ordering::equal;
}

std::strong_ordering reversed(std::strong_ordering order) {
  return 0 <=> order;
}

std::strong_ordering compare_items(const Walk& a, const Walk& b) {
  const Item& left = a.here();
  const Item& right = b.here();
  if (right.kind == ItemKind::kNothing)
    return left.kind == ItemKind::kList ? rest_against_nothing(a) : against_nothing(left);
  if (left.kind == ItemKind::kNothing) return reversed(compare_items(b, a));
  if (left.kind == right.kind) {
    if (left.kind == ItemKind::kNumber) return compare_numbers(left.text, right.text);
    const std::size_t left_rank = rank_of(left.text);
    const std::size_t right_rank = rank_of(right.text);
    if (left_rank != right_rank) return left_rank <=> right_rank;
    return left.text.compare(right.text) <=> 0;
  }
  // A number is above a list, a list above a word.
  const auto height = [](const Item& item) {
    return item.kind == ItemKind::kNumber ? 2 : item.kind == ItemKind::kList ? 1 : 0;
  };
  return height(left) <=> height(right);
}

}  // namespace

VersionComparison compare_maven(std::string_view a, std::string_view b) {
  // Any text is a version of Maven's.
  if (a.empty() || b.empty() || a.size() > kMostVersionBytes || b.size() > kMostVersionBytes)
    return std::nullopt;
  const std::vector<MavenList> left_lists = parse(a);
  const std::vector<MavenList> right_lists = parse(b);
  Walk left(left_lists);
  Walk right(right_lists);
  while (true) {
    const ItemKind left_kind = left.here().kind;
    const ItemKind right_kind = right.here().kind;
    if (left_kind == ItemKind::kNothing && right_kind == ItemKind::kNothing)
      return std::weak_ordering::equivalent;
    if (left_kind != ItemKind::kList || right_kind != ItemKind::kList) {
      if (const auto order = compare_items(left, right); order != 0) return order;
      // A list that comes to nothing is over as a whole.
      if (left_kind == ItemKind::kList || right_kind == ItemKind::kList)
        return std::weak_ordering::equivalent;
    }
    left.step();
    right.step();
  }
}

}  // namespace trawl
