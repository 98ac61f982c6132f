#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/document/document.h"
#include "engine/model/ledger.h"

namespace trawl {

/// A row that one file adds to a model. Some models ("~scrape") are only there to be joined with others.
struct ModelRowFound {
  std::string_view model;
  std::vector<std::string> cells;
  ByteSpan span;
};

/// What a document adds to the models: the permissions of its jobs, the headers of its locations, where its
/// services get their secrets. `path` is that of its file; what lies below folders of tests adds nothing but
/// that alerts are tested.
std::vector<ModelRowFound> model_rows(std::string_view kind, std::string_view path, const Document& document);

/// Makes tables of the rows that all files told, in any order: joins services with what scrapes, alerts about
/// and shows them, and counts what gates ask for (`monitoring_coverage`, `alerts_tested_ratio`,
/// `secrets_managed`) where `whole` says that no file was left out. A share of nothing is no measure.
void settle_models(std::map<std::string, ModelTable>& models, bool whole,
                   std::map<std::string, Measure>& measures);

}  // namespace trawl
