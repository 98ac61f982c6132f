#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>
#include <wchar.h>
void printf_bad(void) { printf(getenv("A")); }  // EXPECT: format-string
void printf_ok(void) { printf("%s", getenv("A")); }
void fprintf_bad(void) { fprintf(stderr, getenv("A")); }  // EXPECT: format-string
void snprintf_bad(char *b, size_t n) { snprintf(b, n, getenv("A")); }  // EXPECT: format-string
void syslog_bad(void) { syslog(3, getenv("A")); }  // EXPECT: format-string
void syslog_ok(void) { syslog(3, "%s", getenv("A")); }
static void log_line(const char *format, ...) {
  va_list list;
  va_start(list, format);
  vfprintf(stderr, format, list);  // EXPECT: format-string
  va_end(list);
}
void forwarded_bad(void) { log_line(getenv("A")); }
static void say(const char *format, ...) {
  va_list list;
  va_start(list, format);
  vprintf(format, list);
  va_end(list);
}
void forwarded_ok(void) {
  say("%s", getenv("A"));
  say("plain");
}
void no_percent_ok(void) {
  char *a = getenv("A");
  for (int i = 0; a[i]; i++) if (a[i] == '%') return;
  printf(a);
}
void wide_bad(void) {
  wchar_t line[100];
  if (fgetws(line, 100, stdin)) wprintf(line);  // EXPECT: format-string
}
