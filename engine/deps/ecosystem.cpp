#include "engine/deps/ecosystem.h"

#include <algorithm>
#include <array>

namespace trawl {
namespace {

struct EcosystemRow {
  Ecosystem ecosystem;
  std::string_view osv;
  std::string_view purl;
};

constexpr std::array kEcosystems = {
    EcosystemRow{Ecosystem::kUnknown, "", "generic"},
    EcosystemRow{Ecosystem::kNpm, "npm", "npm"},
    EcosystemRow{Ecosystem::kPyPI, "PyPI", "pypi"},
    EcosystemRow{Ecosystem::kMaven, "Maven", "maven"},
    EcosystemRow{Ecosystem::kNuGet, "NuGet", "nuget"},
    EcosystemRow{Ecosystem::kRubyGems, "RubyGems", "gem"},
    EcosystemRow{Ecosystem::kGo, "Go", "golang"},
    EcosystemRow{Ecosystem::kCrates, "crates.io", "cargo"},
    EcosystemRow{Ecosystem::kPackagist, "Packagist", "composer"},
    EcosystemRow{Ecosystem::kConan, "ConanCenter", "conan"},
    EcosystemRow{Ecosystem::kVcpkg, "vcpkg", "generic"},
    EcosystemRow{Ecosystem::kDebian, "Debian", "deb"},
    EcosystemRow{Ecosystem::kAlpine, "Alpine", "apk"},
};

struct OrderRow {
  std::string_view osv;
  VersionOrder order;
};

// https://ossf.github.io/osv-schema/#affectedpackage-field
constexpr std::array kOrders = {
    OrderRow{"npm", VersionOrder::kSemVer},         OrderRow{"crates.io", VersionOrder::kSemVer},
    OrderRow{"Hex", VersionOrder::kSemVer},         OrderRow{"Pub", VersionOrder::kSemVer},
    OrderRow{"SwiftURL", VersionOrder::kSemVer},    OrderRow{"GitHub Actions", VersionOrder::kSemVer},
    OrderRow{"Julia", VersionOrder::kSemVer},       OrderRow{"PyPI", VersionOrder::kPep440},
    OrderRow{"Maven", VersionOrder::kMaven},        OrderRow{"NuGet", VersionOrder::kNuGet},
    OrderRow{"RubyGems", VersionOrder::kRubyGems},  OrderRow{"Go", VersionOrder::kGo},
    OrderRow{"Packagist", VersionOrder::kComposer}, OrderRow{"ConanCenter", VersionOrder::kSemVer},
    OrderRow{"Debian", VersionOrder::kDebian},      OrderRow{"Ubuntu", VersionOrder::kDebian},
    OrderRow{"Echo", VersionOrder::kDebian},        OrderRow{"Alpine", VersionOrder::kAlpine},
    OrderRow{"Wolfi", VersionOrder::kAlpine},       OrderRow{"Chainguard", VersionOrder::kAlpine},
    OrderRow{"MinimOS", VersionOrder::kAlpine},     OrderRow{"Red Hat", VersionOrder::kRpm},
    OrderRow{"Rocky Linux", VersionOrder::kRpm},    OrderRow{"AlmaLinux", VersionOrder::kRpm},
    OrderRow{"openSUSE", VersionOrder::kRpm},       OrderRow{"SUSE", VersionOrder::kRpm},
    OrderRow{"Mageia", VersionOrder::kRpm},         OrderRow{"Photon OS", VersionOrder::kRpm},
    OrderRow{"openEuler", VersionOrder::kRpm},
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered_text(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  return lowered;
}

// PEP 503: case and runs of `-`, `_` and `.` do not count.
std::string pypi_name(std::string_view name) {
  std::string normal;
  bool separated = false;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == '.') {
      separated = true;
      continue;
    }
    if (separated && !normal.empty()) normal += '-';
    separated = false;
    normal += lower(c);
  }
  return normal;
}

void append_encoded(std::string_view text, bool keep_slashes, std::string& url) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~:").find(c) != std::string_view::npos ||
                       (keep_slashes && c == '/');
    if (plain) {
      url += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      url += '%';
      url += kDigits[byte >> 4U];
      url += kDigits[byte & 15U];
    }
  }
}

}  // namespace

std::string_view osv_name(Ecosystem ecosystem) {
  return kEcosystems[static_cast<std::size_t>(ecosystem)].osv;
}

std::string_view purl_type(Ecosystem ecosystem) {
  return kEcosystems[static_cast<std::size_t>(ecosystem)].purl;
}

VersionOrder order_of(std::string_view osv_ecosystem) {
  const std::string_view name = osv_ecosystem.substr(0, osv_ecosystem.find(':'));
  const auto found =
      std::find_if(kOrders.begin(), kOrders.end(), [&](const OrderRow& row) { return row.osv == name; });
  return found == kOrders.end() ? VersionOrder::kNone : found->order;
}

std::string normalised_name(std::string_view osv_ecosystem, std::string_view name) {
  const std::string_view ecosystem = osv_ecosystem.substr(0, osv_ecosystem.find(':'));
  if (ecosystem == "PyPI") return pypi_name(name);
  if (ecosystem == "NuGet" || ecosystem == "Packagist") return lowered_text(name);
  return std::string(name);
}

std::string package_url(Ecosystem ecosystem, std::string_view name, std::string_view version) {
  std::string normal = normalised_name(osv_name(ecosystem), name);
  // The group is the name space.
  if (ecosystem == Ecosystem::kMaven) std::replace(normal.begin(), normal.end(), ':', '/');
  std::string url = "pkg:";
  url += purl_type(ecosystem);
  url += '/';
  if (ecosystem == Ecosystem::kDebian && normal.find('/') == std::string::npos) url += "debian/";
  if (ecosystem == Ecosystem::kAlpine && normal.find('/') == std::string::npos) url += "alpine/";
  append_encoded(normal, true, url);
  if (!version.empty()) {
    url += '@';
    append_encoded(version, false, url);
  }
  return url;
}

}  // namespace trawl
