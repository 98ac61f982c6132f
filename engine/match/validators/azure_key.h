#pragma once

#include <string_view>

#include "engine/match/validators/validator.h"

namespace trawl {

/// Azure's identifiable keys: base64 with a signature of four characters at a fixed place and a Marvin32 in
/// the last four bytes. One instance per service; keys without the signature are older and give no verdict.
enum class AzureService {
  kStorage,
  kCosmosDb,
  kBatch,
  kApiManagement,
  kMachineLearning,
  kServiceBus,
  kEventHubs,
  kRelay,
  kIot,
  kRedis,
  kEventGrid,
  kContainerRegistry,
  kSearch,
  kFunctions,
};
Validation judge_azure_key(std::string_view key, AzureService service);

template <AzureService service>
Validation judge_azure_key_of(std::string_view key) {
  return judge_azure_key(key, service);
}

/// A key of whichever of these services its signature names: for connection strings that several of them
/// share.
Validation judge_any_azure_key(std::string_view key);

/// Common annotated security keys, 84 or 88 characters with `JQQJ9` at 52; also new DevOps tokens.
Validation judge_azure_cask(std::string_view key);

/// The older DevOps personal access token: 52 characters of lower-case base32.
Validation judge_azure_devops_legacy(std::string_view token);

/// A client secret of Entra ID with `8Q~` at 3; other forms give no verdict.
Validation judge_entra(std::string_view secret);

/// A query string (or URL) with `sig=`: reads `se=`, the expiry.
Validation judge_azure_sas(std::string_view query);

}  // namespace trawl
