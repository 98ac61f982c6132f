#include <string>
void step_4(const std::string &s);
void safe_4(const std::string &s);
void step_3(const std::string &s) { step_4(s + " x"); }
void safe_3(const std::string &s) { safe_4(s); }
