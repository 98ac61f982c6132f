#include "engine/sast/compile_database.h"

#include <nlohmann/json.hpp>

#include "engine/sast/flags.h"

namespace trawl::sast {
namespace {

constexpr std::size_t kMostEntries = 100'000;
constexpr unsigned kMostDepth = 64;
constexpr std::size_t kMostArguments = 10'000;

/// One object of the array, as far as it matters.
struct Entry {
  std::string directory;
  std::string file;
  std::string command;
  std::vector<std::string> arguments;
};

/// Reads the array as a stream: nothing but one entry is kept at a time, and depth is counted, not recursed.
class EntryReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  EntryReader(CompileDatabase& database, std::string_view root) : database_(database), root_(root) {}

  [[nodiscard]] const std::string& problem() const { return problem_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& value) override {
    if (depth_ == 2 && key_ == "directory") entry_.directory = value;
    if (depth_ == 2 && key_ == "file") entry_.file = value;
    if (depth_ == 2 && key_ == "command") entry_.command = value;
    if (depth_ == 3 && key_ == "arguments") {
      if (entry_.arguments.size() >= kMostArguments) return fail("an entry has too many arguments");
      entry_.arguments.push_back(value);
    }
    return true;
  }
  bool start_object(std::size_t) override {
    if (depth_ == 0) return fail("it is no array");
    if (depth_ == 1) entry_ = {};
    return deeper();
  }
  bool key(string_t& name) override {
    if (depth_ == 2) key_ = name;
    return true;
  }
  bool end_object() override {
    --depth_;
    return depth_ != 1 || take();
  }
  bool start_array(std::size_t) override { return deeper(); }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return fail("it is no JSON at byte " + std::to_string(position));
  }

 private:
  bool fail(std::string sentence) {
    if (problem_.empty()) problem_ = std::move(sentence);
    return false;
  }
  bool deeper() { return ++depth_ <= kMostDepth || fail("it is nested too deeply"); }

  bool take() {
    if (++entries_ > kMostEntries)
      return fail("it has more than " + std::to_string(kMostEntries) + " entries");
    const auto directory = path_in_program(entry_.directory, "", root_);
    const auto file = directory ? path_in_program(entry_.file, *directory, root_) : std::nullopt;
    if (!file) {
      ++database_.outside;
      return true;
    }
    std::vector<std::string> arguments =
        entry_.arguments.empty() ? shell_words(entry_.command) : std::move(entry_.arguments);
    // The compiler's own name says nothing that the file's name does not; in the tree, it could be anything.
    if (!arguments.empty()) arguments.erase(arguments.begin());
    CleanFlags clean = clean_flags(arguments, *directory, root_);
    for (const std::string& name : clean.dropped) ++database_.dropped[name];
    if (clean.other_language) {
      ++database_.other_languages;
      return true;
    }
    database_.flags.try_emplace(*file, std::move(clean.flags));
    return true;
  }

  CompileDatabase& database_;
  std::string_view root_;
  Entry entry_;
  std::string key_;
  std::string problem_;
  unsigned depth_ = 0;
  std::size_t entries_ = 0;
};

}  // namespace

Result<CompileDatabase> read_compile_database(std::string_view json, std::string_view root) {
  if (json.size() > kMostCompileDatabaseBytes) return Error("it is larger than 64 MiB");
  CompileDatabase database;
  EntryReader reader(database, root);
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &reader)) {
    return Error(reader.problem().empty() ? "it is no JSON" : reader.problem());
  }
  return database;
}

}  // namespace trawl::sast
