#include <stdlib.h>
static int of_number(const double *value) {
  if (*value > 0) return (int)*value;
  return 0;
}
static int zero(void) { return 0; }
void calculated_ok(const double *value) { srand((unsigned)of_number(value)); }
void constant_bad(void) { srand((unsigned)zero()); }  // EXPECT: predictable-seed
