#include "engine/deps/sbom.h"

#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <openssl/sha.h>
#include <nlohmann/json.hpp>

namespace trawl {
namespace {

using Json = nlohmann::ordered_json;

/// A package of any of the files, once.
struct Component {
  const LockedPackage* package = nullptr;
  std::set<std::string> depends_on;  ///< package URLs
  bool direct = false;
  bool development = true;  ///< in every file that has it
  std::map<std::string, std::string> digests;
};

std::string url_of(const LockedPackage& package) {
  return package_url(package.ecosystem, package.name, package.version);
}

bool is_component(const LockedPackage& package) {
  return package.source != PackageSource::kWorkspace && !package.name.empty();
}

std::map<std::string, Component> components_of(std::span<const DependencyFile> files) {
  std::map<std::string, Component> components;
  for (const DependencyFile& file : files) {
    for (const LockedPackage& package : file.packages) {
      if (!is_component(package)) continue;
      Component& component = components[url_of(package)];
      if (component.package == nullptr) component.package = &package;
      component.direct = component.direct || package.direct;
      component.development = component.development && package.development;
      if (!package.digest.empty()) component.digests.emplace(package.digest_kind, package.digest);
      for (const std::uint32_t target : package.dependencies) {
        if (target < file.packages.size() && is_component(file.packages[target]))
          component.depends_on.insert(url_of(file.packages[target]));
      }
    }
  }
  for (auto& [url, component] : components) component.depends_on.erase(url);
  return components;
}

// UUID of version 5: a hash of a name, here of the whole content.
std::string uuid_of(std::string_view content) {
  // The name space of URLs, RFC 4122.
  std::string text("\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8", 16);
  text += content;
  std::array<unsigned char, SHA_DIGEST_LENGTH> hash{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  hash[6] = static_cast<unsigned char>((hash[6] & 0x0fU) | 0x50U);
  hash[8] = static_cast<unsigned char>((hash[8] & 0x3fU) | 0x80U);
  std::string uuid;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) uuid += '-';
    uuid += fmt::format("{:02x}", hash[i]);
  }
  return uuid;
}

std::string printed(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string utc(std::int64_t seconds) {
  const std::int64_t day = ((seconds % 86400) + 86400) % 86400;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", date_of_seconds(seconds), day / 3600, day / 60 % 60, day % 60);
}

// Letters, digits, `.` and `-`; what is replaced is told apart by a hash.
std::string spdx_id(std::string_view text) {
  std::string id = "SPDXRef-";
  bool replaced = false;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    id += plain ? c : '-';
    replaced = replaced || !plain;
  }
  return replaced ? id + "-" + uuid_of(text).substr(0, 8) : id;
}

std::string_view cyclonedx_severity(Severity severity) {
  return name_of(severity);
}

Json vulnerabilities_of(std::span<const DependencyFile> files, const DependencyAudit& audit) {
  std::map<std::string, Json> rows;
  for (const PackageVulnerability& found : audit.vulnerabilities) {
    Json& row = rows[found.smallest_id];
    if (row.is_null()) {
      row["id"] = found.ids.front();
      if (found.ids.size() > 1) {
        for (std::size_t i = 1; i < found.ids.size(); ++i)
          row["references"].push_back({{"id", found.ids[i]}, {"source", {{"name", "OSV"}}}});
      }
      Json rating;
      if (found.severity.score) {
        rating["score"] = found.severity.score->tenths / 10.0;
        rating["severity"] = cyclonedx_severity(counted_severity(found.severity));
        rating["method"] = found.severity.score->version == 2   ? "CVSSv2"
                           : found.severity.score->version == 3 ? "CVSSv31"
                                                                : "CVSSv4";
      } else {
        rating["severity"] = found.severity.word ? cyclonedx_severity(*found.severity.word) : "unknown";
      }
      row["ratings"] = Json::array({rating});
      if (!found.summary.empty()) row["description"] = found.summary;
      if (!found.fixed.empty()) row["recommendation"] = "Update to " + found.fixed + ".";
      if (found.not_affected) row["analysis"] = {{"state", "not_affected"}, {"detail", *found.not_affected}};
      row["affects"] = Json::array();
    }
    std::set<std::string> known;
    for (const Json& affects : row["affects"]) known.insert(affects["ref"].get<std::string>());
    for (const std::uint32_t number : found.packages) {
      const std::string url = url_of(files[found.file].packages[number]);
      if (known.insert(url).second) row["affects"].push_back({{"ref", url}});
    }
  }
  Json list = Json::array();
  for (auto& [id, row] : rows) list.push_back(std::move(row));
  return list;
}

}  // namespace

