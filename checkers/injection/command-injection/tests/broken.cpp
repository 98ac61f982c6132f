// Code that does not compile: arguments that no parameter takes have no type, and the rest is still looked at.
extern "C" int system(const char*);
extern "C" char* getenv(const char*);
struct Missing;
void take(Missing one, unknown_type other);
void broken_arguments_bad() {
  take({1, 2}, {"a", {3}});
  nowhere::call({getenv("X")}, {{1}});
  auto list = {nothing(), {1, 2}};
  system(getenv("COMMAND"));  // EXPECT: command-injection
}
