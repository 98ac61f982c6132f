#include "engine/rules/pattern_fragments.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace trawl {
namespace {

struct Fragment {
  std::string_view name;
  std::string_view pattern;
};

constexpr std::array<Fragment, 3> kFragments = {{
    {"within", R"re([A-Za-z0-9_ .\t\r\n\["'\]:{>-]{0,40}?)re"},
    {"assigned",
     // The end of the name: quotes, brackets, a C array, a property of C#, a type.
     R"re((?:["'\x60\]\\)*}]{0,4}(?:\[[0-9]{0,4}\])?(?:[ \t]\{[ \t]?get;[^\r\n}]{0,20}\})?)re"
     R"re((?:[ \t]{0,2}[:?]{1,2}[ \t]{0,2}[A-Za-z&'][A-Za-z&'<>\[\]?. ]{0,24}?|[ \t]string|[ \t]str)??)re"
     // An operator.
     R"re([ \t]{0,16}(?:=>|:=|:-|\|\||\?\?=?|\?:|<-|!==?|={1,3}|[:,(>|{]))re"
     // Or the value under a name of its own: Kubernetes, JSON, XML, Terraform.
     R"re(|["']?[ \t]{0,2}\{?,?[ \t\r\n]{1,24}(?:type[ \t]{0,8}=[ \t]{0,8}string[ \t\r\n]{1,24})?)re"
     R"re(["'\\]{0,2}(?i:value|default)["'\\]{0,2}[ \t]{0,8}[:=])re"
     // Or blanks alone: Dockerfile, #define, Gradle, options of commands.
     R"re(|["'\]]{0,2}[ \t]{1,16}))re"
     // A call around the value, quotes, and the scheme of an HTTP header.
     R"re([ \t]{0,8}(?:(?:new[ \t])?[A-Za-z_.:]{1,24}\()?(?:[@A-Za-z]{0,2}["'\x60\\]{1,3})?)re"
     R"re((?:(?i:bearer|token|basic)[ \t]{1,2})?["'\x60\\]{0,2})re"},
    {"near", R"re([^\r\n]{0,40}?(?:\r?\n[^\r\n]{0,40}?)?)re"},
}};

}  // namespace

Result<std::string> with_fragments(std::string_view pattern) {
  std::string written;
  while (true) {
    const std::size_t at = pattern.find("(?&");
    written += pattern.substr(0, at);
    if (at == std::string_view::npos) return written;
    const std::size_t end = pattern.find(')', at);
    const std::string_view name = pattern.substr(at + 3, end == std::string_view::npos ? 0 : end - at - 3);
    const auto* const found = std::find_if(kFragments.begin(), kFragments.end(),
                                           [&](const Fragment& fragment) { return fragment.name == name; });
    if (found == kFragments.end()) {
      return Error(
          fmt::format("there is no fragment '(?&{})'; there are (?&within), (?&assigned), (?&near)", name));
    }
    written += found->pattern;
    pattern.remove_prefix(end + 1);
  }
}

}  // namespace trawl
