#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sast/flow_finding.h"
#include "engine/sast/kind.h"
#include "engine/sast/program.h"
#include "engine/sast/propagation.h"

namespace trawl::sast {

/// What a row of an explanation says: the whole vocabulary, as a worker sends no sentences.
enum class Known : std::uint8_t {
  kFunction,  ///< `name` begins here, the last function in front of the line
  kMoves,     ///< its summary: what comes from `from` (and `name`) gets to `to` (and `other`)
  kCleared,   ///< its summary: the text of parameter `name` is safe of `kinds` when it has returned (`other`:
              ///< whatever, nonzero, zero)
  kSource,    ///< on the line: `name` brings a value of level `other`
  kSink,      ///< on the line: argument `number` of `name` is used as `kinds`, or as the role `other`
  kHolds,     ///< what argument `number` of the sink holds comes from `from`, `name`, safe of `kinds`;
              ///< `other` was asked about it
  kArrives,   ///< at the sink arrives what `name` brought, at `place`; it is safe of `kinds`
  kNothingArrives,  ///< nothing from outside arrives at the sink
  kCall,            ///< on the line: a call of `name`, which leads to `number` functions of the program
  kPasses,          ///< a finding of rule `name` has a step on the line; its place is `place`
  kCount
};

/// Where a value comes from, or goes to.
enum class KnownEnd : std::uint8_t {
  kNone,
  kParameter,
  kResult,
  kGlobal,
  kSource,
  kSink,
  kArgument,
  kCallResult,
  kConstant,
  kFunction,
  kCount
};

struct KnownRow {
  Known what = Known::kFunction;
  Place place;
  KnownEnd from = KnownEnd::kNone;
  KnownEnd to = KnownEnd::kNone;
  std::string name;
  std::string other;
  KindMask kinds = kNoKinds;
  std::uint32_t number = 0;

  friend auto operator<=>(const KnownRow&, const KnownRow&) = default;
};

inline constexpr std::size_t kMostKnownRows = 200;

/// What is known of a line: the function it is in and that function's summary, what the models say of the
/// calls on it, which values come there and of what they are safe, and which findings pass. Each row once, in
/// that order.
std::vector<KnownRow> explanation_of(const Program& program, const Propagation& propagation,
                                     const std::vector<FlowFinding>& findings, std::string_view path,
                                     std::uint32_t line);

/// For the channel; nothing where a number is out of range or a name is none.
std::string encoded(const KnownRow& row);
std::optional<KnownRow> decode_known(std::string_view bytes);

/// A row as a sentence of its own. Names are shown as they are: the caller has looked at them.
std::string sentence_of(const KnownRow& row);

}  // namespace trawl::sast
