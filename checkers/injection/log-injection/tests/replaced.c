#include <ctype.h>
#include <sys/socket.h>
#include <syslog.h>
#include <unistd.h>
static int name_from(int fd, char *name, int most) {
  ssize_t n = recv(fd, name, most - 1, 0);
  if (n <= 0) return 0;
  name[n] = 0;
  return 1;
}
void as_it_is_bad(int fd) {
  char name[100];
  if (name_from(fd, name, 100)) syslog(LOG_INFO, "login of %s", name);  // EXPECT: log-injection
}
void printable_ok(int fd) {
  char name[100];
  if (!name_from(fd, name, 100)) return;
  for (char *p = name; *p; p++) {
    if (!isprint((unsigned char)*p)) *p = '_';
  }
  syslog(LOG_INFO, "login of %s", name);
}
void control_ok(int fd) {
  char name[100];
  if (!name_from(fd, name, 100)) return;
  for (int i = 0; name[i]; i++) {
    if (iscntrl((unsigned char)name[i])) name[i] = '.';
  }
  syslog(LOG_INFO, "login of %s", name);
}
void breaks_ok(int fd) {
  char name[100];
  if (!name_from(fd, name, 100)) return;
  for (int i = 0; name[i]; i++) {
    if (name[i] == '\n' || name[i] == '\r') name[i] = ' ';
  }
  syslog(LOG_INFO, "login of %s", name);
}
void spaces_bad(int fd) {
  char name[100];
  if (!name_from(fd, name, 100)) return;
  for (int i = 0; name[i]; i++) {
    if (name[i] == ' ') name[i] = '_';
  }
  syslog(LOG_INFO, "login of %s", name);  // EXPECT: log-injection
}
