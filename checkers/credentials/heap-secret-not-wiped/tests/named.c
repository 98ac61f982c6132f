#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int ask(const char *secret);
void freed_bad(void) {
  char *password = malloc(64);
  if (password == NULL) return;
  if (fgets(password, 64, stdin) != NULL) ask(password);
  free(password);  // EXPECT: heap-secret-not-wiped
}
void moved_bad(void) {
  char *password = malloc(64);
  if (password == NULL) return;
  if (fgets(password, 64, stdin) != NULL) ask(password);
  password = realloc(password, 128);  // EXPECT: heap-secret-not-wiped
  ask(password);
  explicit_bzero(password, 128);
  free(password);
}
void wiped_ok(void) {
  char *password = malloc(64);
  if (password == NULL) return;
  if (fgets(password, 64, stdin) != NULL) ask(password);
  explicit_bzero(password, 64);
  free(password);
}
void other_ok(void) {
  char *line = malloc(64);
  if (line == NULL) return;
  if (fgets(line, 64, stdin) != NULL) ask(line);
  free(line);
}
