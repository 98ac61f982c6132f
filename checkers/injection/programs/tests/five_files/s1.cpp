#include <string>
void step_2(const std::string &s);
void safe_2(const std::string &s);
void step_1(const std::string &s) { step_2(s + " x"); }
void safe_1(const std::string &s) { safe_2(s); }
