#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
static char *take(int s, char *b) { return recv(s, b, 99, 0) > 0 ? b : 0; }
void fopen_bad(int s) {
  char b[100], p[200];
  take(s, b);
  snprintf(p, sizeof p, "/srv/%s", b);
  fopen(p, "r");  // EXPECT: path-traversal
}
void open_bad(void) { open(getenv("F"), O_RDONLY); }  // EXPECT: path-traversal
void unlink_bad(void) { unlink(getenv("F")); }  // EXPECT: path-traversal
void rename_bad(void) { rename("a", getenv("F")); }  // EXPECT: path-traversal
void basename_ok(void) {
  char p[200];
  snprintf(p, sizeof p, "/srv/%s", basename(getenv("F")));
  fopen(p, "r");
}
void no_slash_ok(void) {
  char p[200];
  char *f = getenv("F");
  if (strchr(f, '/') != NULL) return;
  snprintf(p, sizeof p, "/srv/%s", f);
  fopen(p, "r");
}
void dots_only_bad(void) {
  char *f = getenv("F");
  if (strstr(f, "..") != NULL) return;
  fopen(f, "r");  // EXPECT: path-traversal
}
void dots_and_root_ok(void) {
  char *f = getenv("F");
  if (strstr(f, "..") != NULL || f[0] == '/') return;
  fopen(f, "r");
}
void realpath_alone_bad(void) {
  char r[PATH_MAX];
  if (realpath(getenv("F"), r) == NULL) return;
  fopen(r, "r");  // EXPECT: path-traversal
}
void realpath_compared_ok(void) {
  char r[PATH_MAX];
  if (realpath(getenv("F"), r) == NULL) return;
  if (strncmp(r, "/srv/files/", 11) != 0) return;
  fopen(r, "r");
}
void compared_alone_bad(void) {
  char *f = getenv("F");
  if (strncmp(f, "/srv/files/", 11) != 0) return;
  fopen(f, "r");  // EXPECT: path-traversal
}
void constant_ok(void) { if (getenv("F")) fopen("/etc/x", "r"); }
/* The name of an entry of a directory has no folder in it. */
#include <dirent.h>
void entries_ok(DIR *d) {
  char p[300];
  struct dirent *e = readdir(d);
  snprintf(p, sizeof p, "/srv/%s", e->d_name);
  unlink(p);
}
