#include <stdio.h>
#include <stdlib.h>
void chain_c(char *p);
char *chain_global;
void chain_b(char *p) { chain_c(p); }
char *chain_source(void) { return getenv("B"); }
void chain_fill(char *p, int n) { fgets(p, n, stdin); }
