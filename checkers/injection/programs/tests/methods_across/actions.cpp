#include "shape.h"
#include <cstdlib>
#include <iostream>
void RunAction::act(const std::string &s) { system(s.c_str()); }  // EXPECT: command-injection
void ShowAction::act(const std::string &s) { std::cout << s; }
