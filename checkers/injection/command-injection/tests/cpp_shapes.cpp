// C++: strings, streams, containers, classes, templates, lambdas, exceptions.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <functional>
#include <iostream>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace strings {
void append_bad() {
  std::string s = "ls ";
  s += getenv("A");
  system(s.c_str());  // EXPECT: command-injection
}
void plus_bad() {
  std::string s = std::string("ls ") + getenv("A");
  system(s.c_str());  // EXPECT: command-injection
}
void replaced_ok() {
  std::string s = getenv("A");
  s = "ls";
  system(s.c_str());
}
void substr_bad() {
  std::string s(getenv("A"));
  std::string t = s.substr(1, 3);
  system(t.data());  // EXPECT: command-injection
}
void stream_bad() {
  std::ostringstream out;
  out << "ls " << getenv("A") << " x";
  system(out.str().c_str());  // EXPECT: command-injection
}
void stream_ok() {
  std::ostringstream out;
  out << "ls " << std::atoi(getenv("A"));
  system(out.str().c_str());
}
void cin_bad() {
  std::string s;
  std::cin >> s;
  system(s.c_str());  // EXPECT: command-injection
}
void getline_bad() {
  std::string s;
  std::getline(std::cin, s);
  system(s.c_str());  // EXPECT: command-injection
}
void file_bad() {
  std::ifstream in("x");
  std::string s;
  std::getline(in, s);
  system(s.c_str());  // EXPECT: command-injection
}
void stringstream_ok() {
  std::istringstream in("ls ps");
  std::string s;
  std::getline(in, s);
  system(s.c_str());
}
void number_ok() {
  std::string s = getenv("A");
  int n = std::stoi(s);
  std::string t = "kill " + std::to_string(n);
  system(t.c_str());
}
void equal_ok() {
  std::string s = getenv("A");
  if (s == "ls") system(s.c_str());
}
void not_equal_early_ok() {
  std::string s = getenv("A");
  if (s != "ls") return;
  system(s.c_str());
}
void find_first_not_of_ok() {
  std::string s = getenv("A");
  if (s.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) return;
  system(s.c_str());
}
void find_bad() {
  std::string s = getenv("A");
  if (s.find(";") != std::string::npos) return;
  system(s.c_str());  // EXPECT: command-injection
}
void range_loop_ok() {
  std::string s = getenv("A");
  for (char c : s) {
    if (!isalnum(static_cast<unsigned char>(c))) return;
  }
  system(s.c_str());
}
void set_ok() {
  static const std::set<std::string> known = {"ls", "ps"};
  std::string s = getenv("A");
  if (known.count(s)) system(s.c_str());
}
}  // namespace strings

namespace containers {
void vector_bad() {
  std::vector<char *> v;
  v.push_back(getenv("A"));
  char *data = v[0];
  system(data);  // EXPECT: command-injection
}
void vector_ok() {
  std::vector<std::string> v;
  v.push_back("ls");
  if (getenv("A")) system(v[0].c_str());
}
void vector_string_bad() {
  std::vector<std::string> v;
  std::string s = getenv("A");
  v.push_back(s);
  system(v.back().c_str());  // EXPECT: command-injection
}
void list_bad() {
  std::list<std::string> v;
  v.push_back(getenv("A"));
  for (const std::string &s : v) system(s.c_str());  // EXPECT: command-injection
}
void iterator_bad() {
  std::deque<std::string> v;
  v.emplace_back(getenv("A"));
  for (auto it = v.begin(); it != v.end(); ++it) system(it->c_str());  // EXPECT: command-injection
}
void map_bad() {
  std::map<int, std::string> m;
  m[1] = getenv("A");
  std::string t = m[1];
  system(t.c_str());  // EXPECT: command-injection
}
void map_find_bad() {
  std::map<int, char *> m;
  m.insert(std::make_pair(1, getenv("A")));
  auto it = m.find(1);
  if (it != m.end()) system(it->second);  // EXPECT: command-injection
}
void pair_bad() {
  std::pair<int, std::string> p(1, getenv("A"));
  system(p.second.c_str());  // EXPECT: command-injection
}
static void use_vector(const std::vector<char *> &v) { system(v.at(2)); }  // EXPECT: command-injection
void vector_argument_bad() {
  std::vector<char *> v(3, getenv("A"));
  use_vector(v);
}
}  // namespace containers

