#include "engine/match/context/context_filter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "engine/match/context/ascii.h"
#include "engine/match/context/name_class.h"
#include "engine/match/context/placeholder.h"
#include "engine/match/context/value_judge.h"

namespace trawl {
namespace {

using ascii::is_alnum;

constexpr std::size_t kLongestName = 80;  // bytes that a name is followed to either side of the match

ValueKind value_kind_of(const ContextInput& input) {
  const std::string_view id = input.rule->rule.id;
  if (id == "authorization-basic") return ValueKind::kBasic;
  if (id == "url-basic-credentials" || id.ends_with("-uri") || id == "jdbc-user-password")
    return ValueKind::kAddress;
  if (id == "curl-user-password" || id == "netrc-password" || id == "pgpass-entry" ||
      id == "go-mysql-dsn-password" || id == "oracle-command-password")
    return ValueKind::kAddress;
  if (id.starts_with("jdbc-") || id.starts_with("libpq-") || id.starts_with("connection-string-"))
    return ValueKind::kAddress;
  if (input.rule->rule.cwe == 259 || names_a_password(input.name)) return ValueKind::kPassword;
  return ValueKind::kToken;
}

bool is_part_of(std::string_view whole, std::string_view part) {
  const std::less_equal<const char*> not_after;
  return !part.empty() && not_after(whole.data(), part.data()) &&
         not_after(part.data() + part.size(), whole.data() + whole.size());
}

// A rule's pattern begins at its keyword, which keeps it cheap to search; the whole name is read here.
std::string_view whole_name(const ContextInput& input) {
  if (!is_part_of(input.lines, input.name)) return input.name;
  const auto belongs = [](char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.'; };
  const std::size_t at = static_cast<std::size_t>(input.name.data() - input.lines.data());
  std::size_t begin = at;
  std::size_t end = at + input.name.size();
  while (begin > 0 && at - begin < kLongestName && belongs(input.lines[begin - 1])) --begin;
  while (end < input.lines.size() && end - at < kLongestName && belongs(input.lines[end])) ++end;
  std::string_view name = input.lines.substr(begin, end - begin);
  // A dash in front belongs to an option or a list, and `->password` is a member.
  while (!name.empty() && !is_alnum(name.front()) && name.front() != '_') name.remove_prefix(1);
  return name;
}

std::string_view before_secret(const ContextInput& input) {
  if (!is_part_of(input.lines, input.secret)) return {};
  const std::string_view before =
      input.lines.substr(0, static_cast<std::size_t>(input.secret.data() - input.lines.data()));
  const std::size_t line = before.find_last_of("\r\n");
  return line == std::string_view::npos ? before : before.substr(line + 1);
}

std::string_view after_secret(const ContextInput& input) {
  if (!is_part_of(input.lines, input.secret)) return {};
  const std::string_view after = input.lines.substr(
      static_cast<std::size_t>(input.secret.data() - input.lines.data()) + input.secret.size());
  return after.substr(0, after.find_first_of("\r\n"));
}

using Outcome = std::optional<Rejection>;

Rejection reject(std::string_view stage, std::string_view reason) {
  return {stage, std::string(reason)};
}

// Whether what stands in front of the name on its line only leads up to an assignment: a bullet, `export`,
// `ENV`.
bool leads_up_to_assignment(std::string_view before) {
  constexpr auto kLeads = std::to_array<std::string_view>(
      {"export", "set", "setx", "env", "arg", "declare", "local", "readonly", "-x"});
  while (!before.empty()) {
    before = ascii::trimmed(before);
    std::size_t end = 0;
    while (end < before.size() && !ascii::is_blank(before[end])) ++end;
    const std::string_view word = before.substr(0, end);
    const bool sign = std::none_of(word.begin(), word.end(), is_alnum);
    if (!sign &&
        std::none_of(kLeads.begin(), kLeads.end(), [word](auto lead) { return ascii::same(word, lead); })) {
      return false;
    }
    before.remove_prefix(end);
  }
  return true;
}

// Whether what stands in front on its line begins a comment.
bool opens_comment(std::string_view before) {
  constexpr auto kWhole = std::to_array<std::string_view>({"* ", "--", ";", "rem ", "<!--", "%", "'"});
  constexpr auto kAnywhere = std::to_array<std::string_view>({"//", "/*", " # ", "<!--", " -- "});
  const std::string_view line = ascii::trimmed(before);
  if (line.starts_with('#')) {
    constexpr auto kDirectives =
        std::to_array<std::string_view>({"#define", "#if", "#elif", "#pragma", "#error"});
    return std::none_of(kDirectives.begin(), kDirectives.end(),
                        [line](auto word) { return line.starts_with(word); });
  }
  return std::any_of(kWhole.begin(), kWhole.end(),
                     [line](auto sign) { return ascii::starts_with(line, sign); }) ||
         std::any_of(kAnywhere.begin(), kAnywhere.end(), [before](auto sign) {
           const std::size_t at = before.find(sign);
           // The slashes of an address begin no comment.
           return at != std::string_view::npos && (at == 0 || before[at - 1] != ':');
         });
}

// Functions that sign are told which hash to use; that is said of no value.
bool names_a_hash(const ContextInput& input) {
  return input.rule->rule.id == std::string_view("call-key");
}

// Rules whose words stand in sentences as well.
bool reads_sentences(std::string_view id) {
  return id == "password-in-prose" || id == "login-in-prose" || id == "unquoted-blank-password" ||
         id == "key-in-prose";
}

// Whether nothing but blanks stands between a name and its value.
bool stands_behind_blanks(std::string_view name, std::string_view secret) {
  if (name.empty() || name.data() + name.size() > secret.data()) return false;
  if (name.ends_with(':') || name.ends_with('=')) return false;
  const std::string_view gap(name.data() + name.size(),
                             static_cast<std::size_t>(secret.data() - name.data()) - name.size());
  return gap.find_first_not_of(" \t'\"`") == std::string_view::npos;
}

Outcome judge_sentence(const ContextInput& input) {
  if (!reads_sentences(input.rule->rule.id)) return std::nullopt;
  if (input.path.form == TextForm::kCode && !opens_comment(before_secret(input))) {
    return reject("shape", "in code a value without quotes is an expression");
  }
  const bool bare = stands_behind_blanks(input.name, input.secret) &&
                    input.rule->rule.id == std::string_view("password-in-prose");
  if (!looks_chosen(input.secret, bare)) {
    return reject("shape",
                  "the value may be a word of the sentence: passwords mix letters, digits and signs");
  }
  return std::nullopt;
}

// `["KEY=first half", "second half"]`: a list whose next string is no setting of its own holds a text in
// pieces.
bool goes_on_in_next_piece(std::string_view before, std::string_view after) {
  if (after.empty() || (after.front() != '"' && after.front() != '\'')) return false;
  const char quote = after.front();
  std::string_view next = ascii::trimmed(after.substr(1));
  if (!next.starts_with(',')) return false;
  next = ascii::trimmed(next.substr(1));
  if (next.empty()) return ascii::trimmed(before).starts_with('[');  // it stands on the next line
  if (next.front() != '"' && next.front() != '\'') return false;
  const std::string_view piece = next.substr(1, next.find(next.front(), 1) - 1);
  const std::size_t sign = piece.find_first_of("=:");
  const bool named = sign != std::string_view::npos && sign > 0 && sign + 1 < piece.size() &&
                     std::all_of(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(sign),
                                 [](char c) { return is_alnum(c) || c == '_' || c == '-' || c == '.'; });
  return !named || quote != next.front();
}

// `putenv('DB_PASSWORD=...')`: name and value are all of a literal.
bool is_whole_literal(const ContextInput& input) {
  if (!is_part_of(input.lines, input.name) || !is_part_of(input.lines, input.secret)) return false;
  const std::string_view name = whole_name(input);
  if (name.data() == input.lines.data() || name.data() + name.size() + 1 != input.secret.data()) return false;
  const char quote = *(name.data() - 1);
  return (quote == '"' || quote == '\'') && after_secret(input).starts_with(quote) &&
         input.secret.data()[-1] == '=';
}

// `HIGH:!aNULL:!PSK:!SRP`: ciphers that are not wanted.
bool is_left_out_of_list(const ContextInput& input) {
  if (input.quoted || !is_part_of(input.lines, input.name) || input.name.data() == input.lines.data())
    return false;
  const std::string_view name = whole_name(input);
  return name.data() != input.lines.data() && *(name.data() - 1) == '!' && input.secret.front() == '!';
}

// Where code is, only literals count; a configuration line holds a value and nothing else.
Outcome judge_shape(const ContextInput& input, std::string_view name) {
  if (input.quoted && ascii::same(name, "pass") && stands_behind_blanks(input.name, input.secret)) {
    return reject("shape", "`pass` is what is done with the value");
  }
  if (!input.quoted && goes_on_in_next_piece(before_secret(input), after_secret(input))) {
    return reject("shape", "the text goes on in another string");
  }
  if (auto sentence = judge_sentence(input)) return sentence;
  if (names_a_hash(input) && (ascii::contains(before_secret(input), "publickey") ||
                              ascii::contains(before_secret(input), "public_key"))) {
    return reject("name", "the name is that of a public key");
  }
  if (is_left_out_of_list(input)) return reject("shape", "the name is one of a list that leaves it out");
  if (input.quoted || !input.rule->rule.id.starts_with("unquoted-")) return std::nullopt;
  const std::string_view before = before_secret(input);
  if (input.path.form == TextForm::kCode && !is_whole_literal(input)) {
    if (!opens_comment(before)) return reject("shape", "in code a value without quotes is an expression");
    if (!looks_chosen(input.secret, false)) {
      return reject("shape", "the value may be a word of the comment");
    }
  }
  if (before.ends_with('>') && input.secret.starts_with('@')) {
    return reject("shape", "the name is a placeholder of an address");
  }
  const std::string_view after = ascii::trimmed(after_secret(input));
  // `TOKEN=... command` of a shell: the sign touches both sides.
  const bool tight = before.size() >= 2 && before.back() == '=' && is_alnum(before[before.size() - 2]);
  constexpr std::string_view kEnds = "#<;\\&\"',)}]";
  if (!after.empty() && !tight && kEnds.find(after.front()) == std::string_view::npos &&
      !after.starts_with("//")) {
    return reject("shape", "more text follows the value on its line");
  }
  if (input.path.form == TextForm::kProse && ascii::same(name, "pass")) {
    return reject("shape", "in prose `pass` is a word or markup");
  }
  if (input.path.form == TextForm::kProse && is_part_of(before, name) &&
      !leads_up_to_assignment(before.substr(0, static_cast<std::size_t>(name.data() - before.data())))) {
    return reject("shape", "the line reads like prose");
  }
  return std::nullopt;
}

Outcome judge_path(const ContextInput& input, ValueKind kind) {
  const bool written_down = kind == ValueKind::kAddress || kind == ValueKind::kBasic;
  if (input.path.path_class == PathClass::kLock)
    return reject("path", "lock files hold hashes and addresses only");
  if (input.path.path_class == PathClass::kTranslation && !written_down) {
    return reject("path", "translations hold texts of an interface");
  }
  // What people choose has no randomness that would tell it from the names and texts of a program.
  if (input.path.path_class == PathClass::kGenerated && kind == ValueKind::kPassword) {
    return reject("path", "passwords cannot be told from other strings of a minified file");
  }
  return std::nullopt;
}

// What tests and documentation make up on purpose: what is left once everything that looks random is kept.
Outcome judge_made_up(const ContextInput& input, ValueKind kind) {
  const PathClass place = input.path.path_class;
  if (input.path.form == TextForm::kCode && opens_comment(before_secret(input)) && input.secret.size() < 20 &&
      plays_on_password(input.secret)) {
    return reject("placeholder", "in a comment: a variation of the word password");
  }
  if (place != PathClass::kTest && place != PathClass::kDocumentation && place != PathClass::kSampleConfig) {
    return std::nullopt;
  }
  if (kind != ValueKind::kBasic && is_weak_value(input.secret)) {
    return reject("placeholder", "in a test, documentation or sample: a word that everybody tries first");
  }
  if (place == PathClass::kSampleConfig) return std::nullopt;
  if (kind == ValueKind::kPassword && plays_on_password(input.secret)) {
    return reject("placeholder", "in a test or documentation: a variation of the word password");
  }
  if (kind == ValueKind::kBasic && has_user_of_nobody(input.secret)) {
    return reject("placeholder", "in a test or documentation: the user is called user");
  }
  if (kind != ValueKind::kAddress) return std::nullopt;
  if (percent_decoded_size(input.secret) < 5) {
    return reject("placeholder", "in a test or documentation: a password of a few characters");
  }
  const std::string_view after = after_secret(input);
  if (!after.starts_with('@')) return std::nullopt;
  const std::string_view host = after.substr(1, after.find_first_of(":/?#\"'`, \t\\)", 1) - 1);
  if (host.find_first_of(".[") == std::string_view::npos) {
    return reject("placeholder", "in a test or documentation: a host without a domain");
  }
  return std::nullopt;
}

// A kept candidate: the path class lowers its grade.
ContextVerdict graded(const ContextInput& input) {
  ContextVerdict verdict{true, {}, {}, input.rule->rule.severity, input.rule->rule.confidence};
  if (input.path.path_class == PathClass::kPlain) return verdict;
  verdict.severity = lowered(verdict.severity);
  verdict.confidence = Confidence::kLow;
  verdict.reason = fmt::format("one grade lower: {}", name_of(input.path.path_class));
  return verdict;
}

bool is_setting(const ContextInput& input) {
  return input.path.form == TextForm::kConfiguration && input.path.path_class == PathClass::kPlain;
}

}  // namespace

ContextVerdict judge_in_context(const ContextInput& input) {
  const ValueKind kind = value_kind_of(input);
  const std::string_view name = whole_name(input);
  Outcome outcome = judge_path(input, kind);
  if (!outcome) outcome = judge_shape(input, name);
  if (!outcome && !input.name.empty()) {
    if (const auto reason = denial_of_name(name)) outcome = reject("name", *reason);
  }
  if (!outcome) {
    outcome = judge_value(input.secret, kind,
                          {name, names_a_hash(input) ? std::string_view() : before_secret(input),
                           after_secret(input), input.quoted, input.rule->min_entropy, is_setting(input)});
  }
  if (!outcome) outcome = judge_made_up(input, kind);
  if (!outcome) return graded(input);
  return {false, outcome->stage, std::move(outcome->reason), input.rule->rule.severity,
          input.rule->rule.confidence};
}

}  // namespace trawl
