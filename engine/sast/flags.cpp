#include "engine/sast/flags.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace trawl::sast {
namespace {

constexpr std::size_t kMostArgument = 32 << 10;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_word(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), is_word_character);
}
bool all_in(std::string_view text, std::string_view extra) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (is_word_character(c) && c != '_') || extra.find(c) != std::string_view::npos;
  });
}
bool one_of(std::string_view text, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

constexpr std::array<std::string_view, 39> kStandards = {
    "c89",     "c90",     "c99",     "c11",     "c17",     "c18",     "c2x",     "c23",
    "gnu89",   "gnu90",   "gnu99",   "gnu11",   "gnu17",   "gnu18",   "gnu2x",   "gnu23",
    "c++98",   "c++03",   "c++11",   "c++14",   "c++17",   "c++20",   "c++23",   "c++0x",
    "c++1y",   "c++1z",   "c++2a",   "c++2b",   "gnu++98", "gnu++03", "gnu++11", "gnu++14",
    "gnu++17", "gnu++20", "gnu++23", "gnu++0x", "gnu++1y", "gnu++1z", "gnu++2a"};
constexpr std::array<std::string_view, 19> kFeatures = {"exceptions",
                                                        "rtti",
                                                        "signed-char",
                                                        "unsigned-char",
                                                        "short-enums",
                                                        "short-wchar",
                                                        "char8_t",
                                                        "ms-extensions",
                                                        "freestanding",
                                                        "builtin",
                                                        "strict-aliasing",
                                                        "common",
                                                        "wrapv",
                                                        "blocks",
                                                        "coroutines",
                                                        "pic",
                                                        "PIC",
                                                        "pie",
                                                        "PIE"};
constexpr std::array<std::string_view, 4> kExact = {"-ansi", "-pthread", "-m32", "-m64"};
constexpr std::array<std::string_view, 6> kTargets = {"x86_64-unknown-linux-gnu",  "i386-unknown-linux-gnu",
                                                      "aarch64-unknown-linux-gnu", "x86_64-w64-mingw32",
                                                      "i686-w64-mingw32",          "x86_64-apple-darwin"};
constexpr std::array<std::string_view, 5> kDirectories = {"-I", "-isystem", "-iquote", "-idirafter", "-F"};
constexpr std::array<std::string_view, 2> kFiles = {"-include", "-imacros"};

// Dropped without a word, since they say nothing about what the source means. The first list takes a value.
constexpr std::array<std::string_view, 8> kSilentWithValue = {"-o",  "-MF", "-MT", "-MQ",
                                                              "-MJ", "-l",  "-L",  "-arch"};
constexpr std::array<std::string_view, 16> kSilent = {
    "-c",      "-S",      "-E",    "-MD", "-MMD", "-MP",       "-M",        "-MM",
    "-shared", "-static", "-pipe", "-v",  "-w",   "-pedantic", "-rdynamic", "--coverage"};
constexpr std::array<std::string_view, 18> kSilentPrefixes = {"-W",
                                                              "-O",
                                                              "-g",
                                                              "-l",
                                                              "-L",
                                                              "-flto",
                                                              "-fprofile-arcs",
                                                              "-fprofile-instr-generate",
                                                              "-ftest-coverage",
                                                              "-fcoverage-mapping",
                                                              "-fcolor-diagnostics",
                                                              "-fdiagnostics-",
                                                              "-ferror-limit=",
                                                              "-fsanitize=",
                                                              "-fvisibility",
                                                              "-fstack-protector",
                                                              "-fomit-frame-pointer",
                                                              "-fno-omit-frame-pointer"};
constexpr std::array<std::string_view, 6> kNamedFirst = {
    "-load",           "-fsanitize-ignorelist=", "-fsanitize-blacklist=", "-fsanitize-coverage-allowlist=",
    "-gen-reproducer", "-working-directory"};

bool is_definition(std::string_view value) {
  const std::size_t equals = value.find('=');
  const std::string_view left = value.substr(0, equals);
  const std::size_t paren = left.find('(');
  if (paren == std::string_view::npos) return is_word(left);
  const std::string_view parameters = left.substr(paren);
  return is_word(left.substr(0, paren)) && parameters.ends_with(')') &&
         all_in(parameters.substr(1, parameters.size() - 2), " ,._");
}

bool is_machine_flag(std::string_view flag) {
  for (const std::string_view prefix : {"-march=", "-mtune=", "-mcpu=", "-mabi=", "-mfpu="}) {
    // `native` would make the report depend on the machine.
    if (flag.starts_with(prefix)) {
      const std::string_view value = flag.substr(prefix.size());
      return !value.empty() && value != "native" && all_in(value, "_.+-");
    }
  }
  return (flag.starts_with("-msse") || flag.starts_with("-mavx") || flag.starts_with("-mno-")) &&
         all_in(flag.substr(2), ".-");
}

bool is_feature_flag(std::string_view flag) {
  if (!flag.starts_with("-f")) return false;
  flag.remove_prefix(2);
  if (flag.starts_with("no-")) flag.remove_prefix(3);
  return one_of(flag, kFeatures);
}

bool is_kept(std::string_view flag) {
  if (flag.starts_with("-std=")) return one_of(flag.substr(5), kStandards);
  if (flag.starts_with("-D")) return is_definition(flag.substr(2));
  if (flag.starts_with("-U")) return is_word(flag.substr(2));
  return one_of(flag, kExact) || is_machine_flag(flag) || is_feature_flag(flag);
}

bool bad_bytes(std::string_view text) {
  return text.size() > kMostArgument ||
         text.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos;
}

// What a refused flag is called in a note: never its value.
std::string name_of_flag(std::string_view flag) {
  const std::size_t end = flag.find_first_of("=, ");
  std::string name(flag.substr(0, std::min<std::size_t>(end, 40)));
  for (char& c : name) {
    if (c < 0x21 || c > 0x7E) c = '?';
  }
  return name;
}

}  // namespace

