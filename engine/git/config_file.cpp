#include "engine/git/config_file.h"

#include <array>
#include <string>

namespace trawl {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_name(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

struct Setting {
  std::string section;  ///< lower case, without subsection
  bool in_subsection = false;
  std::string key;    ///< lower case
  std::string value;  ///< "true" where there is no value
};

/// Gives one setting after the other.
class SettingReader {
 public:
  explicit SettingReader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  /// Whether there was another setting.
  Result<bool> next(Setting& setting) {
    while (true) {
      while (!at_end() && (is_blank(peek()) || peek() == '\n')) take();
      if (at_end()) return false;
      if (peek() == '#' || peek() == ';') {
        while (!at_end() && peek() != '\n') take();
      } else if (peek() == '[') {
        if (!read_section()) return bad();
      } else if (is_letter(peek())) {
        setting.section = section_;
        setting.in_subsection = in_subsection_;
        if (!read_key(setting)) return bad();
        return true;
      } else {
        return bad();
      }
    }
  }

 private:
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] char peek() const { return text_[position_]; }
  char take() {
    const char c = text_[position_++];
    if (c == '\n') ++line_;
    return c;
  }
  [[nodiscard]] Error bad() const {
    return Error("line " + std::to_string(line_) + " is not configuration syntax");
  }

  bool read_section() {
    take();
    section_.clear();
    in_subsection_ = false;
    while (!at_end() && (is_name(peek()) || peek() == '.')) {
      const char c = take();
      if (c == '.') in_subsection_ = true;  // the old form [section.subsection]
      if (!in_subsection_) section_ += lower(c);
    }
    while (!at_end() && is_blank(peek())) take();
    if (!at_end() && peek() == '"') {
      take();
      in_subsection_ = true;
      while (!at_end() && peek() != '"' && peek() != '\n') {
        if (take() == '\\' && !at_end() && peek() != '\n') take();
      }
      if (at_end() || take() != '"') return false;
    }
    return !at_end() && take() == ']';
  }

  bool read_key(Setting& setting) {
    const std::size_t begin = position_;
    while (!at_end() && is_name(peek())) take();
    setting.key = lower(text_.substr(begin, position_ - begin));
    while (!at_end() && is_blank(peek())) take();
    if (at_end() || peek() == '\n' || peek() == '#' || peek() == ';') {
      setting.value = "true";
      return true;
    }
    if (take() != '=') return false;
    return read_value(setting.value);
  }

  bool read_value(std::string& value) {
    value.clear();
    std::size_t kept = 0;  // trailing blanks outside quotes do not count
    bool quoted = false;
    while (!at_end()) {
      char c = take();
      if (c == '\n') {
        if (quoted) return false;
        break;
      }
      if (!quoted && (c == '#' || c == ';')) {
        while (!at_end() && peek() != '\n') take();
        continue;
      }
      if (!quoted && is_blank(c)) {
        if (!value.empty()) value += c;
        continue;
      }
      if (c == '"') {
        quoted = !quoted;
      } else {
        if (c == '\\') {
          if (at_end()) return false;
          c = take();
          if (c == '\r' && !at_end() && peek() == '\n') c = take();
          if (c == '\n') continue;
          if (c == 'n')
            c = '\n';
          else if (c == 't')
            c = '\t';
          else if (c == 'b')
            c = '\b';
          else if (c != '"' && c != '\\')
            return false;
        }
        value += c;
      }
      kept = value.size();
    }
    value.resize(kept);
    return !quoted;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  std::string section_;
  bool in_subsection_ = false;
};

// What these change is of no concern to a reader of objects: where worktrees keep configuration and links,
// that objects may be absent, and that they must not be deleted.
constexpr std::array<std::string_view, 6> kHarmlessExtensions = {
    "worktreeconfig", "partialclone", "preciousobjects", "noop", "noop-v1", "relativeworktrees"};

Result<void> apply_extension(const Setting& setting, RepositoryFormat& format) {
  const std::string value = lower(setting.value);
  if (!setting.in_subsection) {
    for (const std::string_view harmless : kHarmlessExtensions) {
      if (setting.key == harmless) return {};
    }
    if (setting.key == "objectformat") {
      if (value == "sha1")
        format.object_format = ObjectFormat::kSha1;
      else if (value == "sha256")
        format.object_format = ObjectFormat::kSha256;
      else
        return Error("extensions.objectFormat is '" + value + "', which is not supported");
      return {};
    }
    if (setting.key == "refstorage") {
      if (value == "files")
        format.ref_storage = RefStorage::kFiles;
      else if (value == "reftable")
        format.ref_storage = RefStorage::kReftable;
      else
        return Error("extensions.refStorage is '" + value + "', which is not supported");
      return {};
    }
  }
  return Error("the extension 'extensions." + setting.key + "' is not supported");
}

}  // namespace

Result<RepositoryFormat> read_repository_format(std::string_view config) {
  RepositoryFormat format;
  SettingReader reader(config);
  Setting setting;
  while (true) {
    const Result<bool> more = reader.next(setting);
    if (!more.ok()) return more.error();
    if (!*more) return format;
    if (setting.section == "core" && !setting.in_subsection && setting.key == "repositoryformatversion") {
      if (setting.value != "0" && setting.value != "1") {
        return Error("core.repositoryFormatVersion is '" + setting.value + "', which is not supported");
      }
    } else if (setting.section == "extensions") {
      if (Result<void> applied = apply_extension(setting, format); !applied.ok()) return applied.error();
    }
  }
}

}  // namespace trawl
