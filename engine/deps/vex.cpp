#include "engine/deps/vex.h"

#include <fmt/format.h>

#include "engine/document/document.h"

// https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md and `vulnerabilities[].analysis` of
// https://cyclonedx.org/docs/1.6/json/.

namespace trawl {
namespace {

std::vector<NodeIndex> list_of(const Document& document, NodeIndex map, std::string_view key) {
  const NodeIndex list = document.find(map, key);
  if (list == kNoNode || document.node(list).kind != NodeKind::kList) return {};
  return document.children(list);
}

std::string_view text(const Document& document, NodeIndex index) {
  return index != kNoNode && document.node(index).kind == NodeKind::kString ? document.node(index).text
                                                                            : std::string_view();
}

// A package URL without qualifiers and subpath, which do not tell packages apart here.
std::string product_of(std::string_view id) {
  return std::string(id.substr(0, id.find_first_of("?#")));
}

}  // namespace

void Vex::add(const std::string& id, std::string product, Statement statement) {
  Statement& known = statements_[{id, std::move(product)}];
  if (known.time <= statement.time) known = std::move(statement);
}

Result<void> Vex::add(std::string_view bytes, std::vector<std::string>& ignored) {
  DocumentLimits limits;
  limits.bytes = std::size_t{16} << 20;
  const DocumentReading reading = read_json(bytes, limits);
  if (reading.failure) return Error(*reading.failure);
  const Document& document = reading.documents.front();
  const NodeIndex root = document.root();
  if (document.node(root).kind != NodeKind::kMap) return Error("it is no map");
  const std::string_view document_time = document.text_of(root, "timestamp");

  for (const NodeIndex statement : list_of(document, root, "statements")) {
    const NodeIndex vulnerability = document.find(statement, "vulnerability");
    std::vector<std::string> ids;
    if (vulnerability != kNoNode && document.node(vulnerability).kind == NodeKind::kMap) {
      ids.emplace_back(document.text_of(vulnerability, "name"));
      for (const NodeIndex alias : list_of(document, vulnerability, "aliases"))
        ids.emplace_back(text(document, alias));
    } else {
      ids.emplace_back(text(document, vulnerability));
    }
    std::vector<std::string> products;
    for (const NodeIndex product : list_of(document, statement, "products")) {
      std::string_view id = text(document, product);
      if (document.node(product).kind == NodeKind::kMap) {
        id = document.text_of(product, "@id");
        const NodeIndex identifiers = document.find(product, "identifiers");
        if (!id.starts_with("pkg:") && identifiers != kNoNode) id = document.text_of(identifiers, "purl");
        // What is shipped is mostly the product, and the package a part of it.
        for (const NodeIndex part : list_of(document, product, "subcomponents")) {
          const std::string_view part_id = document.node(part).kind == NodeKind::kMap
                                               ? document.text_of(part, "@id")
                                               : text(document, part);
          if (!part_id.empty()) products.push_back(product_of(part_id));
        }
      }
      if (!id.empty() && products.empty()) products.push_back(product_of(id));
    }
    const std::string_view status = document.text_of(statement, "status");
    Statement read;
    read.free = status == "not_affected" || status == "fixed";
    read.reason = document.text_of(statement, "justification");
    if (read.reason.empty()) read.reason = document.text_of(statement, "impact_statement");
    read.time = document.text_of(statement, "last_updated");
    if (read.time.empty()) read.time = document.text_of(statement, "timestamp");
    if (read.time.empty()) read.time = document_time;
    if (status == "not_affected" && read.reason.empty()) {
      ignored.push_back(
          fmt::format("the statement about {} says 'not_affected' without a justification", ids.front()));
      continue;
    }
    if (status == "fixed" && read.reason.empty()) read.reason = "fixed";
    if (products.empty()) {
      ignored.push_back(fmt::format("the statement about {} names no product", ids.front()));
      continue;
    }
    for (const std::string& id : ids) {
      for (const std::string& product : products) {
        if (!id.empty()) add(id, product, read);
      }
    }
  }

  for (const NodeIndex vulnerability : list_of(document, root, "vulnerabilities")) {
    const NodeIndex analysis = document.find(vulnerability, "analysis");
    if (analysis == kNoNode) continue;
    const std::string id(document.text_of(vulnerability, "id"));
    const std::string_view state = document.text_of(analysis, "state");
    Statement read;
    read.free = state == "not_affected" || state == "false_positive" || state == "resolved" ||
                state == "resolved_with_pedigree";
    read.reason = document.text_of(analysis, "justification");
    if (read.reason.empty()) read.reason = document.text_of(analysis, "detail");
    read.time = document.text_of(analysis, "lastUpdated");
    if (read.free && read.reason.empty() && state != "resolved" && state != "resolved_with_pedigree") {
      ignored.push_back(fmt::format("the analysis of {} says '{}' without a justification", id, state));
      continue;
    }
    if (read.reason.empty()) read.reason = state;
    for (const NodeIndex affects : list_of(document, vulnerability, "affects")) {
      std::string_view ref = document.text_of(affects, "ref");
      // A link from another document: `urn:cdx:serial/version#ref`.
      if (ref.starts_with("urn:cdx:")) ref = ref.substr(std::min(ref.find('#'), ref.size() - 1) + 1);
      if (!id.empty() && !ref.empty()) add(id, product_of(ref), read);
    }
  }
  return {};
}

std::optional<std::string> Vex::not_affected(const std::vector<std::string>& ids,
                                             std::string_view purl) const {
  const std::string with_version = product_of(purl);
  const std::string without = with_version.substr(0, with_version.find('@'));
  const Statement* newest = nullptr;
  for (const std::string& id : ids) {
    for (const std::string& product : {with_version, without}) {
      const auto found = statements_.find({id, product});
      if (found == statements_.end()) continue;
      if (newest == nullptr || newest->time < found->second.time) newest = &found->second;
    }
  }
  if (newest == nullptr || !newest->free) return std::nullopt;
  return newest->reason;
}

}  // namespace trawl