std::string cyclonedx_of(std::span<const DependencyFile> files, const DependencyAudit& audit,
                         const SbomOptions& options) {
  const std::map<std::string, Component> components = components_of(files);
  const std::string root = "project:" + options.project;
  Json bom;
  bom["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json";
  bom["bomFormat"] = "CycloneDX";
  bom["specVersion"] = "1.6";
  bom["serialNumber"] = "";
  bom["version"] = 1;
  bom["metadata"]["tools"]["components"] =
      Json::array({{{"type", "application"}, {"name", "trawl"}, {"version", options.tool_version}}});
  bom["metadata"]["component"] = {{"type", "application"}, {"bom-ref", root}, {"name", options.project}};
  bom["components"] = Json::array();
  bom["dependencies"] = Json::array();
  Json of_root = {{"ref", root}, {"dependsOn", Json::array()}};
  for (const auto& [url, component] : components) {
    if (component.direct) of_root["dependsOn"].push_back(url);
    Json row;
    row["type"] = "library";
    row["bom-ref"] = url;
    row["name"] = component.package->name;
    if (!component.package->version.empty()) row["version"] = component.package->version;
    row["scope"] = component.development || component.package->optional ? "optional" : "required";
    for (const auto& [kind, digest] : component.digests)
      row["hashes"].push_back({{"alg", kind}, {"content", digest}});
    row["purl"] = url;
    bom["components"].push_back(std::move(row));
  }
  bom["dependencies"].push_back(std::move(of_root));
  for (const auto& [url, component] : components)
    bom["dependencies"].push_back({{"ref", url}, {"dependsOn", component.depends_on}});
  bom["compositions"] = Json::array(
      {{{"aggregate", options.complete ? "complete" : "incomplete"}, {"assemblies", Json::array({root})}}});
  if (!audit.vulnerabilities.empty()) bom["vulnerabilities"] = vulnerabilities_of(files, audit);
  bom["serialNumber"] = "urn:uuid:" + uuid_of(printed(bom));
  return printed(bom);
}

std::string spdx_of(std::span<const DependencyFile> files, const SbomOptions& options) {
  const std::map<std::string, Component> components = components_of(files);
  const std::string root = spdx_id("project-" + options.project);
  Json document;
  document["spdxVersion"] = "SPDX-2.3";
  document["dataLicense"] = "CC0-1.0";
  document["SPDXID"] = "SPDXRef-DOCUMENT";
  document["name"] = options.project;
  document["documentNamespace"] = "";
  document["creationInfo"] = {{"created", utc(options.created)},
                              {"creators", Json::array({"Tool: trawl-" + options.tool_version})}};
  if (!options.complete)
    document["comment"] = "Not every file about dependencies was read to its end: packages may be missing.";
  document["packages"] = Json::array();
  document["relationships"] = Json::array();
  const auto add_package_row = [&](const std::string& id, const std::string& name,
                                   const std::string& version) -> Json& {
    Json row;
    row["SPDXID"] = id;
    row["name"] = name;
    if (!version.empty()) row["versionInfo"] = version;
    row["downloadLocation"] = "NOASSERTION";
    row["filesAnalyzed"] = false;
    document["packages"].push_back(std::move(row));
    return document["packages"].back();
  };
  const auto relate = [&](const std::string& from, std::string_view type, const std::string& to) {
    document["relationships"].push_back(
        {{"spdxElementId", from}, {"relationshipType", type}, {"relatedSpdxElement", to}});
  };
  add_package_row(root, options.project, "");
  relate("SPDXRef-DOCUMENT", "DESCRIBES", root);
  for (const auto& [url, component] : components) {
    Json& row = add_package_row(spdx_id(url), component.package->name, component.package->version);
    for (const auto& [kind, digest] : component.digests) {
      std::string algorithm = kind;
      std::erase(algorithm, '-');
      row["checksums"].push_back({{"algorithm", algorithm}, {"checksumValue", digest}});
    }
    row["externalRefs"] = Json::array(
        {{{"referenceCategory", "PACKAGE-MANAGER"}, {"referenceType", "purl"}, {"referenceLocator", url}}});
    if (component.direct) relate(root, "DEPENDS_ON", spdx_id(url));
  }
  for (const auto& [url, component] : components) {
    for (const std::string& target : component.depends_on) {
      if (components.contains(target)) relate(spdx_id(url), "DEPENDS_ON", spdx_id(target));
    }
  }
  document["documentNamespace"] = "https://spdx.org/spdxdocs/trawl-" + uuid_of(printed(document));
  return printed(document);
}

}  // namespace trawl
