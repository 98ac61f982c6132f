#include "engine/sast/tls_roles.h"

#include <string_view>

#include "engine/sast/findings.h"
#include "engine/sast/program.h"

namespace trawl::sast {

std::set<std::string> files_that_serve(const Program& program) {
  std::set<std::string> serving;
  std::set<std::string> calling;
  for (FunctionId f = 0; f < program.functions().size(); ++f) {
    const UnitSummary& unit = program.unit_of(f).summary;
    for (const SourceSite& source : program.functions()[f].summary->sources) {
      const std::string_view label = unit.texts[source.label];
      if (label == "state:tls-server") serving.insert(place_of(program, f, source.place).path);
      if (label == "state:tls-client") calling.insert(place_of(program, f, source.place).path);
    }
  }
  for (const std::string& path : calling) serving.erase(path);
  serving.erase("");
  return serving;
}

}  // namespace trawl::sast
