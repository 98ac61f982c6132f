#include "engine/match/matcher.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <hs.h>

#include "engine/match/confirm.h"
#include "engine/match/judge.h"
#include "engine/match/merge.h"
#include "engine/match/stub_search.h"

namespace trawl {
namespace {

// Blobs are given to Hyperscan in pieces of this size: what one call can report stays bounded, and a piece
// and its candidates stay in the processor's cache.
constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kMostCandidates = std::size_t{1} << 18;  // of one piece
constexpr std::size_t kMostMatches = std::size_t{1} << 16;     // of one request

constexpr std::size_t kMostCommentMarkers = std::size_t{1} << 14;

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
      : engine_(engine),
        search_(engine.databases()),
        confirmer_(engine.rules()),
        searched_until_(engine.rules().size()) {
    candidates_.reserve(kMostCandidates);
  }
  Result<void> match(const MatchRequest& request, std::vector<Match>& matches) {
    for (const std::uint32_t rule : used_) searched_until_[rule] = 0;
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
      const int code =
          search_.search(request.bytes.substr(feed_begin, feed_end - feed_begin), record, &recorder);
      if (code == HS_SCAN_TERMINATED) {
        return Error(fmt::format("more than {} candidates within {} bytes", kMostCandidates, kPiece));
      }
      if (code != HS_SUCCESS) return Error(fmt::format("Hyperscan failed with code {}", code));
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
  // Finds the match that the candidate's stub belongs to, and judges it.
  void confirm(const MatchRequest& request, const Candidate& candidate, std::vector<Match>& found) {
    const SecretRule& rule = engine_.rules()[candidate.rule];
    std::uint64_t& searched_until = searched_until_[candidate.rule];
    if (candidate.end <= searched_until) return;  // inside a match that was already found
    const auto reject = [&](std::string reason) {
      if (request.outcomes == nullptr) return;
      const std::uint64_t width = std::min<std::uint64_t>(rule.stub_min_width, candidate.end);
      request.outcomes->push_back(
          {&rule, span_of(candidate.end - width, candidate.end), false, "confirm", std::move(reason)});
    };
    ConfirmedText text;
    switch (confirmer_.confirm(request.bytes, candidate, searched_until, text)) {
      case Confirmer::Outcome::kFound:
        break;
      case Confirmer::Outcome::kNoMatch:
        return reject("the text around it is not what the whole pattern asks for");
      case Confirmer::Outcome::kEmptySecret:
        return reject("the part that is secret is empty");
      case Confirmer::Outcome::kUnusable:
        return reject(fmt::format("RE2 cannot run the pattern: {}", confirmer_.trouble_with(candidate.rule)));
    }
    Match match;
    match.rule = &rule;
    match.span = text.span;
    match.secret = text.secret;
    // The boundary byte behind a secret may be the one in front of the next.
    if (searched_until == 0) used_.push_back(candidate.rule);
    searched_until = match.secret.end.value;
    Judgement judgement;
    judgement.bytes = request.bytes;
    judgement.path = request.path;
    judgement.strict_checksums = request.strict_checksums;
    judgement.name = text.name;
    judgement.quoted = text.quoted;
    if (const auto rejection = judge(judgement, match)) {
      if (request.outcomes != nullptr) {
        request.outcomes->push_back({&rule, match.span, false, rejection->stage, rejection->reason});
      }
      return;
    }
    found.push_back(std::move(match));
  }

  const MatchEngine& engine_;
  StubSearch search_;
  Confirmer confirmer_;
  std::vector<std::uint64_t> searched_until_;  ///< by rule: end of the last match of this request
  std::vector<std::uint32_t> used_;            ///< rules with such an end
  std::vector<Candidate> candidates_;
};

Matcher::Matcher(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Matcher::~Matcher() = default;

Result<std::unique_ptr<Matcher>> Matcher::create(const MatchEngine& engine) {
  return std::unique_ptr<Matcher>(new Matcher(std::make_unique<Implementation>(engine)));
}

Result<void> Matcher::match(const MatchRequest& request, std::vector<Match>& matches) {
  return implementation_->match(request, matches);
}

}  // namespace trawl
