#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>
void constant_bad(void) { srand(42); }                       // EXPECT: predictable-seed
void time_bad(void) { srand((unsigned)time(NULL)); }         // EXPECT: predictable-seed
void pid_bad(void) { srandom((unsigned)getpid()); }          // EXPECT: predictable-seed
void random_ok(void) {
  unsigned seed;
  if (getrandom(&seed, sizeof seed, 0) != sizeof seed) return;
  srandom(seed);
}
