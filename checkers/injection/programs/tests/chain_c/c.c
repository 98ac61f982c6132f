#include <stdlib.h>
extern char *chain_global;
void chain_c(char *p) { system(p); }  // EXPECT: command-injection
void chain_use_global(void) { system(chain_global); }  // EXPECT: command-injection
