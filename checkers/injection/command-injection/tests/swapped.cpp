#include <cstdlib>
#include <string>
#include <utility>
void swapped_bad() {
  std::string a = "/bin/date", b = getenv("S");
  std::swap(a, b);
  system(a.c_str());  // EXPECT: command-injection
}
void other_ok() {
  std::string a = "/bin/date", b = "/bin/ls";
  std::swap(a, b);
  system(a.c_str());
}
