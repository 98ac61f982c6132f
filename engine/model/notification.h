#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace trawl {

/// SARIF's levels: `kError` only where coverage was lost, `kWarning` for caps on results and questionable
/// input, `kNote` for what is left out by design.
enum class NotificationLevel : std::uint8_t { kNote, kWarning, kError };

/// Every reason for which something is said about the run. The order is the order of `descriptor_of`'s table.
enum class Reason : std::uint8_t {
  kUnreadableFile,  ///< could not be opened or read
  kUnreadableDirectory,
  kChangedWhileRead,
  kSpecialFile,  ///< FIFO, socket, device
  kSymbolicLink,
  kNestedRepository,  ///< git directory or submodule, not interpreted
  kExcluded,          ///< by a glob of the user
  kFileTooLarge,      ///< beyond the limit the user set; not read
  kTooManyMatches,    ///< a blob's or the run's cap on results
  kNotARegularPath,   ///< git path that cannot be a location
  kMissingObject,
  kCorruptObject,
  kUnsupportedEncoding,
  kConfigurationIgnored,  ///< configuration or suppression found in the target, not honoured
  kUnusedBaselineEntry,
  kExpiredBaselineEntry,
  kRuleCache,    ///< user rules are being compiled or the cache could not be used
  kIdentityKey,  ///< where the key of fingerprints came from, when it matters
  kInterrupted,
  kTimeout,
  kInternal,  ///< a part failed in a way it should not
  kNothingInScope,
  kUndecodedContent,   ///< container or encoding seen and not opened
  kVerdictCache,       ///< what earlier audits knew of blobs could not be used or kept
  kRefsNotRead,        ///< refs, reflogs or the like of a repository
  kShallowHistory,     ///< history ends where a clone cut it off
  kHistoryAltered,     ///< grafts and replace refs, which are not honoured
  kNotParsed,          ///< a file of configuration that could not be read to its end
  kTemplate,           ///< one that a program fills in first
  kVulnerabilityData,  ///< known vulnerabilities of dependencies were not looked up, or in old data
  kParserFailed,       ///< a C or C++ file killed the parser, or met a limit of it
  kParsedInPart,       ///< a C or C++ file was understood in part only
  kNoParser,           ///< C or C++ in scope, and no worker to parse it
  kAnalysisLimit,      ///< a cap of the analysis of flows was met
  kCompileDatabase,    ///< something in a compile database was not honoured
  kDecodingLimit,      ///< encoded text that a limit left undecoded
  kArchiveLimit,       ///< members of an archive that a limit left unopened
  kUnreadableMember,  ///< a member of an archive, or the archive, that is damaged, encrypted or of an unknown
                      ///< kind
  kCount
};

struct ReasonDescriptor {
  Reason reason;
  std::string_view id;           ///< kebab-case, stable
  std::string_view name;         ///< PascalCase, for SARIF
  std::string_view description;  ///< one sentence
  std::string_view help;         ///< what the user can do
  NotificationLevel level;       ///< the usual one
  bool incomplete;               ///< whether coverage was lost
};

const ReasonDescriptor& descriptor_of(Reason reason);
std::span<const ReasonDescriptor> reason_descriptors();
std::string_view name_of(NotificationLevel level);

/// Something that was in scope and was not examined, or that the user should know about the run.
struct Notification {
  Reason reason = Reason::kInternal;
  NotificationLevel level = NotificationLevel::kError;
  bool incomplete = true;   ///< the run counts as incomplete (exit 3 or 4)
  std::string subject;      ///< path or object, raw bytes; may be empty
  std::string message;      ///< one sentence: what and why, names limits; holds no secret
  std::uint64_t count = 1;  ///< how many of this reason this notification stands for

  friend auto operator<=>(const Notification&, const Notification&) = default;
};

/// A notification with the reason's usual level and weight.
Notification notify(Reason reason, std::string subject, std::string message);

}  // namespace trawl
