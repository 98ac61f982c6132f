#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "engine/match/pattern_database.h"

namespace trawl {

/// Finds the ends of stubs: runs Hyperscan with all databases, each where its rules can match, as a filter or
/// long runs tell. What is found depends neither on that nor on how rules are divided into databases. One per
/// thread; borrows the databases.
class StubSearch {
 public:
  /// Hyperscan's scratch space is allocated when there is first something to search: in most changes there is
  /// nothing.
  explicit StubSearch(const std::vector<PatternDatabase>& databases) : databases_(&databases) {}

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

  int search_stretch(const PatternDatabase& database, std::string_view bytes, const ByteSpan& stretch,
                     Found found, void* context);

  const std::vector<PatternDatabase>* databases_;
  std::unique_ptr<hs_scratch, FreeScratch> scratch_;
  std::vector<ByteSpan> runs_;
  std::vector<ByteSpan> windows_;
};

}  // namespace trawl
