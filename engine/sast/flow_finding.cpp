#include "engine/sast/flow_finding.h"

#include <array>
#include <cstddef>

namespace trawl::sast {
namespace {

struct Row {
  std::string_view sentence;
  std::string_view kind;
  bool essential;
};

// In the order of Phrase.
constexpr std::array<Row, static_cast<std::size_t>(Phrase::kCount)> kRows = {{
    {"'{0}' is not to be trusted", "taint", true},
    {"it is copied to '{0}'", "value", false},
    {"it is appended to '{0}'", "value", false},
    {"it is formatted into '{0}'", "value", false},
    {"it is passed to '{0}'", "call", true},
    {"it arrives as '{0}'", "call", true},
    {"'{0}' returns it", "return", true},
    {"'{0}' gives it back through a parameter", "return", true},
    {"it is stored in the field '{0}'", "value", false},
    {"it is stored in the global '{0}'", "value", true},
    {"it passes through '{0}'", "call", false},
    {"it is checked by '{0}', which is not enough", "branch", true},
    {"this branch is taken", "branch", false},
    {"'{0}' is a constant", "value", true},
    {"'{0}' changes its state", "value", true},
    {"'{0}' is missing", "branch", true},
    {"it reaches '{0}'", "taint", true},
}};

const Row& row_of(Phrase phrase) {
  return kRows.at(static_cast<std::size_t>(phrase));
}

}  // namespace

std::string_view template_of(Phrase phrase) {
  return row_of(phrase).sentence;
}
std::string_view kind_of(Phrase phrase) {
  return row_of(phrase).kind;
}
bool essential(Phrase phrase) {
  return row_of(phrase).essential;
}

}  // namespace trawl::sast
