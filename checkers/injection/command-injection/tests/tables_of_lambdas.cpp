// Functions and lambdas that stand in tables.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>
using Handler = void (*)(const char *);
void perform(const char *text) { system(text); }
static Handler one = [](const char *text) { system(text); };  // EXPECT: command-injection
void one_bad() { one(getenv("X")); }
void local_bad() {
  Handler local = [](const char *text) { system(text); };  // EXPECT: command-injection
  local(getenv("X"));
}
void plus_bad() {
  auto local = +[](const char *text) { system(text); };  // EXPECT: command-injection
  local(getenv("X"));
}
struct Entry {
  const char *name;
  Handler run;
};
static const Entry entry = {"a", [](const char *text) { system(text); }};
void entry_bad() { entry.run(getenv("X")); }  // EXPECT: command-injection
static const Entry entries[] = {{"say", [](const char *text) { puts(text); }}, {"do", [](const char *text) { system(text); }}};
void entries_bad() {
  for (const auto &e : entries) e.run(getenv("X"));  // EXPECT: command-injection
}
static std::map<std::string, Handler> handlers = {{"b", [](const char *text) { system(text); }}};
void handlers_bad() { handlers["b"](getenv("X")); }  // EXPECT: command-injection
static std::map<std::string, std::function<void(const char *)>> objects = {{"b", [](const char *text) { system(text); }}};
void objects_bad() {
  auto found = objects.find("b");
  if (found != objects.end()) found->second(getenv("X"));  // EXPECT: command-injection
}
static std::map<std::string, Handler> named = {{"b", perform}};
void named_bad() { named["b"](getenv("X")); }  // EXPECT: command-injection
void pushed_bad() {
  std::vector<Handler> list;
  list.push_back(perform);
  list[0](getenv("X"));  // EXPECT: command-injection
}
void address_bad() {
  std::map<int, std::function<void(const char *)>> list = {{1, &perform}};
  list[1](getenv("X"));  // EXPECT: command-injection
}
struct Saying {
  const char *name;
  Handler run;
};
static const Saying sayings[] = {{"say", [](const char *text) { puts(text); }}};
void sayings_ok() { sayings[0].run(getenv("X")); }
void fixed_ok() { named["b"]("/bin/ls"); }
