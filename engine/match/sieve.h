#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/match/matcher.h"
#include "engine/model/copy_run.h"

namespace trawl {

/// A candidate of a blob with its verdict, and how much of the blob that verdict depends on.
struct SievedCandidate {
  enum class Verdict : std::uint8_t {
    kNoMatch,   ///< no text of the whole pattern
    kRejected,  ///< a text, turned down by itself, wherever it stands
    kKept,      ///< a text that is reported, unless its path or its neighbours say otherwise
  };
  std::uint32_t rule = 0;
  std::uint32_t end = 0;          ///< of the stub
  std::uint32_t reach_begin = 0;  ///< bytes looked at
  std::uint32_t reach_end = 0;
  std::uint32_t text_begin = 0;  ///< of what was confirmed
  std::uint32_t secret_end = 0;
  Verdict verdict = Verdict::kNoMatch;

  friend bool operator==(const SievedCandidate&, const SievedCandidate&) = default;
};

/// What the sieve knows of a blob: enough to sieve a delta of it.
struct SievedBlob {
  std::vector<SievedCandidate> candidates;  ///< sorted by end, then rule
  bool complete = false;                    ///< false: not to be built upon, and to be examined in any case
  bool layered = false;       ///< something encoded in it may hold a secret, or was not decoded to its end
  std::uint64_t decoded = 0;  ///< bytes that were decoded of it, or more
};

/// Tells blobs that may hold a secret from those that do not, without paths, lines and excerpts: history has
/// hundreds of versions of a file, nearly all of them without any.
///
/// A blob that is a delta is sieved incrementally: of what is copied from its base the candidates are carried
/// over, and only what is new, with the bytes around it, is searched again. The result is the same as of a
/// full sieve. Why: with W the width of the widest stub, whether a stub ends at t depends on the bytes
/// [t-W-1, t] only (one on either side for boundaries). A *dirty span* [a, b) is a stretch of new bytes, or
/// an empty one where two copies meet that do not in the base, or an end of the blob that is none in the
/// base. It owns the ends t in [a, b+W]: for these [a-W-1, b+W+1) is searched. All others lie in a copy with
/// all they depend on. A verdict reaches further than the stub: it is carried where all that was looked at
/// lies in the copy, else made again.
///
/// Encoded texts (engine/match/decode/layers.h) are decoded and sieved too: of a delta those that touch or
/// neighbour what is dirty, and all of them where the base has one that may hold a secret.
///
/// Blobs that pass are examined by `Matcher`, which decides. One per thread.
class Sieve {
 public:
  static constexpr std::size_t kMostCandidates = 65'536;  ///< of one blob
  static constexpr std::uint32_t kGap = 256;              ///< windows closer than this become one

  static Result<std::unique_ptr<Sieve>> create(const MatchEngine& engine, bool strict_checksums);
  ~Sieve();
  Sieve(const Sieve&) = delete;
  Sieve& operator=(const Sieve&) = delete;

  /// Searches all of `bytes` (less than 4 GiB).
  void sieve(std::string_view bytes, SievedBlob& result);
  /// Searches what `bytes` does not have from a base whose result is `base`.
  void sieve_delta(std::string_view bytes, std::span<const CopyRun> copies, std::uint64_t base_size,
                   const SievedBlob& base, SievedBlob& result);

  /// Whether the blob must be examined. `binary`: only token rules count.
  [[nodiscard]] bool passes(const SievedBlob& blob, bool binary);

  /// Bytes given to Hyperscan so far.
  [[nodiscard]] std::uint64_t searched() const;

 private:
  class Implementation;
  explicit Sieve(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace trawl
