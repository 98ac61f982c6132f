// After CVE-2017-1000117 (git): the host of an ssh address that begins with a hyphen is an option of ssh.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
static int address(int s, char *host, size_t size) {
  char line[256] = "", *at;
  if (recv(s, line, sizeof line - 1, 0) <= 0) return -1;
  at = strstr(line, "ssh://");
  if (at == NULL) return -1;
  snprintf(host, size, "%s", at + 6);
  host[strcspn(host, "/")] = 0;
  return 0;
}
void clone_bad(int s) {
  char host[200];
  if (address(s, host, sizeof host) != 0) return;
  execlp("ssh", "ssh", host, "git-upload-pack", (char *)NULL);  // EXPECT: argument-injection
}
void clone_ok(int s) {
  char host[200];
  if (address(s, host, sizeof host) != 0) return;
  if (host[0] == '-') return;
  execlp("ssh", "ssh", host, "git-upload-pack", (char *)NULL);
}
