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

Result<StubSearch> StubSearch::create(const std::vector<PatternDatabase>& databases) {
  StubSearch search(databases);
  hs_scratch_t* scratch = nullptr;
  for (const PatternDatabase& database : databases) {
    // One scratch serves all databases once it was grown for each of them.
    const hs_error_t code = hs_alloc_scratch(database.handle(), &scratch);
    if (code != HS_SUCCESS) {
      hs_free_scratch(scratch);
      return Error("there is no memory for Hyperscan's scratch space");
    }
  }
  search.scratch_.reset(scratch);
  return search;
}

int StubSearch::search(std::string_view bytes, Found found, void* context) {
  bool looked_for_runs = false;
  for (const PatternDatabase& database : *databases_) {
    int code = HS_SUCCESS;
    if (database.part() == PatternPart::kNearLongRuns) {
      if (!looked_for_runs) find_long_runs(bytes, runs_);
      looked_for_runs = true;
      code = search_stretches(database, bytes, runs_, found, context);
    } else if (database.filter() != nullptr && can_find_stub_windows()) {
      find_stub_windows(*database.filter(), bytes, windows_);
      code = search_stretches(database, bytes, windows_, found, context);
    } else {
      code = hs_scan(database.handle(), bytes.data(), static_cast<unsigned>(bytes.size()), 0, scratch_.get(),
                     found, context);
    }
    if (code != HS_SUCCESS) return code;
  }
  return HS_SUCCESS;
}

int StubSearch::search_stretches(const PatternDatabase& database, std::string_view bytes,
                                 const std::vector<ByteSpan>& stretches, Found found, void* context) {
  for (const ByteSpan& stretch : stretches) {
    Relay through{found, context, stretch.begin.value};
    const hs_error_t code =
        hs_scan(database.handle(), bytes.data() + stretch.begin.value, static_cast<unsigned>(stretch.size()),
                0, scratch_.get(), relay, &through);
    if (code != HS_SUCCESS) return code;
  }
  return HS_SUCCESS;
}

}  // namespace trawl
