#include "engine/match/judge.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "engine/match/context/context_filter.h"
#include "engine/match/context/entropy.h"
#include "engine/match/validators/validator.h"

namespace trawl {
namespace {

// As much of a line as context looks at on either side: beyond it lies a minified file, which the path class
// tells.
constexpr std::uint64_t kLineReach = kLongestWrittenLine + 1;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool contains_any_case(std::string_view text, std::string_view word) {
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

// What documentation puts where a token goes. No word is short enough to stand in a random token by chance.
bool says_it_is_none(std::string_view secret) {
  constexpr std::array<std::string_view, 7> kWords = {"example",  "placeholder", "changeme", "redacted",
                                                      "xxxxxxxx", "00000000",    "........"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return contains_any_case(secret, word); });
}

// A label of PEM in a comparison, in prose or around a variable is no key. The shortest one (Ed25519 in
// PKCS#8) has 64 characters of base64.
bool is_label_only(std::string_view pem) {
  constexpr std::string_view kDashes = "-----";
  const std::size_t label = pem.find(kDashes, kDashes.size());
  if (label == std::string_view::npos) return true;
  std::string_view body = pem.substr(label + kDashes.size());
  body = body.substr(0, body.find(kDashes));
  std::array<bool, 256> seen{};
  std::size_t letters = 0;
  std::size_t distinct = 0;
  for (const char c : body) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < '0' || byte > '9') && (byte < 'A' || byte > 'Z') && (byte < 'a' || byte > 'z')) continue;
    ++letters;
    if (!seen[byte]) ++distinct;
    seen[byte] = true;
  }
  return letters < 48 || distinct < 12;
}

std::string_view view_of(std::string_view bytes, ByteSpan span) {
  return bytes.substr(span.begin.value, span.size());
}

// The lines that the span touches, cut at `kLineReach`.
std::string_view lines_around(std::string_view bytes, ByteSpan span) {
  const std::uint64_t least = span.begin.value < kLineReach ? 0 : span.begin.value - kLineReach;
  const std::uint64_t most = std::min<std::uint64_t>(bytes.size(), span.end.value + kLineReach);
  std::uint64_t begin = span.begin.value;
  while (begin > least && bytes[begin - 1] != '\n' && bytes[begin - 1] != '\r') --begin;
  std::uint64_t end = std::max(span.end.value, span.begin.value + 1) - 1;
  while (end < most && bytes[end] != '\n' && bytes[end] != '\r') ++end;
  return bytes.substr(begin, end - begin);
}

// Runs the rule's validators. A checksum speaks louder than a structure; the first that is not silent counts.
std::optional<Rejection> validate(const Judgement& judgement, std::string_view secret, Match& match) {
  for (const std::string_view name : {match.rule->checksum, match.rule->structure}) {
    const ValidatorEntry* entry = name.empty() ? nullptr : find_validator(name);
    if (entry == nullptr) continue;
    Validation validation = entry->judge(secret);
    if (!validation.detail.empty() && match.detail.empty()) match.detail = std::move(validation.detail);
    if (validation.severity) match.severity = *validation.severity;
    if (validation.verdict == Verdict::kNone || match.verdict != Verdict::kNone) continue;
    match.verdict = validation.verdict;
    match.by_checksum = entry->checksum;
    if (validation.verdict == Verdict::kValid) {
      match.confidence = Confidence::kVeryHigh;
    } else if (judgement.strict_checksums && entry->checksum) {
      return Rejection{"checksum", fmt::format("its {} checksum is wrong", name)};
    } else {
      match.severity = lowered(match.severity);
      match.confidence = Confidence::kLow;
      if (match.detail.empty()) match.detail = fmt::format("{} is wrong", name);
    }
  }
  return std::nullopt;
}

std::optional<Rejection> judge_generic(const Judgement& judgement, std::string_view secret, Match& match) {
  ContextInput input;
  input.rule = match.rule;
  input.lines = lines_around(judgement.bytes, match.span);
  input.name = judgement.name;
  input.secret = secret;
  input.quoted = judgement.quoted;
  input.path = traits_of_path(judgement.path, input.lines.size() > kLongestWrittenLine);
  const ContextVerdict verdict = judge_in_context(input);
  if (!verdict.keep) return Rejection{verdict.stage, verdict.reason};
  match.severity = verdict.severity;
  match.confidence = verdict.confidence;
  return std::nullopt;
}

}  // namespace

ByteSpan reach_of_judgement(std::string_view bytes, const Match& match) {
  if (!match.rule->generic) return match.span;
  const std::string_view lines = lines_around(bytes, match.span);
  const auto begin = static_cast<std::uint64_t>(lines.data() - bytes.data());
  return span_of(begin == 0 ? 0 : begin - 1, std::min<std::uint64_t>(bytes.size(), begin + lines.size() + 1));
}

std::optional<Rejection> judge(const Judgement& judgement, Match& match) {
  const SecretRule& rule = *match.rule;
  match.severity = rule.rule.severity;
  match.confidence = rule.rule.confidence;
  const std::string_view text = view_of(judgement.bytes, match.span);
  const std::string_view secret = view_of(judgement.bytes, match.secret);
  if (!rule.keywords.empty() &&
      std::none_of(rule.keywords.begin(), rule.keywords.end(),
                   [&](std::string_view keyword) { return contains_any_case(text, keyword); })) {
    return Rejection{"keyword", "none of the rule's keywords is in the text"};
  }
  if (auto rejection = validate(judgement, secret, match)) return rejection;
  if (rule.structure == "pem" && match.verdict != Verdict::kValid && is_label_only(secret)) {
    return Rejection{"placeholder", "a label without a key"};
  }
  if (rule.role == RuleRole::kCompanion && match.verdict == Verdict::kInvalid) {
    return Rejection{"structure", "it is no partner of a secret"};
  }
  // What a validator has proven needs no further evidence.
  if (match.verdict == Verdict::kValid) return std::nullopt;
  if (rule.min_entropy > 0) {
    if (const double entropy = shannon_entropy(secret); entropy < static_cast<double>(rule.min_entropy)) {
      return Rejection{"entropy", fmt::format("{:.2f} bits a character, the rule asks for {:.2f}", entropy,
                                              rule.min_entropy)};
    }
  }
  if (rule.generic) return judge_generic(judgement, secret, match);
  // A key is long enough to hold such a run by chance.
  if (secret.size() < 256 && says_it_is_none(secret)) {
    return Rejection{"placeholder", "it says itself that it is an example"};
  }
  return std::nullopt;
}

}  // namespace trawl
