#include <cstdlib>
#include <random>
#include <string>
std::string session_token_bad(std::mt19937 &g) {
  std::string token;
  for (int i = 0; i < 16; i++) token += "0123456789abcdef"[g() % 16];  // EXPECT: weak-random
  return token;  // EXPECT: weak-random
}
std::string name_ok(std::mt19937 &g) {
  std::string name;
  for (int i = 0; i < 16; i++) name += "0123456789abcdef"[g() % 16];
  return name;
}
void number_bad() {
  std::string password = std::to_string(rand());  // EXPECT: weak-random
}
