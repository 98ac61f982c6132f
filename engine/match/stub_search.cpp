#include "engine/match/stub_search.h"

#include <hs.h>

#include "engine/match/gram_search.h"
#include "engine/match/long_runs.h"

namespace trawl {
namespace {

/// What Hyperscan finds in a stretch is told with its place in all bytes.
struct Relay {
  StubSearch::Found found;
  void* context;
  std::uint64_t begin;
};

int relay(unsigned rule, unsigned long long from, unsigned long long to, unsigned flags, void* context) {
  const Relay& relay = *static_cast<Relay*>(context);
  return relay.found(rule, from, relay.begin + to, flags, relay.context);
}

}  // namespace

void StubSearch::FreeScratch::operator()(hs_scratch* scratch) const {
  hs_free_scratch(scratch);
}

int StubSearch::search(std::string_view bytes, Found found, void* context) {
  bool looked_for_runs = false;
  for (const PatternDatabase& database : *databases_) {
    int code = HS_SUCCESS;
    if (database.part() == PatternPart::kNearLongRuns) {
      if (!looked_for_runs) find_long_runs(bytes, runs_);
      looked_for_runs = true;
      for (std::size_t i = 0; i < runs_.size() && code == HS_SUCCESS; ++i)
        code = search_stretch(database, bytes, runs_[i], found, context);
    } else {
      code = search_stretch(database, bytes, span_of(0, bytes.size()), found, context);
    }
    if (code != HS_SUCCESS) return code;
  }
  return HS_SUCCESS;
}

int StubSearch::search_stretch(const PatternDatabase& database, std::string_view bytes,
                               const ByteSpan& stretch, Found found, void* context) {
  const std::string_view text = bytes.substr(stretch.begin.value, stretch.size());
  if (database.filter() == nullptr || !can_find_stub_windows()) {
    windows_.assign(1, span_of(0, text.size()));
  } else {
    find_stub_windows(*database.filter(), text, windows_);
  }
  if (!windows_.empty() && !scratch_) {
    // One scratch serves all databases once it was grown for each of them.
    hs_scratch_t* scratch = nullptr;
    for (const PatternDatabase& one : *databases_) {
      const hs_error_t code = hs_alloc_scratch(one.handle(), &scratch);
      if (code == HS_SUCCESS) continue;
      hs_free_scratch(scratch);
      return code;
    }
    scratch_.reset(scratch);
  }
  for (const ByteSpan& window : windows_) {
    Relay through{found, context, stretch.begin.value + window.begin.value};
    const hs_error_t code = hs_scan(database.handle(), text.data() + window.begin.value,
                                    static_cast<unsigned>(window.size()), 0, scratch_.get(), relay, &through);
    if (code != HS_SUCCESS) return code;
  }
  return HS_SUCCESS;
}

}  // namespace trawl
