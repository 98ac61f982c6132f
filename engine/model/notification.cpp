#include "engine/model/notification.h"

#include <array>
#include <cassert>
#include <cstddef>
#include <utility>

namespace trawl {
namespace {

constexpr auto kNote = NotificationLevel::kNote;
constexpr auto kWarning = NotificationLevel::kWarning;
constexpr auto kError = NotificationLevel::kError;

constexpr std::array<ReasonDescriptor, static_cast<std::size_t>(Reason::kCount)> kReasons = {{
    {Reason::kUnreadableFile, "unreadable-file", "UnreadableFile", "A file could not be opened or read.",
     "Give the user who runs trawl permission to read it, or exclude it.", kError, true},
    {Reason::kUnreadableDirectory, "unreadable-directory", "UnreadableDirectory",
     "A directory could not be listed.", "Give permission to list it, or exclude it.", kError, true},
    {Reason::kChangedWhileRead, "changed-while-read", "ChangedWhileRead",
     "A file changed while it was being read.", "Scan again when nothing writes to it.", kError, true},
    {Reason::kSpecialFile, "special-file", "SpecialFile", "A device, FIFO or socket was not opened.",
     "Nothing: such files hold no content to scan.", kNote, false},
    {Reason::kSymbolicLink, "symbolic-link", "SymbolicLink", "A symbolic link was not followed.",
     "Name the place it leads to if that is to be scanned too.", kNote, false},
    {Reason::kNestedRepository, "nested-repository", "NestedRepository",
     "A git directory was not interpreted.", "Scan the repository it belongs to by itself.", kNote, false},
    {Reason::kExcluded, "excluded", "Excluded", "An exclude pattern left files out.",
     "Remove the pattern if they are to be scanned.", kNote, false},
    {Reason::kFileTooLarge, "file-too-large", "FileTooLarge", "A file is larger than the limit.",
     "Raise --max-file-size, or exclude the file.", kError, true},
    {Reason::kTooManyMatches, "too-many-matches", "TooManyMatches", "More matches were found than are kept.",
     "Mend the findings shown, or raise the limit.", kWarning, false},
    {Reason::kNotARegularPath, "irregular-path", "IrregularPath",
     "A git path cannot be a location on a file system.", "Look at the blob by its id.", kWarning, false},
    {Reason::kMissingObject, "missing-object", "MissingObject", "A git object is referenced and absent.",
     "Fetch the whole repository and scan again.", kError, true},
    {Reason::kCorruptObject, "corrupt-object", "CorruptObject", "A git object is damaged.",
     "Run git fsck, restore the object and scan again.", kError, true},
    {Reason::kUnsupportedEncoding, "unsupported-encoding", "UnsupportedEncoding",
     "Text in an encoding that is not read.", "Convert the file to UTF-8.", kError, true},
    {Reason::kConfigurationIgnored, "configuration-ignored", "ConfigurationIgnored",
     "Configuration or suppressions of the scanned tree were not honoured.",
     "Pass them on the command line if you trust them.", kNote, false},
    {Reason::kUnusedBaselineEntry, "unused-baseline-entry", "UnusedBaselineEntry",
     "A baseline entry matches no finding.", "Run trawl baseline prune.", kNote, false},
    {Reason::kExpiredBaselineEntry, "expired-baseline-entry", "ExpiredBaselineEntry",
     "A baseline entry has expired and no longer suppresses.", "Mend the finding or renew the entry.",
     kWarning, false},
    {Reason::kRuleCache, "rule-cache", "RuleCache", "The cache of compiled user rules could not be used.",
     "Make the cache directory writable.", kNote, false},
    {Reason::kIdentityKey, "identity-key", "IdentityKey",
     "Fingerprints are keyed with a key of this run only.",
     "Set TRAWL_IDENTITY_KEY or commit a baseline, so that fingerprints agree between machines.", kNote,
     false},
    {Reason::kInterrupted, "interrupted", "Interrupted", "The run was interrupted; the report is partial.",
     "Run it again to the end.", kError, true},
    {Reason::kTimeout, "timeout", "Timeout", "The time limit ended the run; the report is partial.",
     "Scan less in one run.", kError, true},
    {Reason::kInternal, "internal-error", "InternalError", "A part of trawl failed on an input.",
     "Report it with the input named.", kError, true},
    {Reason::kNothingInScope, "nothing-in-scope", "NothingInScope", "There was nothing to scan.",
     "Check the paths and globs given.", kNote, false},
    {Reason::kUndecodedContent, "undecoded-content", "UndecodedContent",
     "An archive or compressed file was scanned as it is, not opened.", "Unpack it and scan the content.",
     kNote, false},
    {Reason::kVerdictCache, "verdict-cache", "VerdictCache",
     "What earlier audits knew of blobs could not be used or kept.",
     "Name a folder of your own outside of the repository with --cache.", kNote, false},
    {Reason::kRefsNotRead, "refs-not-read", "RefsNotRead",
     "A ref, a reflog or a list of refs could not be read.",
     "Repair the ref, or convert the repository's ref storage to files.", kError, true},
    {Reason::kShallowHistory, "shallow-history", "ShallowHistory", "The clone holds only the end of history.",
     "Fetch the rest (git fetch --unshallow) and scan again.", kError, true},
    {Reason::kHistoryAltered, "history-altered", "HistoryAltered",
     "Grafts or replace refs, which show another history, were not honoured.",
     "Nothing: both sides are scanned as they are.", kNote, false},
    {Reason::kNotParsed, "not-parsed", "NotParsed",
     "A file of configuration could not be parsed; it was searched for secrets only.",
     "Mend the file, or exclude it.", kError, true},
    {Reason::kTemplate, "template", "Template",
     "A template of a file of configuration was searched for secrets only.", "Scan what it is rendered to.",
     kNote, false},
    {Reason::kVulnerabilityData, "vulnerability-data", "VulnerabilityData",
     "Dependencies were not compared with known vulnerabilities, or with old data.",
     "Build an index with trawl vulndb build, and name it with --vulndb.", kError, true},
    {Reason::kParserFailed, "parser-failed", "ParserFailed",
     "A C or C++ file could not be parsed within limits.",
     "Look at the file: it may be hostile, generated or broken. Exclude it if it does not matter.", kError,
     true},
    {Reason::kParsedInPart, "parsed-in-part", "ParsedInPart", "A C or C++ file was understood in part only.",
     "Name the folder of the compile database with --build, or scan the tree that has the missing headers.",
     kNote, false},
    {Reason::kNoParser, "no-parser", "NoParser", "C or C++ in scope was not looked at for flows.",
     "Install trawl-clang beside trawl and run trawl doctor, or ask for secrets only.", kError, true},
    {Reason::kAnalysisLimit, "analysis-limit", "AnalysisLimit", "A limit of the analysis of flows was met.",
     "Nothing: what lies beyond the limit was not followed.", kWarning, false},
    {Reason::kCompileDatabase, "compile-database", "CompileDatabase",
     "Something in a compile database was not honoured.",
     "Nothing if the parse is complete; else write flags that trawl knows.", kNote, false},
    {Reason::kDecodingLimit, "decoding-limit", "DecodingLimit",
     "Encoded text was left undecoded because a limit was reached.",
     "Decode it yourself and scan the result, or exclude the file.", kError, true},
    {Reason::kArchiveLimit, "archive-limit", "ArchiveLimit",
     "An archive was not opened to its end because a limit was reached.",
     "Unpack it and scan the content, or exclude it.", kError, true},
    {Reason::kUnreadableMember, "unreadable-member", "UnreadableMember",
     "A member of an archive is damaged, encrypted or packed in an unknown way.",
     "Unpack it with its own tool and scan the content, or exclude it.", kError, true},
}};

}  // namespace

const ReasonDescriptor& descriptor_of(Reason reason) {
  const ReasonDescriptor& descriptor = kReasons[static_cast<std::size_t>(reason)];
  assert(descriptor.reason == reason);
  return descriptor;
}

std::span<const ReasonDescriptor> reason_descriptors() {
  return kReasons;
}

std::string_view name_of(NotificationLevel level) {
  constexpr std::array<std::string_view, 3> kNames = {"note", "warning", "error"};
  return kNames[static_cast<std::size_t>(level)];
}

Notification notify(Reason reason, std::string subject, std::string message) {
  const ReasonDescriptor& descriptor = descriptor_of(reason);
  return {reason, descriptor.level, descriptor.incomplete, std::move(subject), std::move(message), 1};
}

}  // namespace trawl
