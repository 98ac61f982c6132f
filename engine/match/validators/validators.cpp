#include <algorithm>
#include <array>

#include "engine/match/validators/azure_key.h"
#include "engine/match/validators/fixed_shape.h"
#include "engine/match/validators/jwt.h"
#include "engine/match/validators/private_key.h"
#include "engine/match/validators/registry_token.h"
#include "engine/match/validators/service_token.h"
#include "engine/match/validators/validator.h"
#include "engine/match/validators/wallet.h"

namespace trawl {
namespace {

constexpr bool kChecksum = true;
constexpr bool kStructure = false;

// Sorted by name. Unless a description says otherwise, the group `secret` is the whole token with its prefix.
constexpr auto kValidators = std::to_array<ValidatorEntry>({
    {"age-bech32", kChecksum, "AGE-SECRET-KEY-1...: bech32 checksum (BIP-173).", judge_age},
    {"anthropic-suffix", kStructure, "sk-ant-<kind>-: 93 characters and AA.", judge_anthropic},
    {"apify-crc32", kChecksum,
     "apify_api_: CRC-32 of all before the last 6 in base 62; known from one example, so never invalid.",
     judge_apify},
    {"atlassian-crc32", kChecksum,
     "ATATT3, ATCTT3, ATBB and siblings: CRC-32 of all before the last 8 characters, upper hexadecimal "
     "(confirmed on published examples).",
     judge_atlassian},
    {"atlassian-data-center", kStructure,
     "Base64 of digits, a colon and random bytes, perhaps after BBDC-: Jira, Confluence and Bitbucket Data "
     "Center.",
     judge_atlassian_data_center},
    {"aws-account-id", kStructure,
     "Access key id of 20 characters: base32 that holds a 12-digit account, which is read out; old ids (5th "
     "character I or J) give no verdict.",
     judge_aws_account_id},
    {"aws-bedrock", kStructure,
     "ABSK or bedrock-api-key-: base64 of a labelled key, account read out, or of a presigned URL.",
     judge_aws_bedrock},
    {"aws-session-token", kStructure,
     "STS session token: base64 of a tagged message that begins with origin or er/aws.", judge_aws_session},
    {"azure-acr-marvin32", kChecksum,
     "Container Registry key with signature +ACR: base64 whose last 4 bytes are a Marvin32 (Microsoft's "
     "published method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kContainerRegistry>},
    {"azure-apim-marvin32", kChecksum,
     "API Management key with signature APIM: base64 whose last 4 bytes are a Marvin32 (Microsoft's "
     "published method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kApiManagement>},
    {"azure-batch-marvin32", kChecksum,
     "Batch account key with signature +ABa: base64 whose last 4 bytes are a Marvin32 (Microsoft's published "
     "method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kBatch>},
    {"azure-cask", kChecksum,
     "Common annotated security key, 84 or 88 characters: Marvin32 of the first 60 bytes in the 4 characters "
     "at 80 (Microsoft's published method for identifiable keys).",
     judge_azure_cask},
    {"azure-cosmosdb-marvin32", kChecksum,
     "Cosmos DB key with signature ACDb: base64 whose last 4 bytes are a Marvin32 (Microsoft's published "
     "method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kCosmosDb>},
    {"azure-devops-pat-legacy", kChecksum,
     "The 52 base32 characters of an older DevOps token: masked CRC-32 spread over bytes 22, 8, 7, 2 "
     "(Microsoft's published method).",
     judge_azure_devops_legacy},
    {"azure-eventgrid-marvin32", kChecksum,
     "Event Grid key with signature AZEG: base64 whose last 4 bytes are a Marvin32 (Microsoft's published "
     "method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kEventGrid>},
    {"azure-eventhub-marvin32", kChecksum,
     "Event Hubs key with signature +AEh: base64 whose last 4 bytes are a Marvin32 (Microsoft's published "
     "method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kEventHubs>},
    {"azure-functions-marvin32", kChecksum,
     "Functions key with signature AzFu: base64 whose last 4 bytes are a Marvin32 (Microsoft's published "
     "method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kFunctions>},
    {"azure-iot-marvin32", kChecksum,
     "IoT Hub, device and provisioning key with signature AIoT: base64 whose last 4 bytes are a Marvin32 "
     "(Microsoft's published method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kIot>},
    {"azure-marvin32", kChecksum,
     "Any of Azure's 14 identifiable keys, by the signature in it: Marvin32 (Microsoft's published method "
     "for identifiable keys); no verdict without one.",
     judge_any_azure_key},
    {"azure-ml-classic-marvin32", kChecksum,
     "Machine Learning (classic) key with signature +AMC: base64 whose last 4 bytes are a Marvin32 "
     "(Microsoft's published method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kMachineLearning>},
    {"azure-redis-marvin32", kChecksum,
     "Cache for Redis key with signature AzCa: base64 whose last 4 bytes are a Marvin32 (Microsoft's "
     "published method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kRedis>},
    {"azure-relay-marvin32", kChecksum,
     "Relay key with signature +ARm: base64 whose last 4 bytes are a Marvin32 (Microsoft's published method "
     "for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kRelay>},
    {"azure-sas-expiry", kStructure,
     "Shared access signature as a query string or URL: sig= is 32 bytes of base64 and se= a day, which is "
     "read out; no verdict without either (Azure documentation).",
     judge_azure_sas},
    {"azure-search-marvin32", kChecksum,
     "AI Search key with signature AzSe: base64 whose last 4 bytes are a Marvin32 (Microsoft's published "
     "method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kSearch>},
    {"azure-servicebus-marvin32", kChecksum,
     "Service Bus key with signature +ASb: base64 whose last 4 bytes are a Marvin32 (Microsoft's published "
     "method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kServiceBus>},
    {"azure-storage-marvin32", kChecksum,
     "Storage account key with signature +ASt: base64 whose last 4 bytes are a Marvin32 (Microsoft's "
     "published method for identifiable keys); older keys give no verdict.",
     judge_azure_key_of<AzureService::kStorage>},
    {"base58check-wif", kChecksum,
     "Bitcoin wallet import format: double SHA-256 in the last 4 bytes of base 58.", judge_wif},
    {"base58check-xprv", kChecksum,
     "Extended private key xprv, yprv, zprv or tprv (BIP-32, SLIP-132): base58check.",
     judge_extended_private_key},
    {"basic-auth-base64", kStructure,
     "Base64 of user:password (RFC 7617), perhaps after the word Basic; also Docker's auth and npm's _auth.",
     judge_basic_auth},
    {"bcrypt-cost", kStructure, "$2b$<cost>$ and 53 characters: cost 04 to 31.", judge_bcrypt},
    {"bip39", kChecksum,
     "English BIP-39 phrase of 12 to 24 lower-case words: SHA-256 bits in the last word; words apart by "
     "white space, commas or quotes.",
     judge_bip39},
    {"cloudflare-crc32", kChecksum,
     "cfk_ cfut_ cfat_: CRC-32 of 40 characters as 8 lower hexadecimal digits (confirmed on published "
     "examples).",
     judge_cloudflare},
    {"cloudsmith-crc32", kChecksum,
     "csa_: last 6 characters look like a CRC-32 in base 62; suspected, so never invalid.",
     judge_suspected_crc32},
    {"confluent-crc32", kChecksum,
     "cflt: base64 of the little-endian CRC-32 of the body as last 6 characters (confirmed on published "
     "examples).",
     judge_confluent},
    {"deno-crc32", kChecksum,
     "ddp_: last 6 characters look like a CRC-32 in base 62; suspected, so never invalid.",
     judge_suspected_crc32},
    {"discord-snowflake", kStructure,
     "Bot token of three parts: the first is base64 of a snowflake, whose day is read out (Discord's "
     "documentation).",
     judge_discord},
    {"entra-marvin32", kChecksum,
     "Entra ID client secret with 8Q~ at 3: first digits of a Marvin32 in base 66 as last 3 characters "
     "(Microsoft's published method).",
     judge_entra},
    {"flutterwave-suffix", kStructure, "FLWSECK-, 32 hexadecimal digits and -X.", judge_flutterwave},
    {"fly-macaroon", kStructure,
     "FlyV1 fm2_...: comma-separated base64 of MessagePack macaroons (Fly.io's source).", judge_fly_macaroon},
    {"gcp-service-account", kStructure,
     "The service account file as a JSON object, or its private_key alone: the key as for pem; account read "
     "out.",
     judge_gcp_service_account},
    {"github-app-jwt", kStructure,
     "ghs_<app>_<JWT>, the stateless installation token; other ghs_ give no verdict (RFC 7519).",
     judge_github_app_jwt},
    {"github-crc32", kChecksum,
     "ghp_ gho_ ghu_ ghr_ ghs_: last 6 characters are the CRC-32 of the body in base 62 (GitHub's published "
     "format); a ghs_ is never found invalid.",
     judge_github},
    {"github-fine-grained", kChecksum,
     "github_pat_: 8 of the last 16 characters are base32 of the SHA-256 of all before (confirmed on "
     "published examples).",
     judge_github_fine_grained},
    {"gitlab-routable", kChecksum,
     "Any GitLab prefix, payload, [.01].<length><CRC-32 in base 36, 7 digits> (GitLab's source); reads ids; "
     "tokens without a dot give no verdict.",
     judge_gitlab_routable},
    {"grafana-cloud-json", kStructure,
     "glc_: base64 of a JSON object with o, n, k, m; organisation and region read out.", judge_grafana_cloud},
    {"grafana-crc32", kChecksum,
     "glsa_: CRC-32 of all before the last underscore as little-endian hexadecimal (Grafana's source).",
     judge_grafana_service_account},
    {"grafana-legacy-json", kStructure, "eyJrIjoi...: base64 of a JSON object with k, n, id.",
     judge_grafana_legacy},
    {"groq-marker", kStructure, "gsk_: a marker after 20 characters; its absence gives no verdict.",
     judge_groq},
    {"intercom-token", kStructure, "dG9r...: base64 of a text that begins with tok: .", judge_intercom},
    {"jfrog-reference", kStructure, "cmVmdGtu...: base64 of reftkn:01:<time>:<random>.",
     judge_jfrog_reference},
    {"jwk-private", kStructure,
     "JSON Web Key or set as the whole JSON object, with a private member (RFC 7517); text that is no JSON "
     "gives no verdict.",
     judge_private_jwk},
    {"jwt", kStructure,
     "JSON Web Token: header and payload are JSON objects and the signature's length fits alg (RFC 7518); "
     "alg none and documentation tokens are low.",
     judge_jwt},
    {"kubernetes-sa-jwt", kStructure,
     "JWT with the claims of a Kubernetes service account, which are read out.", judge_kubernetes_jwt},
    {"mapbox-json", kStructure,
     "sk.: base64 of a JSON object with u and a, a dot and 22 characters; user read out.", judge_mapbox},
    {"maxmind-suffix", kStructure, "6 characters, an underscore, 29 and _mmk (MaxMind's published format).",
     judge_maxmind},
    {"mercury-suffix", kStructure, "mercury_production_, 4 and 44 characters, _yrucrem.", judge_mercury},
    {"netbird-crc32", kChecksum,
     "nbp_: last 6 characters are the CRC-32 of the body in base 62 (NetBird's source).", judge_netbird},
    {"ngrok-ksuid", kStructure,
     "27 base 62 digits that are a KSUID, an underscore and 21 characters; day read out.", judge_ngrok},
    {"nkey-crc16", kChecksum,
     "NATS seed, 58 base32 characters from S: CRC-16/XMODEM in the last 2 bytes (NATS nkeys); reads the "
     "role.",
     judge_nkey},
    {"npm-crc32", kChecksum,
     "npm_: last 6 characters are the CRC-32 of the body in base 62 (npm's published format).", judge_npm},
    {"nuget", kStructure,
     "oy2..., 46 characters: base32 of v4 and 10 bytes, then of 16 bytes (NuGet Gallery's source).",
     judge_nuget},
    {"onepassword-json", kStructure,
     "ops_: base64 of a JSON object with secretKey and muk; sign-in address read out.", judge_onepassword},
    {"openai-marker", kStructure, "sk-...: base64 of OpenAI between two parts of one length.", judge_openai},
    {"openssh-key", kStructure,
     "The text from BEGIN to END of an OpenSSH private key (OpenSSH PROTOCOL.key); encrypted is medium; "
     "other labels give no verdict.",
     judge_openssh_key},
    {"pem", kStructure,
     "The text from BEGIN to END, quoted or not: PKCS#1, SEC 1, PKCS#8 (DER), OpenSSH, OpenPGP; encrypted is "
     "medium, placeholders are low; no verdict where END is missing.",
     judge_private_key},
    {"pgp-crc24", kChecksum,
     "The text from BEGIN to END of a PGP private key block: CRC-24 line (RFC 4880); encrypted is medium; no "
     "verdict without the line.",
     judge_pgp_key},
    {"prefect-crc32", kChecksum,
     "pnu_: last 6 characters look like a CRC-32 in base 62; suspected, so never invalid.",
     judge_suspected_crc32},
    {"putty-key", kStructure,
     "The .ppk text from PuTTY-User-Key-File- to Private-MAC: counts, base64, algorithm and MAC fit (PuTTY's "
     "documentation); encrypted is medium; no verdict where the MAC is missing.",
     judge_putty_key},
    {"pypi-macaroon", kStructure,
     "pypi-: a version 2 macaroon (libmacaroons) whole to its signature; index read out.",
     judge_pypi_macaroon},
    {"remote-host", kStructure,
     "Invalid for localhost, names without a dot and reserved ones (RFC 2606, RFC 6762); else no verdict.",
     judge_remote_host},
    {"salesforce-session", kStructure,
     "Organisation id 00D..., an exclamation mark and the session; organisation read out.", judge_salesforce},
    {"secp256k1-range", kStructure,
     "64 hexadecimal digits, perhaps after 0x: refutes numbers outside 1 to n-1 (SEC 2), never proves.",
     judge_secp256k1},
    {"sentry-org-json", kStructure,
     "sntrys_: base64 of a JSON object with iat and org, an underscore and 43 characters; organisation read "
     "out.",
     judge_sentry_org},
    {"stellar-crc16", kChecksum,
     "Stellar secret seed, 56 base32 characters: CRC-16/XMODEM in the last 2 bytes (SEP-23).", judge_stellar},
    {"terraform-atlas", kStructure, "14 characters, .atlasv1. and 60 to 70 more.", judge_terraform},
    {"vault-protobuf", kStructure,
     "hvs.: base64url of a SignedToken message (Vault's source); the short form of root tokens gives no "
     "verdict.",
     judge_vault_service},
    {"vercel-crc32", kChecksum,
     "vcp_ vci_ vca_ vcr_ vck_: CRC-32 of 50 characters as 6 in base 62 (confirmed on published examples).",
     judge_vercel},
    {"wireguard-key", kStructure,
     "The 44 base64 characters of a private key: 32 bytes with the bits of Curve25519 clamped.",
     judge_wireguard},
    {"zuplo-crc32", kChecksum,
     "zpka_: CRC-32 of 32 characters, after an underscore, as 8 lower hexadecimal digits (Zuplo's published "
     "format).",
     judge_zuplo},
});

constexpr bool is_sorted_without_twins() {
  for (std::size_t i = 1; i < kValidators.size(); ++i) {
    if (!(kValidators[i - 1].name < kValidators[i].name)) return false;
  }
  return true;
}
static_assert(is_sorted_without_twins());

}  // namespace

std::span<const ValidatorEntry> validators() {
  return kValidators;
}

const ValidatorEntry* find_validator(std::string_view name) {
  const auto* found = std::lower_bound(
      kValidators.begin(), kValidators.end(), name,
      [](const ValidatorEntry& entry, std::string_view sought) { return entry.name < sought; });
  return found != kValidators.end() && found->name == name ? found : nullptr;
}

}  // namespace trawl
