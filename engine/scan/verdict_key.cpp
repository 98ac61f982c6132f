#include "engine/scan/verdict_key.h"

#include <elf.h>
#include <link.h>

#include <cstdint>
#include <cstring>
#include <span>

#include <fmt/format.h>

#include "engine/match/pattern_database.h"
#include "engine/store/hmac_sha256.h"

namespace trawl {
namespace {

// The build id in the notes of the program at hand, which is the first that is listed.
int find_build_id(dl_phdr_info* info, std::size_t, void* found) {
  for (unsigned i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = info->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);  // NOLINT
    const char* const end = at + segment.p_memsz;
    while (static_cast<std::size_t>(end - at) >= sizeof(ElfW(Nhdr))) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const auto padded = [](std::size_t size) { return (size + 3) / 4 * 4; };
      const char* name = at + sizeof note;
      const char* content = name + padded(note.n_namesz);
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0) {
        static_cast<std::string*>(found)->assign(content, note.n_descsz);
        return 1;
      }
      at = content + padded(note.n_descsz);
    }
  }
  return 1;  // not those of shared libraries
}

// Texts one behind the other, so that no two lists give the same bytes.
class Parts {
 public:
  void add(std::string_view part) {
    text_ += fmt::format("{}:", part.size());
    text_ += part;
  }
  void add(std::uint64_t number) { text_ += fmt::format("{};", number); }
  [[nodiscard]] std::string hash() const {
    const auto code =
        sha256_code(std::span(reinterpret_cast<const unsigned char*>(text_.data()), text_.size()));
    std::string digits;
    for (const unsigned char byte : code) digits += fmt::format("{:02x}", byte);
    return digits;
  }

 private:
  std::string text_;
};

}  // namespace

std::string verdict_file_name(const RuleSet& rules, bool strict_checksums, std::string_view repository) {
  std::string build_id;
  dl_iterate_phdr(find_build_id, &build_id);
  if (build_id.empty()) return {};
  Parts parts;
  parts.add(TRAWL_VERSION);
  parts.add(build_id);
  parts.add(PatternDatabase::library_version());
  parts.add(strict_checksums ? 1 : 0);
  parts.add(repository);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const SecretRule& rule = rules[i];
    parts.add(rules.enabled(i) ? 1 : 0);
    parts.add(rule.rule.id);
    parts.add(rule.pattern);
    parts.add(rule.checksum);
    parts.add(rule.structure);
    parts.add(rule.keywords.size());
    for (const std::string_view keyword : rule.keywords) parts.add(keyword);
    parts.add(fmt::format("{}", rule.min_entropy));
    parts.add((rule.generic ? 1 : 0) + (rule.text_only ? 2 : 0));
  }
  return parts.hash() + ".verdicts";
}

}  // namespace trawl
