#include <stdlib.h>
void chain_b(char *p);
char *chain_source(void);
extern char *chain_global;
void chain_use_global(void);
void chain_fill(char *p, int n);

void passes_argument_bad(void) { chain_b(getenv("A")); }
void passes_constant_ok(void) {
  char *unused = getenv("A");
  (void)unused;
}
void result_bad(void) { system(chain_source()); }  // EXPECT: command-injection
void global_bad(void) {
  chain_global = getenv("A");
  chain_use_global();
}
void out_bad(void) {
  char buffer[64];
  chain_fill(buffer, 64);
  system(buffer);  // EXPECT: command-injection
}
