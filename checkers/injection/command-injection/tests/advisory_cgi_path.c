// After CVE-2016-6277 (NETGEAR): what stands behind cgi-bin/ in the address is run.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
void handle_bad(int s) {
  char line[512] = "", command[600], *cgi;
  if (recv(s, line, sizeof line - 1, 0) <= 0) return;
  cgi = strstr(line, "cgi-bin/");
  if (cgi == NULL) return;
  cgi += 8;
  cgi[strcspn(cgi, " ?\r\n")] = 0;
  snprintf(command, sizeof command, "/www/cgi-bin/%s > /tmp/cgi_result", cgi);
  system(command);  // EXPECT: command-injection
}
void handle_ok(int s) {
  static const char *const known[] = {"status", "reboot"};
  char line[512] = "", command[600], *cgi;
  size_t i;
  if (recv(s, line, sizeof line - 1, 0) <= 0) return;
  cgi = strstr(line, "cgi-bin/");
  if (cgi == NULL) return;
  cgi += 8;
  cgi[strcspn(cgi, " ?\r\n")] = 0;
  for (i = 0; i < 2; i++) {
    if (strcmp(cgi, known[i]) == 0) {
      snprintf(command, sizeof command, "/www/cgi-bin/%s > /tmp/cgi_result", known[i]);
      system(command);
    }
  }
}