namespace classes {
class Runner {
 public:
  explicit Runner(const char *command) : command_(command) {}
  void run() const { system(command_.c_str()); }  // EXPECT: command-injection
 private:
  std::string command_;
};
void constructor_bad() {
  Runner r(getenv("A"));
  r.run();
}
class Holder {
 public:
  void set(char *p) { p_ = p; }
  char *get() const { return p_; }
 private:
  char *p_ = nullptr;
};
void setter_bad() {
  Holder h;
  h.set(getenv("A"));
  system(h.get());  // EXPECT: command-injection
}
void setter_ok() {
  Holder h;
  h.set(const_cast<char *>("ls"));
  if (getenv("A")) system(h.get());
}
class Base {
 public:
  virtual ~Base() = default;
  virtual void act(const char *s) const = 0;
};
class Bad : public Base {
 public:
  void act(const char *s) const override { system(s); }
};
class Good : public Base {
 public:
  void act(const char *s) const override { std::cout << s; }
};
void virtual_bad() {
  Base *b = new Bad;
  b->act(getenv("A"));  // EXPECT: command-injection
  delete b;
}
void virtual_ok() {
  Base *b = new Good;
  b->act(getenv("A"));
  delete b;
}
static void through(const Base &b, const char *s) { b.act(s); }
void virtual_reference_bad() {
  Bad b;
  through(b, getenv("B"));  // EXPECT: command-injection
}
class AtEnd {
 public:
  explicit AtEnd(char *p) : p_(p) {}
  ~AtEnd() { system(p_); }  // EXPECT: command-injection
 private:
  char *p_;
};
void destructor_bad() { AtEnd a(getenv("A")); }
class AtEnd2 {
 public:
  explicit AtEnd2(char *p) : p_(p) {}
  ~AtEnd2() { system(p_); }  // EXPECT: command-injection
 private:
  char *p_;
};
void delete_bad() {
  auto *a = new AtEnd2(getenv("A"));
  delete a;
}
struct Text {
  std::string value;
  Text &operator+=(const char *s) {
    value += s;
    return *this;
  }
  operator const char *() const { return value.c_str(); }
};
void operator_bad() {
  Text t;
  t += getenv("A");
  system(t);  // EXPECT: command-injection
}
}  // namespace classes

namespace others {
void reference_bad() {
  char *data = nullptr;
  char *&r = data;
  r = getenv("A");
  system(data);  // EXPECT: command-injection
}
static void fill(std::string &s) { s = getenv("A"); }
void reference_parameter_bad() {
  std::string s;
  fill(s);
  system(s.c_str());  // EXPECT: command-injection
}
void unique_bad() {
  auto p = std::make_unique<std::string>(getenv("A"));
  system(p->c_str());  // EXPECT: command-injection
}
void shared_bad() {
  std::shared_ptr<std::string> p(new std::string);
  *p = getenv("A");
  system(p->c_str());  // EXPECT: command-injection
}
void lambda_bad() {
  auto run = [](const char *s) { system(s); };  // EXPECT: command-injection
  run(getenv("A"));
}
void capture_bad() {
  std::string s = getenv("A");
  auto run = [&s]() { system(s.c_str()); };  // EXPECT: command-injection
  run();
}
void capture_copy_bad() {
  char *s = getenv("A");
  auto run = [s]() { system(s); };  // EXPECT: command-injection
  run();
}
void function_bad() {
  std::function<void(const char *)> f = [](const char *s) { system(s); };  // EXPECT: command-injection
  f(getenv("A"));
}
void exception_bad() {
  try {
    throw std::string(getenv("A"));
  } catch (const std::string &s) {
    system(s.c_str());  // EXPECT: command-injection
  }
}
static void thrower() { throw std::runtime_error(getenv("A")); }
void exception_call_bad() {
  try {
    thrower();
  } catch (const std::exception &e) {
    system(e.what());  // EXPECT: command-injection
  }
}
template <typename T>
void run_all(T s) { system(s); }  // EXPECT: command-injection
void template_bad() { run_all(getenv("A")); }
template <typename T>
class Box {
 public:
  explicit Box(T v) : v_(v) {}
  T take() { return v_; }
 private:
  T v_;
};
void template_class_bad() {
  Box<char *> b(getenv("A"));
  system(b.take());  // EXPECT: command-injection
}
void default_argument_bad() {
  struct L {
    static void go(const char *s = getenv("A")) { system(s); }  // EXPECT: command-injection
  };
  L::go();
}
void for_each_bad() {
  std::vector<std::string> v;
  v.push_back(getenv("A"));
  std::for_each(v.begin(), v.end(), [](const std::string &s) { system(s.c_str()); });  // EXPECT: command-injection
}
void binding_bad() {
  auto [a, b] = std::make_pair(1, std::string(getenv("A")));
  system(b.c_str());  // EXPECT: command-injection
}
void all_of_ok() {
  std::string s = getenv("A");
  if (!std::all_of(s.begin(), s.end(), [](unsigned char c) { return isalnum(c); })) return;
  system(s.c_str());
}
}  // namespace others
