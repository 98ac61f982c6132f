#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/store/verdict_cache.h"

namespace trawl {

/// What an audit learns of blobs, together with what earlier ones knew, and the file that keeps it
/// (engine/store/verdict_cache.h). `keep` may be called by many threads.
class VerdictMemory {
 public:
  /// An empty path: nothing is known or kept.
  VerdictMemory(std::string path, std::size_t id_size) : path_(std::move(path)), known_(id_size) {}

  [[nodiscard]] bool on() const { return !path_.empty(); }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Reads the file. An error is why all has to be searched again; the audit goes on without.
  Result<void> recall();
  /// Ascending by id; empty before `recall`.
  [[nodiscard]] const VerdictCache& known() const { return known_; }
  /// One of `known` is still there, and stays.
  void confirm(std::size_t position);
  /// All of `known` are: they are of packs that are not looked at.
  void confirm_all();

  /// From here on nothing is taken or written: the file stays as it is.
  void rest() { resting_ = true; }
  /// Takes what was learnt, which is empty afterwards. From time to time all is put into the file, so that an
  /// audit that is killed is not lost.
  void keep(std::vector<BlobVerdict>& verdicts);
  /// Puts all into the file, if there is anything new.
  void save();
  /// Why the file could not be written, the first time that it could not.
  [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kSaveEvery{5};
  void write();

  std::string path_;
  VerdictCache known_;
  std::mutex mutex_;
  std::vector<BlobVerdict>
      verdicts_;             ///< of this audit, and of earlier ones as far as the blobs are still there
  std::size_t written_ = 0;  ///< how many of them are in the file
  Clock::time_point next_ = Clock::now() + kSaveEvery;
  std::optional<Error> trouble_;
  bool resting_ = false;
};

}  // namespace trawl
