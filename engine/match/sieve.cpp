#include "engine/match/sieve.h"

#include <algorithm>
#include <string>
#include <utility>

#include <hs.h>

#include "engine/match/confirm.h"
#include "engine/match/decode/container.h"
#include "engine/match/decode/layers.h"
#include "engine/match/judge.h"
#include "engine/match/stub_search.h"

namespace trawl {
namespace {

using SieveVerdict = SievedCandidate::Verdict;

// Offsets of one call of Hyperscan stay far below 32 bits, and a piece in the processor's cache.
constexpr std::uint64_t kPiece = std::uint64_t{1} << 20;

/// A stretch that is searched, and where it stands in what Hyperscan is given.
struct Window {
  std::uint64_t begin;
  std::uint64_t end;
  std::uint64_t joined;
};

/// Ends from `first` to `last`, both inclusive, that belong to dirty spans.
struct Owned {
  std::uint64_t first;
  std::uint64_t last;
};

struct Found {
  std::uint32_t rule;
  std::uint64_t end;

  friend auto operator<=>(const Found& a, const Found& b) {
    return std::pair(a.end, a.rule) <=> std::pair(b.end, b.rule);
  }
  friend bool operator==(const Found&, const Found&) = default;
};

struct Recorder {
  const RuleSet* rules;
  std::vector<Found>* found;
  std::span<const Window> windows;
};

int record(unsigned rule, unsigned long long, unsigned long long to, unsigned, void* context) {
  const Recorder& recorder = *static_cast<Recorder*>(context);
  if (rule == kCommentMarker || !recorder.rules->enabled(rule)) return 0;
  const auto behind = std::partition_point(recorder.windows.begin() + 1, recorder.windows.end(),
                                           [to](const Window& window) { return window.joined < to; });
  const Window& window = *(behind - 1);
  if (to - window.joined > window.end - window.begin) return 0;  // the joint itself
  if (recorder.found->size() == recorder.found->capacity()) return 1;
  recorder.found->push_back({rule, window.begin + (to - window.joined)});
  return 0;
}

}  // namespace

class Sieve::Implementation {
 public:
  Implementation(const MatchEngine& engine, bool strict_checksums)
      : engine_(engine),
        search_(engine.databases()),
        confirmer_(engine.rules()),
        strict_checksums_(strict_checksums),
        width_(engine.widest_stub()),
        last_secret_end_(engine.rules().size()) {
    found_.reserve(kMostCandidates);
  }

  void sieve(std::string_view bytes, SievedBlob& result) {
    sieve_text(bytes, result);
    const ByteSpan all = span_of(0, bytes.size());
    result.decoded = 0;
    result.layered = layers_pass(bytes, {&all, 1}, result.decoded);
  }

  void sieve_text(std::string_view bytes, SievedBlob& result) {
    result.candidates.clear();
    result.complete = true;
    for (std::uint64_t begin = 0; begin < bytes.size(); begin += kPiece) {
      const std::uint64_t end = std::min<std::uint64_t>(begin + kPiece, bytes.size());
      const Window window{begin < width_ + 1 ? 0 : begin - width_ - 1,
                          std::min<std::uint64_t>(end + 1, bytes.size()), 0};
      found_.clear();
      if (!search(bytes.substr(window.begin, window.end - window.begin), {&window, 1})) {
        result.complete = false;
        return;
      }
      std::erase_if(found_, [&](const Found& found) { return found.end <= begin || found.end > end; });
      tidy();
      for (const Found& found : found_) result.candidates.push_back(judged(bytes, found.rule, found.end));
      if (result.candidates.size() > kMostCandidates) {
        result.complete = false;
        return;
      }
    }
  }

