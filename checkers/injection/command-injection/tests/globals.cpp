// Objects of classes that outlive a function: written here, read there.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>
std::string assigned, filled, typed, fixed;
std::vector<std::string> list;
std::map<std::string, std::string> table;
std::ostringstream stream;
static char buffer[100];
static char other[100];
struct Order {
  std::string path;
  std::vector<std::string> options;
} order;
static void fill(std::string &text) { text = std::getenv("Q"); }
static void fill_buffer(char *text) { fgets(text, 100, stdin); }
void write_all() {
  assigned = std::getenv("Q");
  fill(filled);
  fill_buffer(buffer);
  strcpy(other, "/bin/ls");
  std::getline(std::cin, typed);
  list.push_back(std::getenv("Q"));
  table["a"] = std::getenv("Q");
  stream << std::getenv("Q");
  order.path = std::getenv("Q");
  order.options.emplace_back(std::getenv("R"));
  fixed = "/bin/ls";
}
void assigned_bad() { std::system(assigned.c_str()); }                                // EXPECT: command-injection
void filled_bad() { std::system(filled.c_str()); }                                    // EXPECT: command-injection
void buffer_bad() { std::system(buffer); }                                            // EXPECT: command-injection
void typed_bad() { std::system(typed.c_str()); }                                      // EXPECT: command-injection
void list_bad() { for (const auto &one : list) std::system(one.c_str()); }            // EXPECT: command-injection
void table_bad() { std::system(table["a"].c_str()); }                                 // EXPECT: command-injection
void stream_bad() { std::system(stream.str().c_str()); }                              // EXPECT: command-injection
void path_bad() { std::system(order.path.c_str()); }                                  // EXPECT: command-injection
void options_bad() { std::system(order.options[0].c_str()); }                         // EXPECT: command-injection
void fixed_ok() { std::system(fixed.c_str()); }
void other_ok() { std::system(other); }

// The only object of a class.
class Settings {
 public:
  static Settings &instance() {
    static Settings only;
    return only;
  }
  void set_name(const std::string &name) { name_ = name; }
  const std::string &name() const { return name_; }
  const std::string &version() const { return version_; }
  std::string open;

 private:
  std::string name_;
  std::string version_ = "/bin/ls";
};
void settings_write() {
  Settings::instance().set_name(std::getenv("Q"));
  Settings::instance().open = std::getenv("Q");
}
void settings_bad() { std::system(Settings::instance().name().c_str()); }             // EXPECT: command-injection
void settings_open_bad() { std::system(Settings::instance().open.c_str()); }          // EXPECT: command-injection
void settings_ok() { std::system(Settings::instance().version().c_str()); }
struct Plain {
  char name[64];
  char fixed[64];
};
Plain *plain() {
  static Plain only;
  return &only;
}
void plain_write() { std::strncpy(plain()->name, std::getenv("Q"), 63); }
void plain_bad() { std::system(plain()->name); }                                      // EXPECT: command-injection
void plain_ok() { std::system(plain()->fixed); }
std::string &slot() {
  static std::string text;
  return text;
}
void slot_write() { slot() = std::getenv("Q"); }
void slot_bad() { std::system(slot().c_str()); }                                      // EXPECT: command-injection

// Calls that are chained on what they return.
struct Line {
  std::string text;
  Line &operator<<(const char *more) {
    text += more;
    return *this;
  }
  Line &add(const char *more) {
    text += more;
    return *this;
  }
  operator const char *() const { return text.c_str(); }
};
void chained_bad() {
  Line line;
  line << "/bin/ls " << std::getenv("Q");
  std::system(line);  // EXPECT: command-injection
}
void chained_calls_bad() {
  Line line;
  line.add("/bin/ls ").add(std::getenv("Q"));
  std::system(line);  // EXPECT: command-injection
}
void chained_ok() {
  Line line;
  line << "/bin/ls " << "-l";
  std::system(line);
}
