#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/strong.h"
#include "engine/deps/ecosystem.h"

namespace trawl {

/// Where a locked package comes from.
enum class PackageSource : std::uint8_t {
  kUnknown,  ///< the file does not say
  kDefault,  ///< the ecosystem's public registry
  kRegistry,
  kArchive,  ///< a file at some URL
  kGit,
  kPath,      ///< a folder beside the project
  kWorkspace  ///< a member of the project itself
};

/// How strongly a lock binds the bytes of a package.
enum class Integrity : std::uint8_t { kNone, kWeak, kStrong };

/// A package that a lock file (or a list of installed packages) fixes. Owns its text.
struct LockedPackage {
  Ecosystem ecosystem = Ecosystem::kUnknown;
  std::string scope;    ///< suffix of the ecosystem: "12" of Debian:12; mostly empty
  std::string name;     ///< of the package itself, also where it is installed under an alias
  std::string version;  ///< as written
  std::string alias;    ///< under which it is installed, where that is another name
  PackageSource source = PackageSource::kUnknown;
  std::string url;  ///< as written: of the file, the registry or the repository
  Integrity integrity = Integrity::kNone;
  std::string digest;        ///< hexadecimal, of the strongest algorithm; empty where it is none of the bytes
  std::string digest_kind;   ///< "SHA-512"
  bool development = false;  ///< needed only to build or test
  bool optional = false;
  bool install_script = false;
  bool direct = false;   ///< the project itself asks for it
  bool linked = false;   ///< soft links and the like, for which no integrity is kept
  std::string key_path;  ///< of its entry, without positions
  ByteSpan span;         ///< of what names it in the file
  ByteSpan url_span;     ///< empty where there is none
  ByteSpan integrity_span;
  std::vector<std::uint32_t> dependencies;  ///< positions in the same file's list
};

/// What a manifest asks for.
struct PackageRequirement {
  Ecosystem ecosystem = Ecosystem::kUnknown;
  std::string name;
  std::string range;  ///< as written: "^1.2.3", "npm:ms@2", "git+https://..."
  std::string alias;
  bool development = false;
  bool peer = false;
  bool optional = false;
  std::string key_path;
  ByteSpan span;  ///< of the range, or of the name where there is none
};

/// A line of a client's settings about registries: of .npmrc, pip.conf, nuget.config and the like.
struct RegistrySetting {
  enum class Kind : std::uint8_t {
    kDefault,  ///< replaces the public registry
    kExtra,    ///< asked beside it
    kScope,    ///< only for packages of `scope`
    kTlsOff,
    kToken,  ///< a password or token, literally
    kOther,
  };
  Kind kind = Kind::kOther;
  Ecosystem ecosystem = Ecosystem::kUnknown;
  std::string name;            ///< of the source or key
  std::string scope;           ///< "@company", or a pattern of names
  std::string url;             ///< without user and password
  bool explicit_only = false;  ///< only for packages that name it
  ByteSpan span;
};

/// What one file says about dependencies.
struct DependencyFile {
  std::string path;       ///< as reports show it
  std::string_view kind;  ///< "package-lock.json"; static text
  bool is_lock = false;
  bool is_manifest = false;
  Ecosystem ecosystem = Ecosystem::kUnknown;
  std::string project_name;  ///< the project's own package
  std::string project_version;
  bool project_private = false;
  bool of_tests = false;  ///< lies in a folder of tests, or of what others wrote
  bool library = false;   ///< meant to be used by others, who lock for themselves
  bool install_scripts_off = false;
  std::vector<std::string> scripts_allowed;  ///< packages whose install scripts may run
  std::vector<std::string> workspaces;       ///< globs of folders
  ByteSpan project_span;
  std::vector<LockedPackage> packages;
  std::vector<PackageRequirement> requirements;
  std::vector<RegistrySetting> registries;
  std::optional<std::string> failure;  ///< why it was not read to its end; a sentence without the path
  bool templated = false;
};

/// Reads one file; `bytes` is text.
struct DependencyReader {
  std::string_view kind;
  bool (*fits)(std::string_view path);  ///< `path` is the whole path, '/'-separated
  void (*read)(std::string_view bytes, DependencyFile& file);
  bool lock = false;
  bool manifest = false;
};

/// The reader for a file of that path; null for almost all files of a tree. Cheap.
const DependencyReader* dependency_reader_of(std::string_view path);

/// Reads a file by its reader. Never fails as a whole: `failure` says what is missing.
DependencyFile read_dependency_file(const DependencyReader& reader, std::string_view path,
                                    std::string_view bytes);

/// Settles what only several files together say: who is asked for by the project itself, which release of a
/// distribution a list of packages is of.
void link_dependency_files(std::vector<DependencyFile>& files);

/// Limits on what a reader keeps of one file.
constexpr std::size_t kMostPackages = 200'000;
constexpr std::size_t kMostDependencyEdges = 500'000;
constexpr std::size_t kMostLockBytes = std::size_t{64} << 20;
constexpr std::size_t kMostManifestBytes = std::size_t{4} << 20;

}  // namespace trawl
