#include <algorithm>
#include <array>
#include <string>

#include "engine/deps/read/readers.h"

namespace trawl {
namespace {

template <std::size_t N>
struct Name {
  char text[N];
  constexpr Name(const char (&name)[N]) {
    std::copy_n(name, N, text);
  }  // NOLINT(google-explicit-constructor)
};

template <Name kName>
bool named(std::string_view path) {
  return base_name(path) == std::string_view(kName.text);
}

template <Name kSuffix>
bool ends(std::string_view path) {
  return path.ends_with(std::string_view(kSuffix.text));
}

bool is_requirements(std::string_view path) {
  const std::string_view name = base_name(path);
  if (!name.ends_with(".txt") || name == "CMakeLists.txt") return false;
  return (name.starts_with("requirements") || name.ends_with("requirements.txt") ||
          path.find("requirements/") != std::string_view::npos);
}

bool is_nuget_config(std::string_view path) {
  std::string name(base_name(path));
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return name == "nuget.config";
}

constexpr bool kLock = true;
constexpr bool kManifest = true;

// The first that fits counts.
constexpr std::array kReaders = {
    DependencyReader{"package-lock.json", named<"package-lock.json">, read_package_lock, kLock, false},
    DependencyReader{"package-lock.json", named<"npm-shrinkwrap.json">, read_package_lock, kLock, false},
    DependencyReader{"package.json", named<"package.json">, read_package_json, false, kManifest},
    DependencyReader{"yarn.lock", named<"yarn.lock">, read_yarn_lock, kLock, false},
    DependencyReader{"pnpm-lock.yaml", named<"pnpm-lock.yaml">, read_pnpm_lock, kLock, false},
    DependencyReader{"bun.lock", named<"bun.lock">, read_bun_lock, kLock, false},
    DependencyReader{".npmrc", named<".npmrc">, read_npmrc, false, false},
    DependencyReader{".yarnrc.yml", named<".yarnrc.yml">, read_yarnrc, false, false},
    DependencyReader{"requirements.txt", is_requirements, read_requirements, false, kManifest},
    DependencyReader{"poetry.lock", named<"poetry.lock">, read_python_lock, kLock, false},
    DependencyReader{"pdm.lock", named<"pdm.lock">, read_python_lock, kLock, false},
    DependencyReader{"uv.lock", named<"uv.lock">, read_python_lock, kLock, false},
    DependencyReader{"pylock.toml", named<"pylock.toml">, read_python_lock, kLock, false},
    DependencyReader{"Pipfile.lock", named<"Pipfile.lock">, read_pipfile_lock, kLock, false},
    DependencyReader{"Pipfile", named<"Pipfile">, read_pipfile, false, kManifest},
    DependencyReader{"pyproject.toml", named<"pyproject.toml">, read_pyproject, false, kManifest},
    DependencyReader{"pip.conf", named<"pip.conf">, read_pip_conf, false, false},
    DependencyReader{"pip.conf", named<"pip.ini">, read_pip_conf, false, false},
    DependencyReader{"Cargo.lock", named<"Cargo.lock">, read_cargo_lock, kLock, false},
    DependencyReader{"Cargo.toml", named<"Cargo.toml">, read_cargo_toml, false, kManifest},
    DependencyReader{"go.mod", named<"go.mod">, read_go_mod, false, kManifest},
    DependencyReader{"go.sum", named<"go.sum">, read_go_sum, kLock, false},
    DependencyReader{"Gemfile.lock", named<"Gemfile.lock">, read_gemfile_lock, kLock, false},
    DependencyReader{"Gemfile", named<"Gemfile">, read_gemfile, false, kManifest},
    DependencyReader{"composer.lock", named<"composer.lock">, read_composer_lock, kLock, false},
    DependencyReader{"composer.json", named<"composer.json">, read_composer_json, false, kManifest},
    DependencyReader{"pom.xml", named<"pom.xml">, read_pom, false, false},
    DependencyReader{"settings.xml", named<"settings.xml">, read_maven_settings, false, false},
    DependencyReader{"gradle.lockfile", named<"gradle.lockfile">, read_gradle_lock, kLock, false},
    DependencyReader{"build.gradle", named<"build.gradle">, read_gradle_build, false, false},
    DependencyReader{"build.gradle", named<"build.gradle.kts">, read_gradle_build, false, false},
    DependencyReader{"build.gradle", named<"settings.gradle">, read_gradle_build, false, false},
    DependencyReader{"build.gradle", named<"settings.gradle.kts">, read_gradle_build, false, false},
    DependencyReader{"packages.lock.json", named<"packages.lock.json">, read_nuget_lock, kLock, false},
    DependencyReader{"NuGet project", ends<".csproj">, read_nuget_project, false, false},
    DependencyReader{"NuGet project", ends<".fsproj">, read_nuget_project, false, false},
    DependencyReader{"NuGet project", ends<".vbproj">, read_nuget_project, false, false},
    DependencyReader{"NuGet project", named<"Directory.Packages.props">, read_nuget_project, false, false},
    DependencyReader{"NuGet project", named<"packages.config">, read_nuget_project, false, false},
    DependencyReader{"nuget.config", is_nuget_config, read_nuget_config, false, false},
    DependencyReader{"conan.lock", named<"conan.lock">, read_conan_lock, kLock, false},
    DependencyReader{"vcpkg.json", named<"vcpkg.json">, read_vcpkg_json, false, false},
    DependencyReader{"dpkg status", ends<"var/lib/dpkg/status">, read_dpkg_status, false, false},
    DependencyReader{"apk installed", ends<"lib/apk/db/installed">, read_apk_installed, false, false},
    DependencyReader{"os-release", ends<"etc/os-release">, read_os_release, false, false},
    DependencyReader{"os-release", ends<"usr/lib/os-release">, read_os_release, false, false},
};

}  // namespace

const DependencyReader* dependency_reader_of(std::string_view path) {
  // What is installed is not the project's own word; its files say nothing new.
  for (const std::string_view folder : {"node_modules/", "vendor/", "site-packages/"}) {
    for (std::size_t at = path.find(folder); at != std::string_view::npos; at = path.find(folder, at + 1)) {
      if (at == 0 || path[at - 1] == '/') return nullptr;
    }
  }
  const auto found = std::find_if(kReaders.begin(), kReaders.end(),
                                  [&](const DependencyReader& reader) { return reader.fits(path); });
  return found == kReaders.end() ? nullptr : &*found;
}

DependencyFile read_dependency_file(const DependencyReader& reader, std::string_view path,
                                    std::string_view bytes) {
  DependencyFile file;
  file.path = path;
  file.kind = reader.kind;
  file.is_lock = reader.lock;
  file.is_manifest = reader.manifest;
  reader.read(bytes, file);
  // Sentences quote the file: a line of people's reports holds no zeros and no escapes of a terminal.
  if (file.failure) {
    std::replace_if(
        file.failure->begin(), file.failure->end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  }
  return file;
}

}  // namespace trawl
