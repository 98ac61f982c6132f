// Run by the build: turns subwords.txt into the C++ source of `subword_table` (subword_table.h).
// usage: write_subword_table LIST OUTPUT. The same list gives the same bytes.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "engine/match/context/subword_table.h"

namespace {

// The number of a word, or 0 if it is not 4 to 8 lower-case letters.
std::uint64_t number_of(const std::string& word) {
  if (word.size() < trawl::kShortestSubword || word.size() > trawl::kLongestSubword) return 0;
  std::uint64_t number = 0;
  for (const char c : word) {
    if (c < 'a' || c > 'z') return 0;
    number = number << 5 | static_cast<std::uint64_t>(c - 'a' + 1);
  }
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: write_subword_table LIST OUTPUT\n", stderr);
    return 2;
  }
  std::vector<std::uint64_t> words;
  std::ifstream list(argv[1]);
  for (std::string line; std::getline(list, line);) {
    const std::uint64_t number = number_of(line);
    if (number == 0) {
      std::fprintf(stderr, "%s:%zu: '%s' is not a word of 4 to 8 lower-case letters\n", argv[1],
                   words.size() + 1, line.c_str());
      return 1;
    }
    words.push_back(number);
  }
  if (words.empty() || words.size() > UINT16_MAX) {
    std::fprintf(stderr, "%s: %zu words; the table holds 1 to %d\n", argv[1], words.size(), UINT16_MAX);
    return 1;
  }
  std::sort(words.begin(), words.end(), [](std::uint64_t a, std::uint64_t b) {
    const std::uint32_t bucket_a = trawl::bucket_of_subword(a);
    const std::uint32_t bucket_b = trawl::bucket_of_subword(b);
    return bucket_a != bucket_b ? bucket_a < bucket_b : a < b;
  });

  std::ofstream out(argv[2]);
  out << "// Written by write_subword_table from subwords.txt. Do not edit.\n\n"
         "#include \"engine/match/context/subword_table.h\"\n\nnamespace trawl {\nnamespace {\n\n"
         "constexpr std::uint64_t kWords[] = {";
  for (std::size_t i = 0; i < words.size(); ++i) out << (i % 8 == 0 ? "\n    " : " ") << words[i] << "u,";
  out << "\n};\n\nconstexpr std::uint16_t kStarts[] = {";
  std::size_t next = 0;
  for (std::uint32_t bucket = 0; bucket <= 1u << trawl::kSubwordBucketBits; ++bucket) {
    while (next < words.size() && trawl::bucket_of_subword(words[next]) < bucket) ++next;
    out << (bucket % 16 == 0 ? "\n    " : " ") << next << ',';
  }
  out << "\n};\n\n}  // namespace\n\nSubwordTable subword_table() {\n  return {kWords, kStarts};\n}\n\n"
         "}  // namespace trawl\n";
  out.flush();
  if (!out) {
    std::fprintf(stderr, "cannot write %s\n", argv[2]);
    return 1;
  }
  return 0;
}
