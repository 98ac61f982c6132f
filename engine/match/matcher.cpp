#include "engine/match/matcher.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <hs.h>
#include <re2/re2.h>

#include "engine/match/judge.h"
#include "engine/match/merge.h"

namespace trawl {
namespace {

// Blobs are given to Hyperscan in pieces of this size: what one call can report stays bounded, and a piece
// and its candidates stay in the processor's cache.
constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kMostCandidates = std::size_t{1} << 18;  // of one piece
constexpr std::size_t kMostMatches = std::size_t{1} << 16;     // of one request

constexpr std::size_t kMostCommentMarkers = std::size_t{1} << 14;

struct Candidate {
  std::uint32_t rule = 0;
  std::uint64_t end = 0;  ///< first byte after the stub, in the request's bytes

  friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

struct Recorder {
  const RuleSet* rules = nullptr;
  std::vector<Candidate>* candidates = nullptr;
  std::uint64_t base = 0;
  std::uint64_t owned_begin = 0;
  std::uint64_t owned_end = 0;
  bool binary = false;
  std::vector<std::uint64_t>* comment_markers = nullptr;
};

// Called by Hyperscan for each end of a stub. Only records: no exception may cross the C frames.
int record(unsigned rule, unsigned long long, unsigned long long to, unsigned, void* context) {
  const Recorder& recorder = *static_cast<Recorder*>(context);
  const std::uint64_t end = recorder.base + to;
  if (end <= recorder.owned_begin || end > recorder.owned_end) return 0;
  if (rule == kCommentMarker) {
    auto* markers = recorder.comment_markers;
    if (markers != nullptr && markers->size() < markers->capacity()) markers->push_back(end);
    return 0;
  }
  if (!recorder.rules->enabled(rule)) return 0;
  if (recorder.binary && (*recorder.rules)[rule].text_only) return 0;
  if (recorder.candidates->size() == recorder.candidates->capacity()) return 1;
  recorder.candidates->push_back({rule, end});
  return 0;
}

/// A rule's pattern as RE2 holds it, compiled when a candidate first needs it.
struct Confirmation {
  std::unique_ptr<re2::RE2> expression;
  int secret_group = 0;
  int name_group = 0;
  int quote_group = 0;
  std::uint64_t searched_until = 0;  ///< end of the last confirmed match of this request
};

constexpr int kMostGroups = 8;
using Groups = std::array<re2::StringPiece, kMostGroups>;

}  // namespace

MatchEngine::MatchEngine(const RuleSet& rules, std::vector<PatternDatabase> databases)
    : rules_(&rules), databases_(std::move(databases)) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules.enabled(i)) continue;
    widest_stub_ = std::max(widest_stub_, rules[i].stub_max_width);
    widest_pattern_ = std::max(widest_pattern_, rules[i].max_width);
  }
}

class Matcher::Implementation {
 public:
  explicit Implementation(const MatchEngine& engine)
      : engine_(engine), confirmations_(engine.rules().size()) {
    candidates_.reserve(kMostCandidates);
  }
  ~Implementation() { hs_free_scratch(scratch_); }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  Result<void> prepare() {
    for (const PatternDatabase& database : engine_.databases()) {
      // One scratch serves all databases once it was grown for each of them.
      if (hs_alloc_scratch(database.handle(), &scratch_) != HS_SUCCESS) {
        return Error("there is no memory for Hyperscan's scratch space");
      }
    }
    return {};
  }

  Result<void> match(const MatchRequest& request, std::vector<Match>& matches) {
    for (Confirmation* used : used_) used->searched_until = 0;
    used_.clear();
    const std::uint64_t overlap = engine_.widest_stub() + 1;
    const std::uint64_t end = std::min<std::uint64_t>(request.owned_end, request.bytes.size());
    std::vector<Match> found;
    if (request.comment_markers != nullptr) request.comment_markers->reserve(kMostCommentMarkers);
    for (std::uint64_t begin = request.owned_begin; begin < end; begin += kPiece) {
      const std::uint64_t piece_end = std::min<std::uint64_t>(begin + kPiece, end);
      const std::uint64_t feed_begin = begin < overlap ? 0 : begin - overlap;
      const std::uint64_t feed_end = std::min<std::uint64_t>(piece_end + 1, request.bytes.size());
      candidates_.clear();
      Recorder recorder{&engine_.rules(), &candidates_,           feed_begin, begin, piece_end,
                        request.binary,   request.comment_markers};
      for (const PatternDatabase& database : engine_.databases()) {
        const hs_error_t code =
            hs_scan(database.handle(), request.bytes.data() + feed_begin,
                    static_cast<unsigned>(feed_end - feed_begin), 0, scratch_, record, &recorder);
        if (code == HS_SCAN_TERMINATED) {
          return Error(fmt::format("more than {} candidates within {} bytes", kMostCandidates, kPiece));
        }
        if (code != HS_SUCCESS) return Error(fmt::format("Hyperscan failed with code {}", code));
      }
      if (candidates_.empty()) continue;
      std::sort(candidates_.begin(), candidates_.end());
      for (const Candidate& candidate : candidates_) confirm(request, candidate, found);
      if (found.size() > kMostMatches)
        return Error(fmt::format("more than {} matches in one blob", kMostMatches));
    }
    if (request.comment_markers != nullptr) {
      auto& markers = *request.comment_markers;
      std::sort(markers.begin(), markers.end());
      markers.erase(std::unique(markers.begin(), markers.end()), markers.end());
    }
    merge_overlapping(found, request.outcomes);
    for (Match& match : found) {
      if (request.outcomes != nullptr) {
        request.outcomes->push_back({match.rule, match.span, true, "kept", "reported"});
      }
      matches.push_back(std::move(match));
    }
    return {};
  }

