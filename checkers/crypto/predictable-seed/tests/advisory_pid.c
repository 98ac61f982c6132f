// After CVE-2008-0166 (Debian's OpenSSL): the number of the process was all that told keys apart.
#include <openssl/rand.h>
#include <stdio.h>
#include <unistd.h>
void seed_bad(void) {
  pid_t pid = getpid();
  RAND_seed(&pid, sizeof pid);  // EXPECT: predictable-seed
}
int seed_ok(void) { return RAND_load_file("/dev/urandom", 32) == 32; }
