#include <stdlib.h>
#include <unistd.h>
void listed_bad(void) { execlp("git", "git", "clone", getenv("URL"), (char *)0); }  // EXPECT: argument-injection
void listed_ok(void) { execlp("git", "git", "clone", "--", getenv("URL"), (char *)0); }
void behind_ok(void) { execlp("git", "git", "--", getenv("URL"), "x", (char *)0); }
void in_front_bad(void) { execlp("git", "git", getenv("URL"), "--", "x", (char *)0); }  // EXPECT: argument-injection
void array_bad(void) {
  char *args[] = {"git", "clone", getenv("URL"), NULL};
  execv("/usr/bin/git", args);  // EXPECT: argument-injection
}
void array_ok(void) {
  char *args[] = {"git", "clone", "--", getenv("URL"), NULL};
  execv("/usr/bin/git", args);
}