  void sieve_delta(std::string_view bytes, std::span<const CopyRun> copies, std::uint64_t base_size,
                   const SievedBlob& base, SievedBlob& result) {
    plan(bytes.size(), copies, base_size);
    sieve_text_of_delta(bytes, copies, base_size, base, result);
    // What was decoded of the base counts as decoded of this one: more than it is, so that its limit is never
    // overlooked.
    result.decoded = base.decoded;
    if (base.layered || base.decoded > most_decoded_bytes(bytes.size()) / 2) {
      const ByteSpan all = span_of(0, bytes.size());
      result.decoded = 0;
      result.layered = layers_pass(bytes, {&all, 1}, result.decoded);
      return;
    }
    encoded_.clear();
    add_encoded_neighbourhoods(bytes, dirty_, encoded_);
    result.layered = layers_pass(bytes, encoded_, result.decoded);
  }

  // After `plan`.
  void sieve_text_of_delta(std::string_view bytes, std::span<const CopyRun> copies, std::uint64_t base_size,
                           const SievedBlob& base, SievedBlob& result) {
    std::uint64_t sum = 0;
    for (const Window& window : windows_) sum += window.end - window.begin + 1;
    // Nothing is saved by joining what is most of the blob.
    if (!base.complete || sum >= bytes.size() - bytes.size() / 8) return sieve_text(bytes, result);

    result.candidates.clear();
    result.complete = true;
    found_.clear();
    if (!windows_.empty()) {
      joined_.resize(0);
      joined_.reserve(sum);
      for (Window& window : windows_) {
        window.joined = joined_.size();
        joined_.append(bytes.substr(window.begin, window.end - window.begin));
        joined_.push_back('\n');
      }
      if (!search(joined_, windows_)) {
        result.complete = false;
        return;
      }
      std::erase_if(found_, [this](const Found& found) { return !is_owned(found.end); });
      tidy();
    }
    for (const Found& found : found_) result.candidates.push_back(judged(bytes, found.rule, found.end));
    const std::size_t made = result.candidates.size();
    if (!base.candidates.empty()) carry(bytes, copies, base_size, base, result);
    if (result.candidates.size() > kMostCandidates) {
      result.complete = false;
      return;
    }
    if (made != 0 && made != result.candidates.size()) {
      const auto by_end = [](const SievedCandidate& a, const SievedCandidate& b) {
        return std::pair(a.end, a.rule) < std::pair(b.end, b.rule);
      };
      std::inplace_merge(result.candidates.begin(),
                         result.candidates.begin() + static_cast<std::ptrdiff_t>(made),
                         result.candidates.end(), by_end);
    }
  }

  bool passes(const SievedBlob& blob, bool binary) {
    if (!blob.complete || blob.layered) return true;
    bool rejected = false;
    for (const SievedCandidate& candidate : blob.candidates) {
      if (candidate.verdict == SieveVerdict::kNoMatch) continue;
      if (binary && engine_.rules()[candidate.rule].text_only) continue;
      if (candidate.verdict == SieveVerdict::kKept) return true;
      rejected = true;
    }
    if (!rejected) return false;
    // The matcher looks for the next text of a rule behind the one before, so a text that begins within
    // another's secret is not what it would find: it has to decide.
    bool ambiguous = false;
    for (const SievedCandidate& candidate : blob.candidates) {
      if (candidate.verdict != SieveVerdict::kRejected) continue;
      std::uint32_t& last = last_secret_end_[candidate.rule];
      if (candidate.text_begin < last && candidate.end > last) ambiguous = true;
      last = std::max(last, candidate.secret_end);
    }
    for (const SievedCandidate& candidate : blob.candidates) last_secret_end_[candidate.rule] = 0;
    return ambiguous;
  }

  [[nodiscard]] std::uint64_t searched() const { return searched_; }