std::vector<std::string> shell_words(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    const bool more = i + 1 < command.size();
    if (quote == '\'') {
      if (c == '\'') {
        quote = 0;
      } else {
        word += c;
      }
    } else if (quote == '"') {
      if (c == '"') {
        quote = 0;
      } else if (c == '\\' && more &&
                 (command[i + 1] == '"' || command[i + 1] == '\\' || command[i + 1] == '$')) {
        word += command[++i];
      } else {
        word += c;
      }
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (in_word) words.push_back(std::exchange(word, {}));
      in_word = false;
      continue;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '\\' && more) {
      word += command[++i];
    } else {
      word += c;
    }
    in_word = true;
  }
  if (in_word) words.push_back(std::move(word));
  return words;
}

std::optional<std::string> path_in_program(std::string_view path, std::string_view directory,
                                           std::string_view root) {
  if (path.empty() || bad_bytes(path) || path[0] == '=' || path[0] == '-') return std::nullopt;
  std::string whole;
  if (path[0] == '/') {
    if (root.empty() || !path.starts_with(root) ||
        (path.size() > root.size() && path[root.size()] != '/' && root != "/")) {
      return std::nullopt;
    }
    whole = path.substr(root.size());
  } else {
    whole = std::string(directory) + "/" + std::string(path);
  }
  std::vector<std::string_view> parts;
  std::string_view rest = whole;
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view part = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      if (parts.empty()) return std::nullopt;
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  std::string inner;
  for (const std::string_view part : parts) inner += (inner.empty() ? "" : "/") + std::string(part);
  return inner;
}

