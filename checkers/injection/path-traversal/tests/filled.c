#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
struct request { char method[8]; char path[256]; };
// Zeros first, then what came: whoever looks at the result has not checked anything.
static int parse(int s, struct request *r) {
  char line[256];
  memset(r, 0, sizeof *r);
  if (recv(s, line, sizeof line - 1, 0) <= 0) return -1;
  strncpy(r->path, line, sizeof r->path - 1);
  return 0;
}
void parsed_bad(int s) {
  struct request r;
  if (parse(s, &r)) return;
  unlink(r.path);  // EXPECT: path-traversal
}
void below_a_folder_ok(int s) {
  struct request r;
  char full[300];
  if (parse(s, &r)) return;
  if (strstr(r.path, "..") != NULL) return;
  snprintf(full, sizeof full, "/var/www%s", r.path);
  close(open(full, O_RDONLY));
}
void anywhere_bad(int s) {
  struct request r;
  if (parse(s, &r)) return;
  if (strstr(r.path, "..") != NULL) return;
  close(open(r.path, O_RDONLY));  // EXPECT: path-traversal
}
// One field says what another holds.
enum kind { IN_MEMORY = 1, IN_FILE = 2 };
struct piece { enum kind kind; char text[256]; };
static void drop(struct piece *p) {
  if (p->kind == IN_FILE) unlink(p->text);
}
static void fill_file(struct piece *p, const char *name) {
  p->kind = IN_FILE;
  strncpy(p->text, name, 255);
}
void own_file_ok(void) {
  struct piece p;
  fill_file(&p, "/tmp/upload-1");
  drop(&p);
}
void named_bad(int s) {
  struct piece p;
  char line[200];
  if (recv(s, line, 199, 0) <= 0) return;
  fill_file(&p, line);
  drop(&p);  // EXPECT: path-traversal
}