 private:
  // Whether something that is encoded in `where` may hold a secret, in whatever layer.
  bool layers_pass(std::string_view bytes, std::span<const ByteSpan> where, std::uint64_t& decoded) {
    DecodingBudget budget;
    budget.bytes = most_decoded_bytes(bytes.size());
    DecodedLayer layer;
    for (const ByteSpan& span : where) decode_runs(bytes, span, layer, budget);
    for (std::size_t depth = 0; !layer.pieces.empty(); ++depth) {
      if (depth == kDeepestLayer) return true;
      decoded += layer.bytes.size();
      sieve_text(layer.bytes, of_layer_);
      of_layer_.layered = false;
      if (passes(of_layer_, false)) return true;
      // What is packed in it is not what was sieved.
      if (std::any_of(layer.pieces.begin(), layer.pieces.end(), [&](const LayerPiece& piece) {
            return piece.binary &&
                   !container_of(std::string_view(layer.bytes).substr(piece.decoded.begin.value)).empty();
          }))
        return true;
      DecodedLayer next;
      decode_layer(layer, next, budget);
      layer = std::move(next);
    }
    return budget.exhausted;
  }

  // False where there are too many candidates.
  bool search(std::string_view given, std::span<const Window> windows) {
    searched_ += given.size();
    Recorder recorder{&engine_.rules(), &found_, windows};
    return search_.search(given, record, &recorder) == HS_SUCCESS;
  }

  void tidy() {
    if (found_.size() < 2) return;
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  }

  // The ends that dirty spans own, and the windows to search for them.
  void plan(std::uint64_t size, std::span<const CopyRun> copies, std::uint64_t base_size) {
    owned_.clear();
    windows_.clear();
    dirty_.clear();
    const auto dirty = [&](std::uint64_t begin, std::uint64_t end) {
      dirty_.push_back(span_of(begin, end));
      const std::uint64_t last = std::min(end + width_, size);
      if (!owned_.empty() && begin <= owned_.back().last + 1) {
        owned_.back().last = std::max(owned_.back().last, last);
      } else {
        owned_.push_back({begin, last});
      }
      const std::uint64_t from = begin < width_ + 1 ? 0 : begin - width_ - 1;
      const std::uint64_t to = std::min(end + width_ + 1, size);
      if (!windows_.empty() && from <= windows_.back().end + kGap) {
        windows_.back().end = std::max(windows_.back().end, to);
      } else {
        windows_.push_back({from, to, 0});
      }
    };
    std::uint64_t at = 0;  // end of the last copy in the blob
    if (copies.empty()) {
      dirty(0, size);
      return;
    }
    for (const CopyRun& copy : copies) {
      // New bytes in front of it, or a seam: joined copies are one run, so two that touch do not in the base.
      if (copy.target > at || at > 0 || copy.base != 0) dirty(at, copy.target);
      at = std::uint64_t{copy.target} + copy.length;
    }
    if (at < size || std::uint64_t{copies.back().base} + copies.back().length != base_size) dirty(at, size);
  }

  [[nodiscard]] bool is_owned(std::uint64_t end) const {
    const auto behind = std::partition_point(owned_.begin(), owned_.end(),
                                             [end](const Owned& owned) { return owned.first <= end; });
    return behind != owned_.begin() && end <= (behind - 1)->last;
  }

  void carry(std::string_view bytes, std::span<const CopyRun> copies, std::uint64_t base_size,
             const SievedBlob& base, SievedBlob& result) {
    auto owned = owned_.begin();
    for (const CopyRun& copy : copies) {
      const std::uint64_t base_end = std::uint64_t{copy.base} + copy.length;
      const bool begins_both = copy.base == 0 && copy.target == 0;
      const bool ends_both =
          base_end == base_size && std::uint64_t{copy.target} + copy.length == bytes.size();
      auto candidate =
          std::partition_point(base.candidates.begin(), base.candidates.end(),
                               [&](const SievedCandidate& other) { return other.end <= copy.base; });
      for (; candidate != base.candidates.end() && candidate->end <= base_end; ++candidate) {
        const auto moved = [&](std::uint32_t offset) { return offset - copy.base + copy.target; };
        const std::uint32_t end = moved(candidate->end);
        while (owned != owned_.end() && owned->last < end) ++owned;
        if (owned != owned_.end() && owned->first <= end) continue;
        const bool whole =
            (candidate->reach_begin == 0 ? begins_both : candidate->reach_begin >= copy.base) &&
            (candidate->reach_end == base_size ? ends_both : candidate->reach_end <= base_end);
        if (!whole) {
          result.candidates.push_back(judged(bytes, candidate->rule, end));
          continue;
        }
        SievedCandidate carried = *candidate;
        carried.end = end;
        carried.reach_begin = moved(carried.reach_begin);
        carried.reach_end = moved(carried.reach_end);
        if (carried.verdict != SieveVerdict::kNoMatch) {
          carried.text_begin = moved(carried.text_begin);
          carried.secret_end = moved(carried.secret_end);
        }
        result.candidates.push_back(carried);
      }
    }
  }