CleanFlags clean_flags(std::span<const std::string> arguments, std::string_view directory,
                       std::string_view root) {
  CleanFlags clean;
  std::set<std::string> dropped;
  std::string language;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view flag = arguments[i];
    const bool more = i + 1 < arguments.size();
    if (flag.empty() || (flag[0] != '-' && flag[0] != '@') || flag == "-")
      continue;  // a file: we name our own
    if (bad_bytes(flag)) {
      dropped.insert(name_of_flag(flag));
      continue;
    }
    // Rows are tried in this order: refused by name, kept, mapped, dropped in silence; what is left is
    // unknown.
    if (std::any_of(kNamedFirst.begin(), kNamedFirst.end(),
                    [&](std::string_view name) { return flag.starts_with(name); })) {
      dropped.insert(name_of_flag(flag));
      continue;
    }
    if ((flag == "-D" || flag == "-U") && more) {
      const std::string joined = std::string(flag) + arguments[++i];
      if (!bad_bytes(joined) && is_kept(joined)) {
        clean.flags.push_back(joined);
      } else {
        dropped.insert(std::string(flag));
      }
      continue;
    }
    if (is_kept(flag)) {
      clean.flags.emplace_back(flag);
      continue;
    }
    if (flag.starts_with("-x")) {
      const std::string value = flag.size() > 2 ? std::string(flag.substr(2)) : more ? arguments[++i] : "";
      if (value == "c" || value == "c++" || value == "c-header" || value == "c++-header") {
        language = value.substr(0, value.find('-') == std::string::npos ? value.size() : value.find('-'));
      } else {
        clean.other_language = true;
      }
      continue;
    }
    const auto path_flag = [&](std::span<const std::string_view> names, bool attached) {
      for (const std::string_view name : names) {
        if (flag == name && more) {
          if (const auto inner = path_in_program(arguments[++i], directory, root)) {
            clean.flags.emplace_back(name);
            clean.flags.push_back("/program/" + *inner);
          }
          return true;
        }
        if (attached && flag.starts_with(name) && flag.size() > name.size()) {
          if (const auto inner = path_in_program(flag.substr(name.size()), directory, root)) {
            clean.flags.emplace_back(name);
            clean.flags.push_back("/program/" + *inner);
          }
          return true;
        }
      }
      return false;
    };
    if (flag == "-include-pch") {
      dropped.insert("-include-pch");
      ++i;
      continue;
    }
    if (path_flag(kDirectories, true) || path_flag(kFiles, false)) continue;
    std::string_view target;
    if (flag.starts_with("--target=")) target = flag.substr(9);
    if (flag == "-target" && more) target = arguments[++i];
    if (!target.empty()) {
      if (one_of(target, kTargets)) {
        clean.flags.push_back("--target=" + std::string(target));
      } else {
        dropped.insert("--target");
      }
      continue;
    }
    if (one_of(flag, kSilentWithValue)) {
      if (more) ++i;
      continue;
    }
    const bool linker_or_assembler =
        flag.starts_with("-Wl,") || flag.starts_with("-Wa,") || flag.starts_with("-Wp,");
    if (linker_or_assembler) {
      if (flag.starts_with("-Wp,") && !flag.starts_with("-Wp,-M")) dropped.insert("-Wp");
      continue;
    }
    if (one_of(flag, kSilent) || std::any_of(kSilentPrefixes.begin(), kSilentPrefixes.end(),
                                             [&](std::string_view p) { return flag.starts_with(p); })) {
      continue;
    }
    dropped.insert(name_of_flag(flag));
  }
  if (!language.empty()) clean.flags.push_back("-x" + language);
  clean.dropped.assign(dropped.begin(), dropped.end());
  return clean;
}

bool are_clean(std::span<const std::string> flags) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const std::string& flag = flags[i];
    if (bad_bytes(flag)) return false;
    if (one_of(flag, kDirectories) || one_of(flag, kFiles)) {
      if (++i == flags.size() || bad_bytes(flags[i])) return false;
      const std::string_view path = flags[i];
      if (!path.starts_with("/program/") || path.find("/..") != std::string_view::npos) return false;
      continue;
    }
    const bool ours = flag == "-xc" || flag == "-xc++" ||
                      (flag.starts_with("--target=") && one_of(std::string_view(flag).substr(9), kTargets));
    if (!ours && !is_kept(flag)) return false;
  }
  return true;
}

std::string_view language_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return "";
  const std::string_view extension = name.substr(dot + 1);
  constexpr std::array<std::string_view, 6> kCxx = {"cc", "cpp", "cxx", "c++", "C", "cp"};
  if (extension == "c") return "c";
  return one_of(extension, kCxx) ? "c++" : "";
}

bool is_header(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  constexpr std::array<std::string_view, 19> kHeaders = {"h",   "hh",  "hpp", "hxx", "h++", "H",   "inl",
                                                         "inc", "ipp", "tpp", "tcc", "txx", "ixx", "def",
                                                         "tbl", "x",   "ii",  "hin", "moc"};
  return one_of(name.substr(dot + 1), kHeaders);
}

std::vector<std::string> inferred_flags(std::string_view path, bool windows) {
  const std::string_view language = language_of(path);
  return {"-x" + std::string(language.empty() ? "c" : language),
          language == "c++" ? "-std=gnu++20" : "-std=gnu17",
          windows ? "--target=x86_64-w64-mingw32" : "--target=x86_64-unknown-linux-gnu"};
}

}  // namespace trawl::sast
