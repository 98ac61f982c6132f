#include <string>
void step_5(const std::string &s);
void safe_5(const std::string &s);
void step_4(const std::string &s) { step_5(s + " x"); }
void safe_4(const std::string &s) { safe_5(s); }
