#include <spawn.h>
#include <stdlib.h>
#include <unistd.h>
extern char **environ;
void first_ok(void) {
  char *args[] = {"/bin/tar", "xf", getenv("ARCHIVE"), NULL};
  execv(args[0], args);
}
void assigned_ok(void) {
  char *args[4];
  args[0] = "/bin/tar";
  args[1] = "xf";
  args[2] = getenv("ARCHIVE");
  args[3] = NULL;
  execv(args[0], args);
}
void first_bad(void) {
  char *args[] = {getenv("TOOL"), "xf", NULL};
  execv(args[0], args);  // EXPECT: uncontrolled-program
}
void overwritten_bad(void) {
  char *args[] = {"/bin/tar", "xf", NULL};
  args[0] = getenv("TOOL");
  execv(args[0], args);  // EXPECT: uncontrolled-program
}
void any_place_bad(int n) {
  pid_t pid;
  char *args[] = {"/bin/tar", "xf", NULL};
  args[n] = getenv("TOOL");
  posix_spawn(&pid, args[0], NULL, NULL, args, environ);  // EXPECT: uncontrolled-program
}
