#include "engine/scan/engine_factory.h"

#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/store/file.h"
#include "engine/store/hmac_sha256.h"

namespace trawl {
namespace {

constexpr std::string_view kMagic = "trawl compiled rules 1\n";
constexpr std::size_t kMostCached = std::size_t{256} << 20;

std::string hexadecimal(const HmacSha256::Code& code) {
  return fmt::format("{:02x}", fmt::join(code, ""));
}

std::string digest_of(std::string_view bytes) {
  return hexadecimal(sha256_code({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}));
}

// Everything that the compiled form depends on, and nothing else: a changed description compiles nothing
// again.
std::string cache_name(const RuleSet& rules, CpuTier tier) {
  std::string content = fmt::format("{}{}\n{}\n", kMagic, PatternDatabase::library_version(), name_of(tier));
  for (std::size_t i = rules.built_in_count(); i < rules.size(); ++i) {
    if (rules.enabled(i)) content += fmt::format("{} {} {}\n", i, rules[i].stub.size(), rules[i].stub);
  }
  return digest_of(content) + ".hsdb";
}

std::optional<PatternDatabase> cached(const std::string& path) {
  const Result<std::string> file =
      read_regular_file(path, {.most_bytes = kMostCached, .private_to_user = true});
  if (!file) return std::nullopt;
  std::string_view rest = *file;
  constexpr std::size_t kDigest = 2 * HmacSha256::kSize;
  if (!rest.starts_with(kMagic) || rest.size() < kMagic.size() + kDigest) return std::nullopt;
  rest.remove_prefix(kMagic.size());
  const std::string_view payload = rest.substr(kDigest);
  if (digest_of(payload) != rest.substr(0, kDigest)) return std::nullopt;
  Result<PatternDatabase> database = PatternDatabase::deserialize({payload.data(), payload.size()});
  if (!database) return std::nullopt;
  return std::move(*database);
}

Result<void> keep(const PatternDatabase& database, const std::string& folder, const std::string& path) {
  const Result<std::string> bytes = database.serialized();
  if (!bytes) return bytes.error();
  if (const auto made = create_private_folders(folder); !made) return made.error();
  const auto created = create_private_file(path, std::string(kMagic) + digest_of(*bytes) + *bytes);
  if (!created) return created.error();
  if (*created) return {};
  // Something of that name is there and was of no use.
  return replace_file(path, std::string(kMagic) + digest_of(*bytes) + *bytes);
}

Result<PatternDatabase> user_database(const RuleSet& rules, CpuTier tier, const std::string& cache_folder,
                                      std::vector<Notification>& notifications) {
  const std::string path = cache_folder.empty() ? "" : cache_folder + "/" + cache_name(rules, tier);
  if (!path.empty()) {
    if (std::optional<PatternDatabase> database = cached(path)) return std::move(*database);
  }
  Result<PatternDatabase> compiled =
      PatternDatabase::compile(rules, rules.built_in_count(), rules.size(), tier);
  if (!compiled || path.empty()) return compiled;
  if (const auto kept = keep(*compiled, cache_folder, path); !kept) {
    notifications.push_back(
        notify(Reason::kRuleCache, "",
               "the compiled rules could not be kept, so the next run compiles them again: " +
                   kept.error().sentence()));
  }
  return compiled;
}

}  // namespace

Result<std::unique_ptr<MatchEngine>> make_engine(const RuleSet& rules, const BuiltinDatabase& builtin,
                                                 const std::string& cache_folder,
                                                 std::vector<Notification>& notifications) {
  const CpuTier tier = host_tier();
  std::vector<PatternDatabase> databases;
  if (rules.built_in_count() > 0) {
    for (const PatternPart part : {PatternPart::kAnywhere, PatternPart::kNearLongRuns}) {
      Result<PatternDatabase> database = builtin(tier, part);
      if (!database) return database.error();
      databases.push_back(std::move(*database));
    }
  }
  bool user_rules = false;
  for (std::size_t i = rules.built_in_count(); i < rules.size(); ++i)
    user_rules = user_rules || rules.enabled(i);
  if (user_rules) {
    Result<PatternDatabase> database = user_database(rules, tier, cache_folder, notifications);
    if (!database) return database.error();
    databases.push_back(std::move(*database));
  }
  return std::make_unique<MatchEngine>(rules, std::move(databases));
}

std::string cache_folder_of(const char* xdg_cache_home, const char* home) {
  if (xdg_cache_home != nullptr && xdg_cache_home[0] == '/') return std::string(xdg_cache_home) + "/trawl";
  if (home != nullptr && home[0] == '/') return std::string(home) + "/.cache/trawl";
  return {};
}

}  // namespace trawl
