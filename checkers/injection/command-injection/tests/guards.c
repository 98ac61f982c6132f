/* Checks that suffice, and checks that do not. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void equal_ok(void) {
  char *d = getenv("A");
  if (strcmp(d, "ls") == 0) system(d);
}
void not_equal_bad(void) {
  char *d = getenv("A");
  if (strcmp(d, "rm") != 0) system(d);  // EXPECT: command-injection
}
void equal_early_ok(void) {
  char *d = getenv("A");
  if (strcmp(d, "ls") != 0 && strcmp(d, "ps") != 0) return;
  system(d);
}
void equal_table_ok(int n) {
  static const char *const table[] = {"ls", "ps", "df"};
  char *d = getenv("A");
  for (int i = 0; i < 3; i++) {
    if (strcmp(d, table[i]) == 0) system(d);
  }
  (void)n;
}
void loop_ok(void) {
  char *d = getenv("A");
  for (size_t i = 0; d[i]; i++) {
    if (!isalnum((unsigned char)d[i])) return;
  }
  system(d);
}
void loop_flag_ok(void) {
  char *d = getenv("A");
  int ok = 1;
  for (size_t i = 0; i < strlen(d); i++) {
    if (!isalnum((unsigned char)d[i])) ok = 0;
  }
  if (ok) system(d);
}
void loop_flag_break_ok(void) {
  char *d = getenv("A");
  int bad = 0;
  for (const char *p = d; *p; p++) {
    if (!isalnum((unsigned char)*p)) { bad = 1; break; }
  }
  if (bad) return;
  system(d);
}
void loop_one_char_bad(void) {
  char *d = getenv("A");
  for (size_t i = 0; d[i]; i++) {
    if (d[i] == ';') return;
  }
  system(d);  // EXPECT: command-injection
}
void loop_flag_unused_bad(void) {
  char *d = getenv("A");
  int ok = 1;
  for (size_t i = 0; d[i]; i++) {
    if (!isalnum((unsigned char)d[i])) ok = 0;
  }
  printf("%d\n", ok);
  system(d);  // EXPECT: command-injection
}
void pbrk_ok(void) {
  char *d = getenv("A");
  if (strpbrk(d, ";&|`$<>\n\"'\\(){}*?") != NULL) return;
  system(d);
}
void pbrk_bad(void) {
  char *d = getenv("A");
  if (strpbrk(d, ";&") != NULL) return;
  system(d);  // EXPECT: command-injection
}
void span_ok(void) {
  char *d = getenv("A");
  if (strspn(d, "abcdefghijklmnopqrstuvwxyz") == strlen(d)) system(d);
}
void span_index_ok(void) {
  char *d = getenv("A");
  if (d[strspn(d, "abcdefghijklmnopqrstuvwxyz0123456789")] != '\0') return;
  system(d);
}
void chr_bad(void) {
  char *d = getenv("A");
  if (strchr(d, ';')) return;
  system(d);  // EXPECT: command-injection
}
void length_bad(void) {
  char *d = getenv("A");
  if (strlen(d) > 20) return;
  system(d);  // EXPECT: command-injection
}
void filter_ok(void) {
  char out[100];
  const char *d = getenv("A");
  size_t n = 0;
  for (size_t i = 0; d[i] && n < 99; i++) {
    if (isalnum((unsigned char)d[i])) out[n++] = d[i];
  }
  out[n] = 0;
  system(out);
}
void number_ok(void) {
  char line[64];
  int n = atoi(getenv("A"));
  snprintf(line, sizeof line, "kill -9 %d", n);
  system(line);
}
void constants_ok(void) {
  const char *d = getenv("A");
  const char *run = "ls";
  if (d && d[0] == 'p') run = "ps";
  system(run);
}
void bool_ok(void) {
  int ok = 0;
  char *d = getenv("A");
  if (strcmp(d, "ls") == 0) ok = 1;
  if (!ok) return;
  system(d);
}
void wrong_variable_bad(void) {
  char *d = getenv("A");
  char *e = getenv("B");
  if (strcmp(e, "ls") == 0) system(d);  // EXPECT: command-injection
}
void check_after_bad(void) {
  char *d = getenv("A");
  system(d);  // EXPECT: command-injection
  if (strcmp(d, "ls") != 0) return;
}
