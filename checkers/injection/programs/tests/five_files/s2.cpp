#include <string>
void step_3(const std::string &s);
void safe_3(const std::string &s);
void step_2(const std::string &s) { step_3(s + " x"); }
void safe_2(const std::string &s) { safe_3(s); }
