#include <array>
#include <cstdlib>

#include "engine/config/header_model.h"
#include "engine/document/document.h"
#include "tests/fuzz/readers.h"

namespace trawl::fuzz {
namespace {

// A property that does not hold; in every build, so no assert.
void demand(bool holds) {
  if (!holds) std::abort();
}

// Every value stands in the file, is below what holds it, and its parts stand in the file as well.
void check(const DocumentReading& reading, std::string_view input) {
  if (reading.failure) demand(!reading.failure->empty());
  for (const Document& document : reading.documents) {
    for (std::uint32_t i = 0; i < document.size(); ++i) {
      const NodeIndex index(i);
      const Node& node = document.node(index);
      demand(node.span.begin <= node.span.end && node.span.end.value <= input.size());
      demand(node.key_span.begin <= node.key_span.end && node.key_span.end.value <= input.size());
      demand(node.parent == kNoNode || node.parent.value < i);
      if (node.kind == NodeKind::kString && node.text.size() < 1000) {
        const ByteSpan part = document.span_in(index, 0, node.text.size());
        demand(part.begin <= part.end && part.end.value <= input.size());
      }
    }
  }
}

template <DocumentReading (*read)(std::string_view, const DocumentLimits&)>
void read_with(std::string_view input) {
  DocumentLimits limits;
  limits.nodes = 20'000;
  check(read(input, limits), input);
}

constexpr std::array kReaders = {
    Reader{"yaml", read_with<read_yaml>},
    Reader{"json", read_with<read_json>},
    Reader{"dockerfile", read_with<read_dockerfile>},
    Reader{"hcl", read_with<read_hcl>},
    Reader{"groovy", read_with<read_groovy>},
    Reader{"lines", read_with<read_lines>},
    Reader{"assignments", read_with<read_assignments>},
    Reader{"nginx", read_with<read_nginx_with_headers>},
    Reader{"apache", read_with<read_apache_with_headers>},
    Reader{"caddyfile", read_with<read_caddyfile_with_headers>},
    Reader{"haproxy", read_with<read_haproxy_with_headers>},
    Reader{"html", read_with<read_html_with_policy>},
    Reader{"headers-file", read_with<read_headers_file>},
    Reader{"netlify", read_with<read_netlify_headers>},
    Reader{"vercel", read_with<read_vercel_headers>},
    Reader{"next-config", read_with<read_next_headers>},
    Reader{"certificate", read_with<read_certificates>},
    Reader{"javascript", read_with<read_javascript_headers>},
    Reader{"typescript", read_with<read_typescript_headers>},
};

}  // namespace

std::span<const Reader> document_readers() {
  return kReaders;
}

}  // namespace trawl::fuzz
