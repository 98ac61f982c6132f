#include <cstdlib>
#include <fstream>
#include <string>
void ifstream_bad() { std::ifstream in(getenv("F")); }  // EXPECT: path-traversal
void ofstream_bad() {
  std::string p = std::string("/srv/") + getenv("F");
  std::ofstream out;
  out.open(p.c_str());  // EXPECT: path-traversal
}
void constant_ok() { std::ifstream in("x"); }
