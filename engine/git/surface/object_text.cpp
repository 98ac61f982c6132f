#include "engine/git/surface/object_text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "engine/git/commit.h"

namespace trawl {

namespace {

struct Header {
  std::string_view key;
  std::string value;  ///< continuation lines joined by "\n", without their leading blank
};

/// Takes headers from the front of a commit's or tag's text until an empty line or the end.
class HeaderCursor {
 public:
  explicit HeaderCursor(std::string_view text) : rest_(text) {}

  std::optional<Header> next() {
    if (rest_.empty() || rest_.front() == '\n') return std::nullopt;
    std::string_view line = take_line();
    const std::size_t blank = std::min(line.find(' '), line.size());
    Header header;
    header.key = line.substr(0, blank);
    header.value = line.substr(std::min(blank + 1, line.size()));
    while (rest_.starts_with(' ')) {
      header.value += '\n';
      header.value += take_line().substr(1);
    }
    return header;
  }
  /// What follows the empty line.
  [[nodiscard]] std::string_view body() const { return rest_.empty() ? rest_ : rest_.substr(1); }

 private:
  std::string_view take_line() {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return line;
  }

  std::string_view rest_;
};

// "Name <mail> 1700000000 +0100": where "Name <mail>" ends. Without a date the line is all name.
std::size_t end_of_person(std::string_view line) {
  const std::size_t mail_end = line.rfind('>');
  return mail_end == std::string_view::npos ? line.size() : mail_end + 1;
}

struct Moment {
  std::int64_t seconds = 0;
  std::int32_t zone = 0;  // minutes
};

Moment moment_of(std::string_view line) {
  std::string_view rest = line.substr(end_of_person(line));
  while (rest.starts_with(' ')) rest.remove_prefix(1);
  Moment moment;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), moment.seconds);
  // Beyond the year 9999 no date can be written.
  constexpr std::int64_t kMost = 253402300799;
  if (error != std::errc() || moment.seconds < 0 || moment.seconds > kMost) return {};
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (rest.size() < 6 || rest[0] != ' ' || (rest[1] != '+' && rest[1] != '-')) return moment;
  int zone = 0;
  const auto parsed = std::from_chars(rest.data() + 2, rest.data() + 6, zone);
  if (parsed.ec != std::errc() || parsed.ptr != rest.data() + 6 || zone % 100 >= 60 || zone > 1400)
    return moment;
  moment.zone = (zone / 100 * 60 + zone % 100) * (rest[1] == '-' ? -1 : 1);
  return moment;
}

bool is_person(std::string_view key) {
  return key == "author" || key == "committer" || key == "tagger";
}

bool is_skipped(std::string_view key) {
  return key == "tree" || key == "parent" || key == "gpgsig" || key == "gpgsig-sha256" || key == "object" ||
         key == "type";
}

void add_header(const std::string& prefix, Header header, std::vector<ObjectText>& texts) {
  if (is_skipped(header.key) || header.value.empty()) return;
  ObjectText text;
  if (is_person(header.key)) {
    text.kind = ObjectText::Kind::kPerson;
    text.part = prefix + std::string(header.key);
    // What stands behind the mail is a date; whatever else somebody puts there is read too.
    const std::size_t end = end_of_person(header.value);
    const std::string_view date = std::string_view(header.value).substr(end);
    const bool plain = std::all_of(date.begin(), date.end(), [](char c) {
      return c == ' ' || c == '+' || c == '-' || (c >= '0' && c <= '9');
    });
    if (plain) header.value.resize(end);
  } else {
    text.kind = ObjectText::Kind::kHeader;
    text.part = prefix + "header '" + std::string(header.key.substr(0, 64)) + "'";
    // A key is bytes of the author's choice like its value.
    if (header.key.size() > 16) header.value = std::string(header.key) + ' ' + header.value;
  }
  text.text = std::move(header.value);
  texts.push_back(std::move(text));
}

void add_tag(const std::string& prefix, std::string_view tag, std::vector<ObjectText>& texts) {
  HeaderCursor headers(tag);
  while (std::optional<Header> header = headers.next()) {
    if (header->key == "tag") {
      texts.push_back({ObjectText::Kind::kHeader, prefix + "name", std::move(header->value)});
    } else {
      add_header(prefix, std::move(*header), texts);
    }
  }
  if (!headers.body().empty()) {
    texts.push_back({ObjectText::Kind::kMessage, prefix + "message", std::string(headers.body())});
  }
}

}  // namespace

std::vector<ObjectText> texts_of_commit(ObjectFormat format, std::string_view commit) {
  std::vector<ObjectText> texts;
  if (!parse_commit(format, commit).ok()) {
    texts.push_back({ObjectText::Kind::kHeader, "malformed commit", std::string(commit)});
    return texts;
  }
  HeaderCursor headers(commit);
  while (std::optional<Header> header = headers.next()) {
    if (header->key == "mergetag") {
      add_tag("mergetag ", header->value, texts);
    } else {
      add_header("", std::move(*header), texts);
    }
  }
  if (!headers.body().empty()) {
    texts.push_back({ObjectText::Kind::kMessage, "message", std::string(headers.body())});
  }
  return texts;
}

std::vector<ObjectText> texts_of_tag(std::string_view tag) {
  std::vector<ObjectText> texts;
  add_tag("", tag, texts);
  return texts;
}

CommitTimes times_of_commit(std::string_view headers) {
  CommitTimes times;
  HeaderCursor cursor(headers);
  while (const std::optional<Header> header = cursor.next()) {
    if (header->key == "author") {
      const Moment moment = moment_of(header->value);
      times.author = moment.seconds;
      times.author_zone = moment.zone;
    }
    if (header->key == "committer") times.committer = moment_of(header->value).seconds;
  }
  return times;
}

std::string author_of_commit(std::string_view headers) {
  HeaderCursor cursor(headers);
  while (std::optional<Header> header = cursor.next()) {
    if (header->key == "author") return header->value.substr(0, end_of_person(header->value));
  }
  return "";
}

}  // namespace trawl
