// After CVE-2012-0809 (sudo): the name of the program becomes part of the format of its debug messages.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
static const char *program;
static void debug_bad(int level, const char *format, ...) {
  va_list list;
  char *whole;
  if (level > 3) return;
  if (asprintf(&whole, "%s: %s\n", program, format) < 0) return;
  va_start(list, format);
  vfprintf(stderr, whole, list);  // EXPECT: format-string
  va_end(list);
  free(whole);
}
static void debug_ok(int level, const char *format, ...) {
  va_list list;
  if (level > 3) return;
  va_start(list, format);
  fprintf(stderr, "%s: ", program);
  vfprintf(stderr, format, list);
  fputc('\n', stderr);
  va_end(list);
}
int main(int argc, char **argv) {
  program = argv[0];
  debug_bad(1, "%d arguments", argc);
  debug_ok(1, "%d arguments", argc);
  return 0;
}
