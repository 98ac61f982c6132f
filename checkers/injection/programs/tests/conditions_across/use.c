#include <stdlib.h>
extern const int flag_true, flag_false;
extern int yes_global;
int always(void);
int never(void);
int sometimes(void);
int check_name(const char *s);

void true_bad(void) {
  char *d = "ls";
  if (flag_true) d = getenv("A");
  system(d);  // EXPECT: command-injection
}
void false_ok(void) {
  char *d = "ls";
  if (flag_false) d = getenv("A");
  system(d);
}
void global_ok(void) {
  char *d = getenv("A");
  if (yes_global == 1) d = "ls";
  system(d);
}
void function_ok(void) {
  char *d = getenv("A");
  if (never()) system(d);
}
void function_bad(void) {
  char *d = getenv("A");
  if (always()) system(d);  // EXPECT: command-injection
}
void correlated_ok(void) {
  char *d = "ls";
  if (never()) d = getenv("A");
  if (always()) system(d);
}
void unknown_bad(void) {
  char *d = "ls";
  if (sometimes()) d = getenv("A");
  system(d);  // EXPECT: command-injection
}
void checked_ok(void) {
  char *d = getenv("A");
  if (check_name(d) != 0) return;
  system(d);
}
void checked_wrong_bad(void) {
  char *d = getenv("A");
  if (check_name(d) == 0) return;
  system(d);  // EXPECT: command-injection
}
