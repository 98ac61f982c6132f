#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/provenance.h"
#include "engine/report/json_stream.h"

namespace trawl {

/// What the history of a secret says, in lines for people: since when, by which commit, until when, what
/// still holds it. Each has a label of at most five letters. Texts of the repository are escaped for a
/// terminal.
struct HistoryLine {
  std::string_view label;
  std::string text;
};
std::vector<HistoryLine> history_lines_of(const Provenance& provenance);

/// RFC 3339 date and time with the zone that the author wrote: "2024-03-01T12:00:00+01:00".
std::string date_of(std::int64_t seconds, std::int32_t zone_minutes);

/// The members of an object that describes a history; names in snake_case as in trawl's own formats.
void write_provenance_members(JsonStream& json, const Provenance& provenance);

}  // namespace trawl
