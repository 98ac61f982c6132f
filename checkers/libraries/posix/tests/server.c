#include <sys/types.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <unistd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <stdarg.h>
#include <errno.h>
#include <syslog.h>
#include <fcntl.h>
#include <dirent.h>
#include <dlfcn.h>
#include <spawn.h>
#include <wordexp.h>
#include <sys/stat.h>
#include <libgen.h>
#include <ctype.h>
extern char **environ;
struct request { char method[8]; char path[256]; char *query; struct { char name[32]; char value[256]; } headers[16]; int nheaders; };
static int read_line(int fd, char *buf, size_t n) {
  size_t i = 0; char c;
  while (i + 1 < n) {
    ssize_t r = recv(fd, &c, 1, 0);
    if (r <= 0) return -1;
    if (c == '\n') break;
    if (c != '\r') buf[i++] = c;
  }
  buf[i] = '\0';
  return (int)i;
}
static int parse_request(int fd, struct request *r) {
  char line[1024], *sp, *q;
  memset(r, 0, sizeof *r);
  if (read_line(fd, line, sizeof line) < 0) return -1;
  sp = strchr(line, ' ');
  if (!sp) return -1;
  *sp++ = '\0';
  strncpy(r->method, line, sizeof r->method - 1);
  q = strchr(sp, '?');
  if (q) { *q++ = 0; r->query = strdup(q); }
  strncpy(r->path, sp, sizeof r->path - 1);
  while (read_line(fd, line, sizeof line) > 0 && r->nheaders < 16) {
    char *colon = strchr(line, ':');
    if (!colon) continue;
    *colon++ = 0;
    while (isspace((unsigned char)*colon)) colon++;
    snprintf(r->headers[r->nheaders].name, 32, "%s", line);
    snprintf(r->headers[r->nheaders].value, 256, "%s", colon);
    r->nheaders++;
  }
  return 0;
}
static const char *header(const struct request *r, const char *name) {
  for (int i = 0; i < r->nheaders; i++) if (!strcasecmp(r->headers[i].name, name)) return r->headers[i].value;
  return NULL;
}
static void reply(int fd, const char *fmt, ...) {
  char out[2048]; va_list ap; va_start(ap, fmt); vsnprintf(out, sizeof out, fmt, ap); va_end(ap);
  send(fd, out, strlen(out), 0);
}
void serve_file(int fd) {
  struct request r; char full[512]; struct stat st;
  if (parse_request(fd, &r)) return;
  snprintf(full, sizeof full, "/var/www%s", r.path);
  int f = open(full, O_RDONLY);  // EXPECT: path-traversal
  if (f < 0 || fstat(f, &st)) { reply(fd, "HTTP/1.0 404 Not Found\r\n\r\n"); return; }
  close(f);
}
void serve_file_ok(int fd) {
  struct request r; char full[512]; char *real;
  if (parse_request(fd, &r)) return;
  snprintf(full, sizeof full, "/var/www%s", r.path);
  real = realpath(full, NULL);
  if (!real || strncmp(real, "/var/www/", 9) != 0) { free(real); return; }
  int f = open(real, O_RDONLY);
  free(real); close(f);
}
void serve_file_dotdot_ok(int fd) {
  struct request r; char full[512];
  if (parse_request(fd, &r)) return;
  if (strstr(r.path, "..") != NULL) return;
  snprintf(full, sizeof full, "/var/www%s", r.path);
  int f = open(full, O_RDONLY);
  close(f);
}
void run_hook(int fd) {
  struct request r; char cmd[600];
  if (parse_request(fd, &r)) return;
  if (r.query) { sprintf(cmd, "/usr/bin/hook '%s'", r.query); if (system(cmd) == -1) syslog(LOG_ERR, "hook"); }  // EXPECT: command-injection
}
void run_hook_ok(int fd) {
  struct request r; pid_t pid;
  if (parse_request(fd, &r)) return;
  if (r.query) { char *argv[] = {"/usr/bin/hook", "--", r.query, NULL}; posix_spawn(&pid, argv[0], NULL, NULL, argv, environ); }
}
void log_agent(int fd) {
  struct request r; const char *agent;
  if (parse_request(fd, &r)) return;
  agent = header(&r, "User-Agent");
  if (agent) syslog(LOG_INFO, agent);  // EXPECT: format-string
}
void log_agent_ok(int fd) {
  struct request r; const char *agent; char clean[256]; size_t j = 0;
  if (parse_request(fd, &r)) return;
  agent = header(&r, "User-Agent");
  if (!agent) return;
  for (size_t i = 0; agent[i] && j < 255; i++) if (isprint((unsigned char)agent[i])) clean[j++] = agent[i];
  clean[j] = 0;
  syslog(LOG_INFO, "agent %s", clean);
}
void redirect(int fd) {
  struct request r;
  if (parse_request(fd, &r)) return;
  if (r.query) reply(fd, "HTTP/1.0 302 Found\r\nLocation: %s\r\n\r\n", r.query);
}
void lookup(int fd) {
  struct request r; const char *host; struct addrinfo *res, hints; memset(&hints, 0, sizeof hints);
  if (parse_request(fd, &r)) return;
  host = header(&r, "X-Upstream");
  if (!host || getaddrinfo(host, "80", &hints, &res)) return;  // EXPECT: server-side-request-forgery
  int s = socket(res->ai_family, res->ai_socktype, 0);
  connect(s, res->ai_addr, res->ai_addrlen);
}
void lookup_ok(int fd) {
  static const char *const allowed[] = {"a.internal", "b.internal"};
  struct request r; const char *host; struct addrinfo *res;
  if (parse_request(fd, &r)) return;
  host = header(&r, "X-Upstream");
  for (int i = 0; host && i < 2; i++) if (strcmp(host, allowed[i]) == 0) { getaddrinfo(allowed[i], "80", NULL, &res); }
}
void plugin(int fd) {
  struct request r; char so[300];
  if (parse_request(fd, &r)) return;
  snprintf(so, sizeof so, "%s.so", r.query ? r.query : "default");
  void *h = dlopen(so, RTLD_LAZY);  // EXPECT: uncontrolled-library
  if (h) dlclose(h);
}
void iov(int fd) {
  char a[100], b[100]; struct iovec v[2] = {{a, 99}, {b, 99}}; struct msghdr m; memset(&m, 0, sizeof m); m.msg_iov = v; m.msg_iovlen = 2;
  if (recvmsg(fd, &m, 0) <= 0) return;
  a[99] = 0;
  unlink(a);  // EXPECT: path-traversal
}
void wexp(int fd) {
  char line[200]; wordexp_t w;
  if (read_line(fd, line, sizeof line) < 0) return;
  wordexp(line, &w, 0);  // EXPECT: command-injection
  wordexp(line, &w, WRDE_NOCMD);
}
void execs(int fd) {
  char line[200];
  if (read_line(fd, line, sizeof line) < 0) return;
  if (fork() == 0) { execlp(line, line, (char *)NULL); _exit(1); }  // EXPECT: uncontrolled-program
}
void execs2(int fd) {
  char line[200]; char *args[4];
  if (read_line(fd, line, sizeof line) < 0) return;
  args[0] = "tar"; args[1] = "xf"; args[2] = line; args[3] = NULL;
  execvp("/bin/tar", args);  // EXPECT: argument-injection
}
void execs_ok(int fd) {
  char line[200]; char *args[5];
  if (read_line(fd, line, sizeof line) < 0) return;
  for (char *p = line; *p; p++) if (!isalnum((unsigned char)*p)) return;
  args[0] = "tar"; args[1] = "xf"; args[2] = line; args[3] = NULL;
  execvp("/bin/tar", args);
}
void sw(int fd) {
  char line[200]; const char *cmd;
  if (read_line(fd, line, sizeof line) < 0) return;
  switch (line[0]) { case 'r': cmd = "reboot"; break; case 'h': cmd = "halt"; break; default: return; }
  system(cmd);
}
void num_ok(int fd) {
  char line[200], cmd[64];
  if (read_line(fd, line, sizeof line) < 0) return;
  snprintf(cmd, sizeof cmd, "kill -9 %d", atoi(line));
  system(cmd);
}
