#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
struct user { char session_id[33]; int score; unsigned long csrf_token; };
void letters_bad(struct user *u) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
  int i;
  for (i = 0; i < 32; i++) u->session_id[i] = letters[rand() % 26];  // EXPECT: weak-random
  u->session_id[32] = 0;
}
void letters_ok(struct user *u) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
  unsigned char bytes[32];
  int i;
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) abort();
  for (i = 0; i < 32; i++) u->session_id[i] = letters[bytes[i] % 26];
  u->session_id[32] = 0;
}
void number_bad(struct user *u) { u->csrf_token = (unsigned long)random() << 16 ^ (unsigned long)random(); }  // EXPECT: weak-random
void score_ok(struct user *u) { u->score = rand() % 6; }
void printed_bad(char *out) {
  char token[32];
  snprintf(token, sizeof token, "%08x%08x", rand(), rand());  // EXPECT: weak-random
  puts(token);
}
void printed_ok(void) {
  char line[32];
  snprintf(line, sizeof line, "%d", rand() % 6);
  puts(line);
}
int generate_token(void) { return 100000 + rand() % 900000; }  // EXPECT: weak-random
int make_otp(void) { return 100000 + rand() % 900000; }  // EXPECT: weak-random
static unsigned guess(void) { return (unsigned)lrand48(); }
void through_a_function_bad(void) {
  char password[16];
  snprintf(password, sizeof password, "%u", guess());  // EXPECT: weak-random
  puts(password);
}
int roll_ok(void) { return rand() % 6 + 1; }
int token_count_ok(void) {
  int token_count = rand() % 10;
  return token_count;
}
