#include <cstdlib>
#include <string>
void step_1(const std::string &s);
void safe_1(const std::string &s);
void step_5(const std::string &s) { system(s.c_str()); }  // EXPECT: command-injection
void safe_5(const std::string &s) { system(s.c_str()); }
void begin_bad() { step_1(getenv("A")); }
void begin_ok() {
  const char *unused = getenv("A");
  safe_1(unused != nullptr ? "ls" : "ps");
}
