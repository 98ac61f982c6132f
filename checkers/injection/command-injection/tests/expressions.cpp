#include <regex.h>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <regex>
#include <string>
void whole_ok() {
  std::string name = getenv("NAME");
  if (!std::regex_match(name, std::regex("[a-z0-9]+(-[a-z0-9]+)*"))) return;
  std::system(("/bin/ls " + name).c_str());
}
void variable_ok() {
  static const std::regex plain("[A-Za-z0-9_.]{1,40}");
  std::string name = getenv("NAME");
  if (!std::regex_match(name, plain)) return;
  std::system(("/bin/ls " + name).c_str());
}
void anchored_ok() {
  std::string name = getenv("NAME");
  if (!std::regex_search(name, std::regex("^\\w+$"))) return;
  std::system(("/bin/ls " + name).c_str());
}
void part_bad() {
  std::string name = getenv("NAME");
  if (!std::regex_search(name, std::regex("[a-z0-9]+"))) return;
  std::system(("/bin/ls " + name).c_str());  // EXPECT: command-injection
}
void one_end_bad() {
  std::string name = getenv("NAME");
  if (!std::regex_search(name, std::regex("^[a-z0-9]+"))) return;
  std::system(("/bin/ls " + name).c_str());  // EXPECT: command-injection
}
void anything_bad() {
  std::string name = getenv("NAME");
  if (!std::regex_match(name, std::regex("[a-z]+.*"))) return;
  std::system(("/bin/ls " + name).c_str());  // EXPECT: command-injection
}
void negated_bad() {
  std::string name = getenv("NAME");
  if (!std::regex_match(name, std::regex("[^|]+"))) return;
  std::system(("/bin/ls " + name).c_str());  // EXPECT: command-injection
}
void turned_bad() {
  std::string name = getenv("NAME");
  if (std::regex_match(name, std::regex("[a-z0-9]+"))) return;
  std::system(("/bin/ls " + name).c_str());  // EXPECT: command-injection
}
void posix_ok() {
  regex_t expression;
  const char* name = getenv("NAME");
  if (name == nullptr || regcomp(&expression, "^[[:alnum:]]+$", REG_EXTENDED | REG_NOSUB) != 0) return;
  if (regexec(&expression, name, 0, nullptr, 0) != 0) return;
  std::system((std::string("/bin/ls ") + name).c_str());
}
void posix_open_bad() {
  regex_t expression;
  const char* name = getenv("NAME");
  if (name == nullptr || regcomp(&expression, "[[:alnum:]]+", REG_EXTENDED | REG_NOSUB) != 0) return;
  if (regexec(&expression, name, 0, nullptr, 0) != 0) return;
  std::system((std::string("/bin/ls ") + name).c_str());  // EXPECT: command-injection
}
bool plain(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
}
void compared_ok() {
  std::string name;
  std::cin >> name;
  if (!plain(name)) return;
  std::system(("/bin/ls " + name).c_str());
}
