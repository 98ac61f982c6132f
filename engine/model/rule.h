#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/model/severity.h"

namespace trawl {

/// What kind of engine a rule belongs to. Reports treat all kinds alike.
enum class RuleKind : std::uint8_t {
  kSecret,      ///< of bytes
  kFlow,        ///< of a program's flows and calls
  kConfig,      ///< of values in files of configuration
  kDependency,  ///< of packages that lock files and manifests name
};

/// "secret", "flow", "config", "dependency": as reports and listings name it.
std::string_view name_of(RuleKind kind);

/// What every rule has, whatever engine judges it: what reports show and configuration refers to.
///
/// All text is borrowed: of the built-in rules from the program's read-only data, of user rules from the
/// `RuleSet` that owns them. A `Rule` must not outlive its `RuleSet`. Immutable after construction, so shared
/// by all threads.
struct Rule {
  std::string_view id;           ///< kebab-case, says what is wrong, never renamed or reused
  std::string_view name;         ///< for people: "AWS access key ID"
  std::string_view description;  ///< one or two sentences: what it is and why it matters
  std::string_view provider;     ///< who issues it: "aws"; "generic" where nobody does
  std::string_view remediation;  ///< what to do, imperative sentences
  std::string_view reference;    ///< URL of the vendor's page or of the specification; may be empty
  RuleKind kind = RuleKind::kSecret;
  Severity severity = Severity::kHigh;
  Confidence confidence = Confidence::kHigh;
  std::uint16_t cwe = 798;     ///< number in the Common Weakness Enumeration
  std::string_view help = {};  ///< a page in Markdown; empty: description and remediation are all there is
  std::span<const std::string_view> tags = {};  ///< further marks, sorted: "owasp-2021/a03", "cert/env33-c"
};

/// A rule about flows and states in C and C++ (checkers/). Judged by trawl-clang; its text is here for
/// reports.
struct FlowRule {
  Rule rule;
  std::string_view message;  ///< one sentence without a period; `{0}` and up are names the finding brings
};

/// A partner whose presence near a secret raises its grade (id and secret together are usable, alone less
/// so).
struct Requirement {
  std::string_view rule;           ///< id of the rule that must have matched too
  std::uint32_t within_lines = 0;  ///< greatest distance in lines; 0 means anywhere in the blob
  bool same_directory = false;     ///< a file of the same directory will do as well
};

/// What a rule's matches are in a pair.
enum class RuleRole : std::uint8_t {
  kSecret,      ///< a finding of its own, alone and beside a partner
  kIdentifier,  ///< public half of a pair: a finding alone, a related location where its secret is reported
  kCompanion,   ///< says where or as whom a secret is used: never a finding, only a related location
};

/// A text a rule must find (or must not). Kept in pieces, joined only when used, so that neither the rule
/// file nor the program holds a whole token for other scanners to trip over.
struct Example {
  std::span<const std::string_view> pieces;
};

/// Which bytes can stand at the first places of a text: a filter that passes all texts of an expression and
/// few others. One bit for each byte and place. A text that can be shorter passes with any byte behind its
/// end.
struct LeadingBytes {
  static constexpr std::size_t kPlaces = 3;
  std::array<std::array<std::uint64_t, 4>, kPlaces> places{};

  constexpr void add(std::size_t place, unsigned char byte) {
    places[place][byte >> 6U] |= std::uint64_t{1} << (byte & 63U);
  }
  [[nodiscard]] constexpr bool has(std::size_t place, unsigned char byte) const {
    return (places[place][byte >> 6U] >> (byte & 63U) & 1U) != 0;
  }
  friend constexpr bool operator==(const LeadingBytes&, const LeadingBytes&) = default;
};

/// Bytes of the runs that tokens are made of: base64's alphabets, in which are those of hexadecimal digits,
/// words and UUIDs.
constexpr bool is_run_byte(unsigned char byte) {
  return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '+' ||
         byte == '-' || byte == '/' || byte == '_';
}

/// A run of `is_run_byte` that every text of an expression has: where there is none of that length, there is
/// no such text.
struct NeededRun {
  std::uint32_t length = 0;  ///< at least; 0: no run is needed
  std::uint32_t before = 0;  ///< most bytes of the text in front of the run
  std::uint32_t behind = 0;  ///< most bytes of the text behind it
};

/// Rules whose stub needs this or more are searched for near long runs only (engine/match/stub_search.h).
constexpr NeededRun kLongRun = {30, 270, 130};

/// A rule that finds secrets by their shape. See docs/rules.md for the rule file's form.
///
/// The last block is derived from `pattern` by the rules part (engine/rules/pattern_syntax.h), for built-in
/// rules at build time: `stub` is what Hyperscan searches, a prefix of the pattern whose last repeat is cut
/// to its minimum.
struct SecretRule {
  Rule rule;
  std::string_view pattern;                    ///< RE2 syntax, one group named `secret`
  std::string_view checksum;                   ///< name of a validator, or empty
  std::string_view structure;                  ///< name of a validator, or empty
  std::span<const std::string_view> keywords;  ///< one of them is in every match (any case); empty: no demand
  std::span<const Requirement> requirements;   ///< partners that raise the grade
  std::span<const Example> examples;           ///< texts in which the rule must find its secret
  std::span<const Example> negative_examples;  ///< texts in which it must find nothing
  float min_entropy = 0;   ///< least Shannon entropy of the secret in bits a character; 0: none
  bool generic = false;    ///< judged by context as well: names, placeholders, path classes
  bool text_only = false;  ///< not applied to binary blobs
  RuleRole role = RuleRole::kSecret;

  std::string_view stub;             ///< Hyperscan expression
  std::uint32_t stub_min_width = 0;  ///< bytes
  std::uint32_t stub_max_width = 0;  ///< bytes; equal to the least when the start follows from the end
  std::uint32_t max_width = 0;       ///< bytes: the widest text that `pattern` can match
  std::uint32_t public_prefix = 0;   ///< leading characters of the secret that are the same in all, at most 4
  LeadingBytes stub_lead;            ///< which bytes the stub can begin with
  std::string_view stub_prefix;      ///< what every text of the stub begins with; may be empty
  NeededRun stub_run;                ///< what every text of the stub has

  [[nodiscard]] bool needs_long_run() const {
    return stub_run.length >= kLongRun.length && stub_run.before <= kLongRun.before &&
           stub_run.behind <= kLongRun.behind;
  }
};

}  // namespace trawl
