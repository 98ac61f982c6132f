#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/deps/package.h"
#include "engine/document/document.h"

// The readers of lock files and manifests, one function a kind (engine/deps/package.h, DependencyReader).
// What several of them need is here as well.

namespace trawl {

void read_package_lock(std::string_view bytes, DependencyFile& file);
void read_package_json(std::string_view bytes, DependencyFile& file);

void read_yarn_lock(std::string_view bytes, DependencyFile& file);
void read_pnpm_lock(std::string_view bytes, DependencyFile& file);
void read_bun_lock(std::string_view bytes, DependencyFile& file);
void read_npmrc(std::string_view bytes, DependencyFile& file);
void read_yarnrc(std::string_view bytes, DependencyFile& file);
void read_requirements(std::string_view bytes, DependencyFile& file);
void read_python_lock(std::string_view bytes, DependencyFile& file);  ///< poetry, pdm, uv, pylock.toml
void read_pipfile_lock(std::string_view bytes, DependencyFile& file);
void read_pyproject(std::string_view bytes, DependencyFile& file);
void read_pipfile(std::string_view bytes, DependencyFile& file);
void read_pip_conf(std::string_view bytes, DependencyFile& file);
void read_cargo_lock(std::string_view bytes, DependencyFile& file);
void read_cargo_toml(std::string_view bytes, DependencyFile& file);
void read_go_mod(std::string_view bytes, DependencyFile& file);
void read_go_sum(std::string_view bytes, DependencyFile& file);
void read_gemfile_lock(std::string_view bytes, DependencyFile& file);
void read_gemfile(std::string_view bytes, DependencyFile& file);
void read_composer_lock(std::string_view bytes, DependencyFile& file);
void read_composer_json(std::string_view bytes, DependencyFile& file);
void read_pom(std::string_view bytes, DependencyFile& file);
void read_gradle_lock(std::string_view bytes, DependencyFile& file);
void read_gradle_build(std::string_view bytes, DependencyFile& file);
void read_nuget_lock(std::string_view bytes, DependencyFile& file);
void read_nuget_project(std::string_view bytes, DependencyFile& file);
void read_maven_settings(std::string_view bytes, DependencyFile& file);
void read_nuget_config(std::string_view bytes, DependencyFile& file);
void read_conan_lock(std::string_view bytes, DependencyFile& file);
void read_vcpkg_json(std::string_view bytes, DependencyFile& file);
void read_dpkg_status(std::string_view bytes, DependencyFile& file);
void read_apk_installed(std::string_view bytes, DependencyFile& file);
void read_os_release(std::string_view bytes, DependencyFile& file);

/// A line of a text, with its place; without its line end.
struct TextLine {
  std::string_view text;
  std::size_t begin = 0;

  [[nodiscard]] ByteSpan span() const { return span_of(begin, begin + text.size()); }
  /// Of a part of it.
  [[nodiscard]] ByteSpan span_of_part(std::string_view part) const {
    const auto at = begin + static_cast<std::size_t>(part.data() - text.data());
    return span_of(at, at + part.size());
  }
};
std::vector<TextLine> lines_of(std::string_view bytes);
std::string_view trimmed(std::string_view text);

/// Adds edges by name once all packages are there: `wishes` name who asks and for what; the first package of
/// that name (and version, where it is told) is meant.
struct DependencyWish {
  std::uint32_t from = 0;
  std::string name;
  std::string version;
};
void add_edges(const std::vector<DependencyWish>& wishes, DependencyFile& file);

/// A document with a lock file's limits; null with the reason in `file.failure`.
std::optional<Document> dependency_json(std::string_view bytes, DependencyFile& file);
std::optional<Document> dependency_yaml(std::string_view bytes, DependencyFile& file);
std::optional<Document> dependency_toml(std::string_view bytes, DependencyFile& file);
std::optional<Document> dependency_xml(std::string_view bytes, DependencyFile& file);
/// The children of a map or list that is the value of a key; empty where there is none.
std::vector<NodeIndex> children_of(const Document& document, NodeIndex map, std::string_view key);

/// What `integrity: "sha512-... sha1-..."` of npm and its like says: the strongest algorithm counts.
void set_sri(std::string_view text, LockedPackage& package);
/// What `sha256:...` or bare hexadecimal digits say.
void set_digest(std::string_view text, LockedPackage& package);
/// Where a URL of npm's locks leads.
PackageSource npm_source_of(std::string_view url);

/// Text of a scalar, where it is one.
std::string_view text_of(const Document& document, NodeIndex index);
bool is_true(const Document& document, NodeIndex map, std::string_view key);

/// The last part of a path.
std::string_view base_name(std::string_view path);

/// Adds to `file` what does not go beyond the limits; false where it was too much.
bool add_package(LockedPackage package, DependencyFile& file);

/// Says that a file is not what it should be.
void fail(DependencyFile& file, std::string why);

}  // namespace trawl
