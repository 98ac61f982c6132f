#include <iostream>
#include <string>
bool log_in_bad() {
  std::string password;
  std::getline(std::cin, password);
  return password == "letMeIn!42";  // EXPECT: hard-coded-credential
}
bool quit_ok() {
  std::string line;
  std::getline(std::cin, line);
  return line == "quit";
}
