#include "engine/sast/parse.h"

#include <algorithm>
#include <set>
#include <utility>

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/FileManager.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/FrontendActions.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <clang/Lex/PreprocessorOptions.h>
#include <clang/Sema/Sema.h>
#include <clang/Sema/SemaConsumer.h>
#include <clang/Sema/TemplateInstCallback.h>

namespace trawl::sast {
namespace {

constexpr std::uint64_t kMostTokens = 50'000'000;
constexpr std::uint64_t kMostFileEntries = 50'000;
constexpr std::uint64_t kMostInstantiations = 1'000'000;
constexpr std::size_t kMostAutomatic = 4'000;  // names declared in front of a unit
constexpr unsigned kMostPasses = 4;            // of declaring what is missing
constexpr std::string_view kFeaturePrefixes[] = {"HAVE_", "USE_", "ENABLE_", "WITH_"};

/// What one parse found missing.
struct Missing {
  std::set<std::string> types;
  std::set<std::string> variables;
  std::set<std::string> features;
  std::set<std::string> includes;       // not found
  std::set<std::string> include_names;  // base names of all
  std::uint32_t errors = 0;
};

bool is_identifier(std::string_view text) {
  if (text.empty() || text.size() > 200 || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// Whether behind an identifier comes `* name` and then what only follows a declaration.
bool looks_like_declaration(llvm::StringRef behind) {
  behind = behind.ltrim(" \t");
  if (behind.empty() || (behind.front() != '*' && !clang::isAsciiIdentifierStart(behind.front())))
    return false;
  behind = behind.ltrim("* \t");
  const llvm::StringRef name = behind.take_while([](char c) { return clang::isAsciiIdentifierContinue(c); });
  if (name.empty()) return false;
  const llvm::StringRef rest = behind.drop_front(name.size()).ltrim(" \t");
  return !rest.empty() && llvm::StringRef(";=,)[").contains(rest.front());
}

/// Counts errors and gathers the names whose declarations are missing. Renders nothing: a diagnostic's text
/// never leaves the process.
class MissingNames final : public clang::DiagnosticConsumer {
 public:
  explicit MissingNames(Missing& missing) : missing_(missing) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override {
    if (level < clang::DiagnosticsEngine::Error) return;
    ++missing_.errors;
    switch (diagnostic.getID()) {
      case clang::diag::err_unknown_typename:
        note(diagnostic, missing_.types);
        break;
      case clang::diag::err_undeclared_var_use:
      case clang::diag::err_undeclared_use:
        note(diagnostic, is_type_at(diagnostic) ? missing_.types : missing_.variables);
        break;
      default:
        break;
    }
  }

 private:
  static void note(const clang::Diagnostic& diagnostic, std::set<std::string>& names) {
    std::string name;
    for (unsigned i = 0; i < diagnostic.getNumArgs() && name.empty(); ++i) {
      if (diagnostic.getArgKind(i) == clang::DiagnosticsEngine::ak_identifierinfo) {
        name = diagnostic.getArgIdentifier(i)->getName().str();
      } else if (diagnostic.getArgKind(i) == clang::DiagnosticsEngine::ak_declarationname) {
        name = clang::DeclarationName::getFromOpaqueInteger(diagnostic.getRawArg(i)).getAsString();
      }
    }
    if (is_identifier(name) && names.size() < kMostAutomatic) names.insert(name);
  }

  static bool is_type_at(const clang::Diagnostic& diagnostic) {
    if (!diagnostic.hasSourceManager() || diagnostic.getLocation().isMacroID()) return false;
    const clang::SourceManager& sources = diagnostic.getSourceManager();
    const auto [file, offset] = sources.getDecomposedLoc(diagnostic.getLocation());
    const llvm::StringRef text = sources.getBufferData(file).drop_front(offset);
    const llvm::StringRef behind =
        text.drop_while([](char c) { return clang::isAsciiIdentifierContinue(c); }).take_front(256);
    return looks_like_declaration(behind);
  }

  Missing& missing_;
};

/// Budgets that act before the clock does: the same input ends in the same place on every machine.
class Budget {
 public:
  explicit Budget(const std::function<void(std::string_view)>& on_limit) : on_limit_(on_limit) {}
  void token() { count(tokens_, kMostTokens, "tokens"); }
  void file_entry() { count(entries_, kMostFileEntries, "file-entries"); }
  void instantiation() { count(instantiations_, kMostInstantiations, "template-instantiations"); }

 private:
  void count(std::uint64_t& number, std::uint64_t limit, std::string_view name) const {
    if (++number > limit && on_limit_) on_limit_(name);
  }
  const std::function<void(std::string_view)>& on_limit_;
  std::uint64_t tokens_ = 0;
  std::uint64_t entries_ = 0;
  std::uint64_t instantiations_ = 0;
};

class Includes final : public clang::PPCallbacks {
 public:
  Includes(clang::Preprocessor& preprocessor, Missing& missing, Budget& budget)
      : preprocessor_(preprocessor), missing_(missing), budget_(budget) {}

  void InclusionDirective(clang::SourceLocation, const clang::Token&, clang::StringRef name, bool,
                          clang::CharSourceRange, clang::OptionalFileEntryRef file, clang::StringRef,
                          clang::StringRef, const clang::Module*, bool,
                          clang::SrcMgr::CharacteristicKind) override {
    missing_.include_names.insert(name.rsplit('/').second.empty() ? name.str()
                                                                  : name.rsplit('/').second.str());
    if (!file) missing_.includes.insert(name.str());
  }

  void LexedFileChanged(clang::FileID, LexedFileChangeReason reason, clang::SrcMgr::CharacteristicKind,
                        clang::FileID, clang::SourceLocation) override {
    if (reason == LexedFileChangeReason::EnterFile) budget_.file_entry();
  }

  void SourceRangeSkipped(clang::SourceRange range, clang::SourceLocation) override {
    const clang::SourceManager& sources = preprocessor_.getSourceManager();
    if (!sources.isWrittenInMainFile(range.getBegin())) return;
    const auto [file, offset] = sources.getDecomposedLoc(range.getBegin());
    llvm::StringRef line =
        sources.getBufferData(file).drop_front(offset).take_until([](char c) { return c == '\n'; });
    if (line.contains("ifndef")) return;
    while (!line.empty()) {
      line = line.drop_until([](char c) { return clang::isAsciiIdentifierStart(c); });
      const llvm::StringRef name =
          line.take_while([](char c) { return clang::isAsciiIdentifierContinue(c); });
      line = line.drop_front(name.size());
      const bool feature =
          std::any_of(std::begin(kFeaturePrefixes), std::end(kFeaturePrefixes),
                      [&](std::string_view prefix) { return name.starts_with(llvm::StringRef(prefix)); });
      if (feature && !preprocessor_.isMacroDefined(name) && is_identifier(name.str())) {
        missing_.features.insert(name.str());
      }
    }
  }

 private:
  clang::Preprocessor& preprocessor_;
  Missing& missing_;
  Budget& budget_;
};

class Instantiations final : public clang::TemplateInstantiationCallback {
 public:
  explicit Instantiations(Budget& budget) : budget_(budget) {}
  void initialize(const clang::Sema&) override {}
  void finalize(const clang::Sema&) override {}
  void atTemplateBegin(const clang::Sema&, const clang::Sema::CodeSynthesisContext&) override {
    budget_.instantiation();
  }
  void atTemplateEnd(const clang::Sema&, const clang::Sema::CodeSynthesisContext&) override {}

 private:
  Budget& budget_;
};

/// Hands the finished unit on, and lets the parser skip bodies of headers that are ours.
class Consumer final : public clang::SemaConsumer {
 public:
  Consumer(clang::CompilerInstance& instance, Budget& budget,
           std::function<void(clang::CompilerInstance&)> finished)
      : instance_(instance), budget_(budget), finished_(std::move(finished)) {}

  void InitializeSema(clang::Sema& sema) override {
    sema.TemplateInstCallbacks.push_back(std::make_unique<Instantiations>(budget_));
  }
  void HandleTranslationUnit(clang::ASTContext&) override { finished_(instance_); }
  bool shouldSkipFunctionBody(clang::Decl* declaration) override {
    return !in_program(declaration->getASTContext(), declaration->getLocation());
  }

 private:
  clang::CompilerInstance& instance_;
  Budget& budget_;
  std::function<void(clang::CompilerInstance&)> finished_;
};

class Action final : public clang::ASTFrontendAction {
 public:
  Action(Missing& missing, Budget& budget, std::function<void(clang::CompilerInstance&)> finished)
      : missing_(missing), budget_(budget), finished_(std::move(finished)) {}

 protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& instance,
                                                        llvm::StringRef) override {
    clang::Preprocessor& preprocessor = instance.getPreprocessor();
    preprocessor.addPPCallbacks(std::make_unique<Includes>(preprocessor, missing_, budget_));
    preprocessor.setTokenWatcher([this](const clang::Token&) { budget_.token(); });
    return std::make_unique<Consumer>(instance, budget_, finished_);
  }

 private:
  Missing& missing_;
  Budget& budget_;
  std::function<void(clang::CompilerInstance&)> finished_;
};

bool is_cxx(const ParseRequest& request) {
  return std::find(request.flags.begin(), request.flags.end(), "-xc++") != request.flags.end();
}

/// What names of integer types stand for where no header says so: a structure in their place makes an error
/// of every calculation, and with it the calls around disappear from the tree.
std::string_view integer_type_of(std::string_view name) {
  struct Named {
    std::string_view name;
    std::string_view type;
  };
  static constexpr Named kNamed[] = {
      {"size_t", "unsigned long"},
      {"ssize_t", "long"},
      {"ptrdiff_t", "long"},
      {"intptr_t", "long"},
      {"uintptr_t", "unsigned long"},
      {"off_t", "long"},
      {"off64_t", "long"},
      {"loff_t", "long"},
      {"time_t", "long"},
      {"pid_t", "int"},
      {"uid_t", "unsigned"},
      {"gid_t", "unsigned"},
      {"mode_t", "unsigned"},
      {"socklen_t", "unsigned"},
      {"in_addr_t", "unsigned"},
      {"in_port_t", "unsigned short"},
      {"errno_t", "int"},
      {"rsize_t", "unsigned long"},
      {"wint_t", "unsigned"},
      {"intmax_t", "long"},
      {"uintmax_t", "unsigned long"},
      {"int8_t", "signed char"},
      {"uint8_t", "unsigned char"},
      {"int16_t", "short"},
      {"uint16_t", "unsigned short"},
      {"int32_t", "int"},
      {"uint32_t", "unsigned"},
      {"int64_t", "long"},
      {"uint64_t", "unsigned long"},
      {"u_char", "unsigned char"},
      {"u_short", "unsigned short"},
      {"u_int", "unsigned"},
      {"u_long", "unsigned long"},
      {"u_int8_t", "unsigned char"},
      {"u_int16_t", "unsigned short"},
      {"u_int32_t", "unsigned"},
      {"u_int64_t", "unsigned long"},
      {"uchar", "unsigned char"},
      {"ushort", "unsigned short"},
      {"uint", "unsigned"},
      {"ulong", "unsigned long"},
      {"u8", "unsigned char"},
      {"u16", "unsigned short"},
      {"u32", "unsigned"},
      {"u64", "unsigned long"},
      {"s8", "signed char"},
      {"s16", "short"},
      {"s32", "int"},
      {"s64", "long"},
      {"i8", "signed char"},
      {"i16", "short"},
      {"i32", "int"},
      {"i64", "long"},
      {"uint8", "unsigned char"},
      {"uint16", "unsigned short"},
      {"uint32", "unsigned"},
      {"uint64", "unsigned long"},
      {"int8", "signed char"},
      {"int16", "short"},
      {"int32", "int"},
      {"int64", "long"},
  };
  for (const Named& named : kNamed) {
    if (named.name == name) return named.type;
  }
  return {};
}

/// Declarations of what is missing: in C a statement that uses one undeclared name disappears from the tree,
/// with all its calls.
std::string prelude_of(const Missing& missing, bool cxx) {
  std::string text;
  for (const std::string& type : missing.types) {
    if (const std::string_view integer = integer_type_of(type); !integer.empty()) {
      text += "typedef " + std::string(integer) + " " + type + ";\n";
      continue;
    }
    if (cxx)
      text.append("struct ")
          .append(type)
          .append(" { template <class... A> ")
          .append(type)
          .append("(A...); };\n");
    else
      text.append("typedef struct __auto_")
          .append(type)
          .append(" { int __auto; } ")
          .append(type)
          .append(";\n");
  }
  for (const std::string& variable : missing.variables) {
    if (!missing.types.contains(variable)) text += "extern int " + variable + ";\n";
  }
  return text;
}

std::vector<std::string> command_of(const ParseRequest& request) {
  std::vector<std::string> words = {"clang", "--no-default-config", "-no-canonical-prefixes",
                                    "-fsyntax-only"};
  words.insert(words.end(),
               {"-resource-dir=/trawl", "-nostdinc", "-nostdinc++", "-ferror-limit=0", "-fexceptions",
                "-fcxx-exceptions", "-ftemplate-depth=900", "-fconstexpr-depth=256",
                "-fconstexpr-steps=200000", "-fbracket-depth=256", "-w", "-Wno-implicit-function-declaration",
                "-Wno-implicit-int", "-Wno-int-conversion", "-Wno-incompatible-function-pointer-types",
                "-Wno-c++11-narrowing", "-Wno-return-mismatch", "-fno-spell-checking", "-iquote/index"});
  words.insert(words.end(), request.flags.begin(), request.flags.end());
  words.insert(words.end(),
               {"-I/paths", "-isystem", "/trawl/clang", "-isystem", "/trawl/stubs", "-idirafter", "/index"});
  words.push_back(std::string(kProgramRoot) + request.path);
  return words;
}

/// One parse. Returns whether there was a unit to look at.
bool parse_once(const ParseRequest& request, ProgramFiles& files, const std::vector<std::string>& features,
                const std::string& prelude, Missing& missing,
                const std::function<void(clang::CompilerInstance&)>& use) {
  Budget budget(request.on_limit);
  const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> view(&files);
  MissingNames names(missing);
  const auto diagnostics = clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions, &names,
                                                                      /*ShouldOwnClient=*/false);
  std::vector<std::string> words = command_of(request);
  for (const std::string& feature : features) words.insert(words.end() - 1, "-D" + feature + "=1");
  std::vector<const char*> arguments;
  arguments.reserve(words.size());
  for (const std::string& word : words) arguments.push_back(word.c_str());
  clang::CreateInvocationOptions options;
  options.Diags = diagnostics;
  options.VFS = view;
  options.RecoverOnError = true;
  std::shared_ptr<clang::CompilerInvocation> invocation = clang::createInvocation(arguments, options);
  missing.errors = 0;
  if (invocation == nullptr) return false;
  // What a target could bring in through flags; the allow-list lets none of it pass.
  invocation->getFrontendOpts().Plugins.clear();
  invocation->getFrontendOpts().SkipFunctionBodies = true;
  invocation->getFrontendOpts().DisableFree = false;
  invocation->getPreprocessorOpts().DisablePragmaDebugCrash = true;
  if (!prelude.empty()) {
    // In front of everything else, so that no line of the program moves.
    auto& remapped = invocation->getPreprocessorOpts();
    remapped.addRemappedFile("/trawl/prelude.h",
                             llvm::MemoryBuffer::getMemBufferCopy(prelude, "/trawl/prelude.h").release());
    remapped.Includes.insert(remapped.Includes.begin(), "/trawl/prelude.h");
  }
  clang::CompilerInstance instance;
  instance.setInvocation(invocation);
  instance.setDiagnostics(diagnostics.get());
  // A missing include is fatal by itself, and would end later includes and the instantiation of templates.
  instance.getDiagnostics().setFatalsAsError(true);
  instance.getDiagnostics().setErrorLimit(0);
  instance.setFileManager(new clang::FileManager(clang::FileSystemOptions(), view));
  bool used = false;
  Action action(missing, budget, [&](clang::CompilerInstance& finished) {
    used = true;
    use(finished);
  });
  instance.ExecuteAction(action);
  return used;
}

}  // namespace

ParseOutcome parse_unit(const ParseRequest& request, ProgramFiles& files,
                        const std::function<void(const Unit&)>& use) {
  files.begin_unit(request.path);
  ParseOutcome outcome;
  const bool cxx = is_cxx(request);
  std::set<std::string> includes;
  std::set<std::string> missed;
  Missing declared;
  std::set<std::string> features;
  std::set<std::pair<std::string, unsigned>> known;

  // A unit is parsed and thrown away until no name is missing that was not declared for it already; the last
  // parse is used.
  const auto attempt = [&](unsigned variant) {
    std::vector<std::string> on;
    if (variant != 0) on.assign(features.begin(), features.end());
    for (unsigned pass = 0; pass < kMostPasses; ++pass) {
      Missing missing;
      ++outcome.passes;
      bool wants_more = false;
      const bool last = pass + 1 == kMostPasses;
      const bool used = parse_once(
          request, files, on, prelude_of(declared, cxx), missing, [&](clang::CompilerInstance& instance) {
            for (const std::string& type : missing.types) wants_more |= declared.types.insert(type).second;
            for (const std::string& name : missing.variables)
              wants_more |= declared.variables.insert(name).second;
            if (wants_more && !last) return;
            use(Unit{request.path, variant, instance.getASTContext(), instance.getPreprocessor(), &known});
          });
      includes.insert(missing.include_names.begin(), missing.include_names.end());
      missed.insert(missing.includes.begin(), missing.includes.end());
      if (variant == 0) {
        features = missing.features;
        // As the file is written: what was declared for it is not understood by that.
        if (pass == 0) outcome.errors = missing.errors;
      }
      if (used) outcome.parsed = true;
      if (!used || !wants_more) break;
    }
  };
  attempt(0);
  if (outcome.parsed && !features.empty()) attempt(1);
  outcome.missed.assign(missed.begin(), missed.end());
  outcome.include_names.assign(includes.begin(), includes.end());
  outcome.read = files.read_paths();
  return outcome;
}

}  // namespace trawl::sast
