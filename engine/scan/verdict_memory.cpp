#include "engine/scan/verdict_memory.h"

#include <cstring>

namespace trawl {

Result<void> VerdictMemory::recall() {
  if (!on()) return {};
  Result<VerdictCache> read = VerdictCache::read(path_, known_.id_size());
  if (!read) return read.error();
  known_ = std::move(*read);
  return {};
}

void VerdictMemory::confirm(std::size_t position) {
  BlobVerdict verdict;
  std::memcpy(verdict.id.data(), known_.id_bytes(position), known_.id_size());
  verdict.size = known_.blob_size(position);
  verdict.passes = known_.passes(position);
  verdicts_.push_back(verdict);
  ++written_;
}

void VerdictMemory::confirm_all() {
  for (std::size_t position = 0; position < known_.size(); ++position) confirm(position);
}

void VerdictMemory::keep(std::vector<BlobVerdict>& verdicts) {
  if (resting_) verdicts.clear();
  if (!on() || verdicts.empty()) return;
  const std::lock_guard lock(mutex_);
  verdicts_.insert(verdicts_.end(), verdicts.begin(), verdicts.end());
  verdicts.clear();
  if (Clock::now() < next_) return;
  write();
  next_ = Clock::now() + kSaveEvery;
}

void VerdictMemory::save() {
  const std::lock_guard lock(mutex_);
  if (on() && !resting_ && verdicts_.size() != written_) write();
}

void VerdictMemory::write() {
  const Result<void> done = VerdictCache::write(path_, known_.id_size(), verdicts_);
  if (!done && !trouble_) trouble_ = done.error();
  written_ = verdicts_.size();
}

}  // namespace trawl