 private:
  Confirmation& confirmation_of(std::uint32_t position) {
    Confirmation& confirmation = confirmations_[position];
    if (confirmation.expression != nullptr) return confirmation;
    // Latin-1: bytes are bytes. In UTF-8 mode `.` would fail on invalid text and `(?i)k` would match U+212A,
    // which Hyperscan does not do.
    re2::RE2::Options options(re2::RE2::Latin1);
    options.set_log_errors(false);
    const SecretRule& rule = engine_.rules()[position];
    std::string pattern = "(?m)";
    pattern.append(rule.pattern);
    confirmation.expression = std::make_unique<re2::RE2>(pattern, options);
    if (!confirmation.expression->ok()) return confirmation;
    const auto& groups = confirmation.expression->NamedCapturingGroups();
    if (const auto secret = groups.find("secret"); secret != groups.end())
      confirmation.secret_group = secret->second;
    if (const auto name = groups.find("name"); name != groups.end()) confirmation.name_group = name->second;
    if (const auto quote = groups.find("quote"); quote != groups.end())
      confirmation.quote_group = quote->second;
    return confirmation;
  }

  // Finds the match that the candidate's stub belongs to. It begins at most the stub's greatest width (and
  // the byte of a boundary) before the stub's end, and ends at most the pattern's greatest width after that.
  void confirm(const MatchRequest& request, const Candidate& candidate, std::vector<Match>& found) {
    const SecretRule& rule = engine_.rules()[candidate.rule];
    Confirmation& confirmation = confirmation_of(candidate.rule);
    if (candidate.end <= confirmation.searched_until) return;  // inside a match that was already found
    const std::string_view bytes = request.bytes;
    const auto reject = [&](std::string_view stage, std::string reason) {
      if (request.outcomes == nullptr) return;
      const std::uint64_t width = std::min<std::uint64_t>(rule.stub_min_width, candidate.end);
      request.outcomes->push_back(
          {&rule, span_of(candidate.end - width, candidate.end), false, stage, std::move(reason)});
    };
    if (!confirmation.expression->ok()) {
      return reject("confirm",
                    fmt::format("RE2 cannot run the pattern: {}", confirmation.expression->error()));
    }
    const std::uint64_t back = std::uint64_t{rule.stub_max_width} + kBoundary;
    std::uint64_t from = candidate.end < back ? 0 : candidate.end - back;
    from = std::max(from, confirmation.searched_until);
    const std::uint64_t to = std::min<std::uint64_t>(
        bytes.size(), candidate.end - rule.stub_min_width + rule.max_width + kBoundary);
    Groups groups;
    if (!find_match(bytes, rule, *confirmation.expression, from, candidate.end, to, groups)) {
      return reject("confirm", "the text around it is not what the whole pattern asks for");
    }
    const auto offset_of = [&](const re2::StringPiece& piece) {
      return static_cast<std::uint64_t>(piece.data() - bytes.data());
    };

    const re2::StringPiece& secret = groups[static_cast<std::size_t>(confirmation.secret_group)];
    if (secret.data() == nullptr || secret.empty())
      return reject("confirm", "the part that is secret is empty");
    Match match;
    match.rule = &rule;
    match.span = span_of(offset_of(groups[0]), offset_of(groups[0]) + groups[0].size());
    match.secret = span_of(offset_of(secret), offset_of(secret) + secret.size());
    // The boundary byte behind a secret may be the one in front of the next.
    if (confirmation.searched_until == 0) used_.push_back(&confirmation);
    confirmation.searched_until = match.secret.end.value;
    Judgement judgement;
    judgement.bytes = bytes;
    judgement.path = request.path;
    judgement.strict_checksums = request.strict_checksums;
    if (confirmation.name_group != 0) {
      const re2::StringPiece& name = groups[static_cast<std::size_t>(confirmation.name_group)];
      if (name.data() != nullptr) judgement.name = std::string_view(name.data(), name.size());
    }
    if (confirmation.quote_group != 0) {
      judgement.quoted = !groups[static_cast<std::size_t>(confirmation.quote_group)].empty();
    }
    if (const auto rejection = judge(judgement, match)) {
      if (request.outcomes != nullptr) {
        request.outcomes->push_back({&rule, match.span, false, rejection->stage, rejection->reason});
      }
      return;
    }
    found.push_back(std::move(match));
  }

