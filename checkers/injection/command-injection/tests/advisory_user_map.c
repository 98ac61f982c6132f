// After CVE-2007-2447 (Samba, "username map script"): the name a client logs in with is part of a command.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
static char script[] = "/etc/app/map.sh";
static int run(const char *command) { return system(command); }  // EXPECT: command-injection
static int session_user(int s, char *user, size_t size) { return recv(s, user, size - 1, 0) > 0 ? 0 : -1; }
int map_bad(int s) {
  char user[64] = "", command[256];
  if (session_user(s, user, sizeof user) != 0) return -1;
  snprintf(command, sizeof command, "%s \"%s\"", script, user);
  return run(command);
}
int map_ok(int s) {
  char user[64] = "", command[256];
  if (session_user(s, user, sizeof user) != 0) return -1;
  for (const char *p = user; *p; p++) {
    if (!isalnum((unsigned char)*p)) return -1;
  }
  snprintf(command, sizeof command, "%s \"%s\"", script, user);
  return system(command);
}
