/* Values that pass through functions of the program. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void sink1(char *p) { system(p); }  // EXPECT: command-injection
static void sink2(char *p) { sink1(p); }
static void sink3(char *p) { sink2(p); }
void three_levels_bad(void) { sink3(getenv("A")); }

static void shared(const char *p) { system(p); }
void shared_bad(void) { shared(getenv("A")); }  // EXPECT: command-injection
void shared_ok(void) { shared("ls"); }

static void fill(char *p) { strcpy(p, getenv("A")); }
void out_parameter_bad(void) {
  char data[100];
  fill(data);
  system(data);  // EXPECT: command-injection
}
static void fill_pointer(char **p) { *p = getenv("A"); }
void out_pointer_bad(void) {
  char *data = "ls";
  fill_pointer(&data);
  system(data);  // EXPECT: command-injection
}
static void fill_constant(char *p) { strcpy(p, "ls"); }
void overwritten_ok(void) {
  char data[100];
  strcpy(data, getenv("A"));
  fill_constant(data);
  system(data);
}
static char *identity(char *p) { return p; }
void identity_bad(void) { system(identity(getenv("A"))); }  // EXPECT: command-injection
void identity_ok(void) { getenv("A"); system(identity("ls")); }

char *shared_global;
static void use_global(void) { system(shared_global); }  // EXPECT: command-injection
void global_bad(void) {
  shared_global = getenv("A");
  use_global();
}
static char *quiet_global;
void quiet_global_ok(void) {
  quiet_global = "ls";
  system(quiet_global);
}
struct job { char *command; int n; };
static void run_job(struct job *j) { system(j->command); }  // EXPECT: command-injection
void field_bad(void) {
  struct job j;
  j.n = 1;
  j.command = getenv("A");
  run_job(&j);
}
static void run_job_value(struct job j) { system(j.command); }  // EXPECT: command-injection
void field_value_bad(void) {
  struct job j = {getenv("A"), 1};
  run_job_value(j);
}
struct two { char *bad; char *good; };
static void run_good(struct two *t) { system(t->good); }
void other_field_ok(void) {
  struct two t;
  t.bad = getenv("A");
  t.good = "ls";
  run_good(&t);
}
static struct job make_job(void) {
  struct job j = {0};
  j.command = getenv("A");
  return j;
}
void returned_struct_bad(void) {
  struct job j = make_job();
  system(j.command);  // EXPECT: command-injection
}
static void pointed(char *p) { system(p); }  // EXPECT: command-injection
void by_pointer_bad(void) {
  void (*f)(char *) = pointed;
  f(getenv("A"));
}
static void pointed_ok(char *p) { puts(p); }
void by_pointer_ok(void) {
  void (*f)(char *) = pointed_ok;
  f(getenv("A"));
}
static void call_back(void (*f)(char *), char *p) { f(p); }
static void called_back(char *p) { system(p); }  // EXPECT: command-injection
void callback_bad(void) { call_back(called_back, getenv("A")); }
struct operations { void (*run)(char *); void (*show)(char *); };
static void table_run(char *p) { system(p); }  // EXPECT: command-injection
static const struct operations table = {table_run, pointed_ok};
void table_bad(void) { table.run(getenv("A")); }
void table_ok(void) { table.show(getenv("A")); }
static void message(const char *format, ...) {
  char line[200];
  va_list list;
  va_start(list, format);
  vsnprintf(line, sizeof line, format, list);
  va_end(list);
  system(line);  // EXPECT: command-injection
}
void variadic_bad(void) { message("ls %s", getenv("A")); }
static int valid(const char *s) {
  for (; *s; s++) {
    if (!((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9'))) return 0;
  }
  return 1;
}
void validated_ok(void) {
  char *data = getenv("A");
  if (!valid(data)) return;
  system(data);
}
void validated_wrong_way_bad(void) {
  char *data = getenv("A");
  if (valid(data)) return;
  system(data);  // EXPECT: command-injection
}
void result_ignored_bad(void) {
  char *data = getenv("A");
  valid(data);
  system(data);  // EXPECT: command-injection
}
static int is_known(const char *s) { return strcmp(s, "start") == 0 || strcmp(s, "stop") == 0; }
void known_ok(void) {
  char *data = getenv("A");
  if (is_known(data)) system(data);
}
static void clean(char *s) {
  for (int i = 0; s[i]; i++) {
    if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9'))) s[i] = '_';
  }
}
void cleaned_ok(void) {
  char data[100];
  strncpy(data, getenv("A"), 99);
  clean(data);
  system(data);
}
static void die(const char *why) {
  puts(why);
  exit(1);
}
void dies_ok(void) {
  char *data = getenv("A");
  if (strcmp(data, "ls") != 0) die("no");
  system(data);
}
static char *recursive(char *p, int n) { return n > 0 ? recursive(p, n - 1) : p; }
void recursive_bad(void) { system(recursive(getenv("A"), 3)); }  // EXPECT: command-injection
static char *kept(void) {
  static char buffer[100];
  strcpy(buffer, getenv("A"));
  return buffer;
}
void static_buffer_bad(void) { system(kept()); }  // EXPECT: command-injection
#define RUN(x) system(x)
void macro_bad(void) { RUN(getenv("A")); }  // EXPECT: command-injection