  // The first match that begins in `[from, end)`, reaches `end`, and ends by `to`.
  //
  // RE2 is asked at the places where the stub can begin, anchored. It then runs without its DFA, which
  // refuses patterns for long texts such as keys in PEM, and whose states for counted repeats cost 70
  // microseconds a candidate where this costs two. The byte of a boundary group in front belongs to the
  // match.
  static bool find_match(std::string_view bytes, const SecretRule& rule, const re2::RE2& expression,
                         std::uint64_t from, std::uint64_t end, std::uint64_t to, Groups& groups) {
    // RE2 decides by the size of the whole text whether it can do without its DFA; what is beside the window
    // only matters to boundaries, which look at one byte.
    const std::uint64_t begin = from < kBoundary ? 0 : from - kBoundary;
    const std::string_view window = bytes.substr(begin, to + kBoundary - begin);
    const re2::StringPiece text(window.data(), window.size());
    const int group_count = std::min(kMostGroups, expression.NumberOfCapturingGroups() + 1);
    const auto matches = [&](std::uint64_t at, re2::RE2::Anchor anchor) {
      return expression.Match(text, at - begin, to - begin, anchor, groups.data(), group_count);
    };
    const auto reaches = [&] {
      return static_cast<std::uint64_t>(groups[0].data() - bytes.data()) + groups[0].size() >= end;
    };
    const auto anchored = [&](std::uint64_t at) {
      return (at > from && matches(at - 1, re2::RE2::ANCHOR_START) && reaches()) ||
             (matches(at, re2::RE2::ANCHOR_START) && reaches());
    };

    const std::uint64_t first = std::max(from, end - std::min<std::uint64_t>(end, rule.stub_max_width));
    const std::uint64_t last = end - std::min<std::uint64_t>(end, rule.stub_min_width);
    int tries = 0;
    for (std::uint64_t at = first; at <= last; ++at) {
      if (!can_begin(bytes.substr(at, LeadingBytes::kPlaces), rule)) continue;
      if (++tries > kMostTries) break;
      if (anchored(at)) return true;
    }
    if (tries <= kMostTries) return false;

    // A stub that can begin with anything: RE2 looks for the place.
    while (from < end) {
      if (!matches(from, re2::RE2::UNANCHORED)) return false;
      const auto found = static_cast<std::uint64_t>(groups[0].data() - bytes.data());
      if (found >= end) return false;
      if (reaches()) return true;
      from = found + 1;
    }
    return false;
  }

  static bool can_begin(std::string_view text, const SecretRule& rule) {
    for (std::size_t place = 0; place < text.size(); ++place) {
      if (!rule.stub_lead.has(place, static_cast<unsigned char>(text[place]))) return false;
    }
    const std::size_t known = std::min(text.size(), rule.stub_prefix.size());
    return text.substr(0, known) == rule.stub_prefix.substr(0, known);
  }

  static constexpr int kMostTries = 48;
  static constexpr std::uint64_t kBoundary = 2;  // one byte looked at on either side

  const MatchEngine& engine_;
  hs_scratch_t* scratch_ = nullptr;
  std::vector<Confirmation> confirmations_;
  std::vector<Confirmation*> used_;
  std::vector<Candidate> candidates_;
};

Matcher::Matcher(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Matcher::~Matcher() = default;

Result<std::unique_ptr<Matcher>> Matcher::create(const MatchEngine& engine) {
  auto implementation = std::make_unique<Implementation>(engine);
  if (const auto prepared = implementation->prepare(); !prepared) return prepared.error();
  return std::unique_ptr<Matcher>(new Matcher(std::move(implementation)));
}

Result<void> Matcher::match(const MatchRequest& request, std::vector<Match>& matches) {
  return implementation_->match(request, matches);
}

}  // namespace trawl