  SievedCandidate judged(std::string_view bytes, std::uint32_t rule, std::uint64_t end) {
    SievedCandidate candidate;
    candidate.rule = rule;
    candidate.end = static_cast<std::uint32_t>(end);
    ByteSpan reach = confirmer_.reach_of({rule, end}, bytes.size());
    ConfirmedText text;
    if (confirmer_.confirm(bytes, {rule, end}, 0, text) == Confirmer::Outcome::kFound) {
      Match match;
      match.rule = &engine_.rules()[rule];
      match.span = text.span;
      match.secret = text.secret;
      Judgement judgement;
      judgement.bytes = bytes;
      judgement.name = text.name;
      judgement.quoted = text.quoted;
      judgement.strict_checksums = strict_checksums_;
      // Without a path nothing is turned down that any path would let pass.
      candidate.verdict = judge(judgement, match) ? SieveVerdict::kRejected : SieveVerdict::kKept;
      candidate.text_begin = static_cast<std::uint32_t>(text.span.begin.value);
      candidate.secret_end = static_cast<std::uint32_t>(text.secret.end.value);
      const ByteSpan judged_reach = reach_of_judgement(bytes, match);
      reach.begin = std::min(reach.begin, judged_reach.begin);
      reach.end = std::max(reach.end, judged_reach.end);
    }
    candidate.reach_begin = static_cast<std::uint32_t>(reach.begin.value);
    candidate.reach_end = static_cast<std::uint32_t>(reach.end.value);
    return candidate;
  }

  const MatchEngine& engine_;
  Confirmer confirmer_;
  const bool strict_checksums_;
  const std::uint64_t width_;
  StubSearch search_;
  std::vector<Found> found_;
  std::vector<Owned> owned_;
  std::vector<Window> windows_;
  std::vector<ByteSpan> dirty_;
  std::vector<ByteSpan> encoded_;  ///< where encoded texts may have changed
  SievedBlob of_layer_;
  std::string joined_;
  std::vector<std::uint32_t> last_secret_end_;  ///< by rule; zero between calls
  std::uint64_t searched_ = 0;
};

Sieve::Sieve(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Sieve::~Sieve() = default;

Result<std::unique_ptr<Sieve>> Sieve::create(const MatchEngine& engine, bool strict_checksums) {
  return std::unique_ptr<Sieve>(new Sieve(std::make_unique<Implementation>(engine, strict_checksums)));
}

void Sieve::sieve(std::string_view bytes, SievedBlob& result) {
  implementation_->sieve(bytes, result);
}

void Sieve::sieve_delta(std::string_view bytes, std::span<const CopyRun> copies, std::uint64_t base_size,
                        const SievedBlob& base, SievedBlob& result) {
  implementation_->sieve_delta(bytes, copies, base_size, base, result);
}

bool Sieve::passes(const SievedBlob& blob, bool binary) {
  return implementation_->passes(blob, binary);
}

std::uint64_t Sieve::searched() const {
  return implementation_->searched();
}

}  // namespace trawl
