#include <stdlib.h>
#include <unistd.h>
void execv_bad(char **arguments) { execv(getenv("P"), arguments); }  // EXPECT: uncontrolled-program
void execl_ok(void) { execl("/bin/ls", "ls", "-l", (char *)0); }
