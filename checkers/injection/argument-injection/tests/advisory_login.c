// After CVE-2007-0882 (Solaris telnetd): the user that a client names is an argument of login, "-froot" too.
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
void session_bad(int s) {
  char user[64] = "";
  if (recv(s, user, sizeof user - 1, 0) <= 0) return;
  execl("/bin/login", "login", "-p", user, (char *)0);  // EXPECT: argument-injection
}
void session_ok(int s) {
  char user[64] = "";
  if (recv(s, user, sizeof user - 1, 0) <= 0) return;
  execl("/bin/login", "login", "-p", "--", user, (char *)0);
}
