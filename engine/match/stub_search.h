#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "engine/match/pattern_database.h"

namespace trawl {

/// The stretches of `bytes` that hold all stubs with a long run (`kLongRun`): each run of that length or more
/// with what may stand beside it and a byte on either side for boundaries; those that touch are one.
/// Ascending.
///
/// A third of all rules ask for a name, some bytes and then a value of 32 characters or more, and such rules
/// cost Hyperscan most: their names stand in many texts, such values in few. Source code has a run of 30
/// every 9,000 bytes, so that 6 % of it is searched for them.
void find_long_runs(std::string_view bytes, std::vector<ByteSpan>& stretches);

/// Finds the ends of stubs: runs Hyperscan with all databases, each where its rules can match. What is found
/// does not depend on how rules are divided into databases. One per thread; borrows the databases.
class StubSearch {
 public:
  /// `hs_alloc_scratch` for all databases; fails only when there is no memory.
  static Result<StubSearch> create(const std::vector<PatternDatabase>& databases);

  /// Called with the number of a pattern, 0, the end of a stub in `bytes`, 0 and `context`, once or more for
  /// each stub, the ends in no order. What it returns other than 0 ends the search. No exception may leave
  /// it: it is called through C.
  using Found = int (*)(unsigned rule, unsigned long long, unsigned long long end, unsigned, void* context);

  /// What ended the search: Hyperscan's code, 0 when all was searched. `bytes`: less than 4 GiB.
  int search(std::string_view bytes, Found found, void* context);

 private:
  struct FreeScratch {
    void operator()(hs_scratch* scratch) const;
  };
  explicit StubSearch(const std::vector<PatternDatabase>& databases) : databases_(&databases) {}

  const std::vector<PatternDatabase>* databases_;
  std::unique_ptr<hs_scratch, FreeScratch> scratch_;
  std::vector<ByteSpan> stretches_;
};

}  // namespace trawl
