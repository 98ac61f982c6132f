#include <cstdlib>
#include <iostream>
#include <string>
static std::string escaped(const std::string &text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}
int main() {
  const char *query = std::getenv("QUERY_STRING");
  std::cout << "Content-type: text/html\n\n";
  if (!query) return 0;
  std::string name = query;
  std::cout << "<h1>Hello " << name << "</h1>";  // EXPECT: cross-site-scripting
  std::cout << "<h1>Hello " << escaped(name) << "</h1>";
  std::cerr << name;
  std::cout << "<p>" << name.size() << "</p>";
}
