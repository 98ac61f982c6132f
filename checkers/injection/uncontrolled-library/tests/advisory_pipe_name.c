// After CVE-2017-7494 (Samba): a pipe name with a slash is the path of a module that a client uploaded.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
static void *probe(const char *name) {
  char path[512];
  if (name[0] == '/')
    snprintf(path, sizeof path, "%s", name);
  else
    snprintf(path, sizeof path, "/usr/lib/app/rpc/%s.so", name);
  return dlopen(path, RTLD_NOW);  // EXPECT: uncontrolled-library
}
void *open_pipe_bad(int s) {
  char name[256] = "";
  if (recv(s, name, sizeof name - 1, 0) <= 0) return NULL;
  return probe(name);
}
void *open_pipe_ok(int s) {
  char name[256] = "";
  if (recv(s, name, sizeof name - 1, 0) <= 0) return NULL;
  if (strcmp(name, "srvsvc") == 0) return dlopen("/usr/lib/app/rpc/srvsvc.so", RTLD_NOW);
  return NULL;
}
