#include "engine/match/validators/azure_key.h"

#include <array>
#include <optional>
#include <span>
#include <string>

#include "engine/match/validators/base_n.h"
#include "engine/match/validators/crc.h"
#include "engine/match/validators/judgement.h"
#include "engine/match/validators/marvin32.h"

namespace trawl {
namespace {

struct Seed {
  std::string_view value;
  std::string_view role;  ///< what a key with this seed opens; empty where there is one kind only
};

struct Format {
  AzureService service;
  std::string_view name;
  std::string_view signature;
  std::size_t signature_at;  ///< characters before it
  std::size_t bytes;         ///< decoded
  Base64Alphabet alphabet;
  std::span<const Seed> seeds;
};

constexpr std::array kDefaultSeed = {Seed{"Default0", ""}};
constexpr std::array kCosmosDbSeeds = {
    Seed{"MastRW00", "primary read-write"}, Seed{"MastRO00", "primary read-only"},
    Seed{"SystRW00", "system read-write"},  Seed{"SystRO00", "system read-only"},
    Seed{"Resour00", "resource"},           Seed{"SysAll00", "system all"},
    Seed{"Encryp00", "encryption"}};
constexpr std::array kBatchSeeds = {Seed{"AbAcct00", ""}};
constexpr std::array kApiManagementSeeds = {Seed{"Tenant00", "direct management"},
                                            Seed{"Gatewy00", "gateway"}, Seed{"GitKey00", "repository"},
                                            Seed{"IoTHub00", "subscription"}};
constexpr std::array kMachineLearningSeeds = {Seed{"Classic0", ""}};
constexpr std::array kMessagingSeeds = {Seed{"Send0000", "send"}, Seed{"Listen00", "listen"},
                                        Seed{"Manage00", "manage"}};
constexpr std::array kIotSeeds = {Seed{"IoTHub00", "hub"}, Seed{"Device00", "device"},
                                  Seed{"DpsKey00", "provisioning service"}};
constexpr std::array kRedisSeeds = {Seed{"Access00", ""}};
constexpr std::array kContainerRegistrySeeds = {Seed{"ACRDflt0", ""}};
constexpr std::array kSearchSeeds = {Seed{"PAdmin00", "admin"}, Seed{"Query000", "query"}};
constexpr std::array kFunctionsSeeds = {Seed{"Functi00", "function"}, Seed{"System00", "system"},
                                        Seed{"Master00", "master"}};

using enum AzureService;
constexpr Base64Alphabet kPlain = Base64Alphabet::kStandard;

constexpr Format kFormats[] = {
    {kStorage, "Storage", "+ASt", 76, 64, kPlain, kDefaultSeed},
    {kCosmosDb, "Cosmos DB", "ACDb", 76, 64, kPlain, kCosmosDbSeeds},
    {kBatch, "Batch", "+ABa", 76, 64, kPlain, kBatchSeeds},
    {kApiManagement, "API Management", "APIM", 76, 64, kPlain, kApiManagementSeeds},
    {kMachineLearning, "Machine Learning", "+AMC", 76, 64, kPlain, kMachineLearningSeeds},
    {kServiceBus, "Service Bus", "+ASb", 33, 32, kPlain, kMessagingSeeds},
    {kEventHubs, "Event Hubs", "+AEh", 33, 32, kPlain, kMessagingSeeds},
    {kRelay, "Relay", "+ARm", 33, 32, kPlain, kMessagingSeeds},
    {kIot, "IoT", "AIoT", 33, 32, kPlain, kIotSeeds},
    {kRedis, "Cache for Redis", "AzCa", 33, 32, kPlain, kRedisSeeds},
    {kEventGrid, "Event Grid", "AZEG", 33, 32, kPlain, kDefaultSeed},
    {kContainerRegistry, "Container Registry", "+ACR", 42, 39, kPlain, kContainerRegistrySeeds},
    {kSearch, "AI Search", "AzSe", 42, 39, kPlain, kSearchSeeds},
    {kFunctions, "Functions", "AzFu", 44, 40, Base64Alphabet::kUrl, kFunctionsSeeds},
};

std::uint32_t little_endian_word(char a, char b, char c, char d) {
  const auto octet = [](char byte) { return static_cast<std::uint32_t>(static_cast<unsigned char>(byte)); };
  return octet(a) | octet(b) << 8 | octet(c) << 16 | octet(d) << 24;
}

bool has_signature_of(std::string_view key, const Format& format) {
  return key.size() >= format.signature_at + 4 && key.substr(format.signature_at, 4) == format.signature;
}

Validation judge(std::string_view key, const Format& format) {
  if (!has_signature_of(key, format)) return no_verdict();
  const std::optional<std::string> bytes = decode_base64(key, format.alphabet);
  if (!bytes || bytes->size() != format.bytes) return invalid();
  const std::string_view covered = std::string_view(*bytes).substr(0, format.bytes - 4);
  const std::string_view tail = std::string_view(*bytes).substr(format.bytes - 4);
  const std::uint32_t checksum = little_endian_word(tail[0], tail[1], tail[2], tail[3]);
  for (const Seed& seed : format.seeds) {
    if (marvin32_of(covered, seed.value) != checksum) continue;
    std::string detail(format.name);
    add_fact(detail, seed.role);
    return valid(std::move(detail));
  }
  return invalid();
}

}  // namespace

Validation judge_azure_key(std::string_view key, AzureService service) {
  for (const Format& format : kFormats) {
    if (format.service == service) return judge(key, format);
  }
  return no_verdict();
}

Validation judge_any_azure_key(std::string_view key) {
  // The emulators of storage and Cosmos DB have one key each, which Microsoft publishes.
  constexpr std::string_view kEmulators[] = {
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50u"
      "SRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
      "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5"
      "DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw=="};
  for (const std::string_view emulator : kEmulators) {
    if (key == emulator) return graded(no_verdict("published key of an emulator"), Severity::kLow);
  }
  Validation result = no_verdict();
  for (const Format& format : kFormats) {
    if (!has_signature_of(key, format)) continue;
    result = judge(key, format);
    if (result.verdict == Verdict::kValid) return result;
  }
  return result;
}

Validation judge_azure_cask(std::string_view key) {
  constexpr std::size_t kCovered = 80;
  constexpr std::size_t kDate = 58;
  constexpr std::size_t kProvider = 76;
  if ((key.size() != 84 && key.size() != 88) || key.substr(52, 5) != "JQQJ9") return invalid();
  const std::optional<std::string> bytes = decode_base64(key.substr(0, kCovered), Base64Alphabet::kEither);
  if (!bytes) return invalid();
  const std::uint32_t checksum = marvin32_of(*bytes, "Default0");
  const char first_three[] = {static_cast<char>(checksum), static_cast<char>(checksum >> 8),
                              static_cast<char>(checksum >> 16)};
  std::string detail = "provider " + shown(key.substr(kProvider, 4));
  const char year = key[kDate];
  const char month = key[kDate + 1];
  if (year >= 'A' && year <= 'Z' && month >= 'A' && month <= 'L') {
    const std::string number = std::to_string(month - 'A' + 1);
    detail +=
        ", allocated " + std::to_string(2024 + (year - 'A')) + (number.size() == 1 ? "-0" : "-") + number;
  }
  const std::string expected = encode_base64(std::string_view(first_three, 3));
  if (key.substr(kCovered, 4) == expected) return valid(std::move(detail));
  // Keys derived or hashed from another (JQQJ9D, JQQJ9H) may encode the checksum otherwise.
  return key[57] == '9' ? invalid(std::move(detail)) : no_verdict(std::move(detail));
}

Validation judge_azure_devops_legacy(std::string_view token) {
  constexpr std::uint32_t kUserMask = 0xe0b9692d;
  constexpr std::uint32_t kApplicationMask = 0x1019f92e;
  const std::optional<std::string> decoded = decode_base32(token, Base32Case::kLower);
  if (!decoded || decoded->size() != 32) return invalid();
  const std::string& bytes = *decoded;
  const std::string covered =
      bytes.substr(0, 2) + bytes.substr(3, 4) + bytes.substr(9, 13) + bytes.substr(23, 9);
  const std::uint32_t mask = crc32_of(covered) ^ little_endian_word(bytes[22], bytes[8], bytes[7], bytes[2]);
  if (mask == kUserMask) return valid("user token");
  if (mask == kApplicationMask) return valid("application token");
  return invalid();
}

Validation judge_entra(std::string_view secret) {
  static constexpr std::string_view kBase66 =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";
  constexpr std::size_t kChecksum = 3;
  constexpr std::size_t kWidth = 6;  // of the whole Marvin32; the last three are dropped
  if (secret.size() < 6 + kChecksum || secret.substr(3, 3) != "8Q~") return no_verdict();
  const std::size_t covered = secret.size() - kChecksum;
  const std::string digits = in_base(marvin32_of(secret.substr(0, covered), "AadPwd00"), kBase66, kWidth);
  return verdict_if(secret.substr(covered) == std::string_view(digits).substr(0, kChecksum));
}

}  // namespace trawl
