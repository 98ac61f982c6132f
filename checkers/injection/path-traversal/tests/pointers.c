/* What pointers hold decides, not what they are called; numbers are no paths. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct item {
  int id;
};
struct table {
  int (*unlink)(const char *);
  void (*release)(struct item *);
  void (*write)(void *);
};
static int forget(const char *name) { return name != NULL; }
static const struct table memory = {forget, NULL, NULL};
struct files {
  int (*erase)(const char *);
};
static int erase(const char *name) { return unlink(name); }  // EXPECT: path-traversal
static const struct files disk = {erase};

void named_like_a_library_function_ok(const struct table *t) { memory.unlink(getenv("F")); }
void removes_bad(void) { disk.erase(getenv("F")); }
int variable_called_unlink_ok(int (*unlink)(const char *)) { return unlink(getenv("F")); }

/* A field of another type cannot hold it. */
struct other {
  char *path;
};
static void remove_other(struct other *o) { unlink(o->path); }
static void free_item(struct item *i) { free(i); }
static void (*volatile as_other)(struct other *) = remove_other;
void release_ok(struct table *t) {
  struct item *i = (struct item *)getenv("I");
  t->release = free_item;
  t->release(i);
}
static void through_void(void *p) { unlink(p); }  // EXPECT: path-traversal
void void_pointer_bad(struct table *t) {
  t->write = through_void;
  t->write(getenv("F"));
}

/* Sizes, hashes and times are computed from text, but are no text. */
void hash_ok(void) {
  uint64_t hash = 5381;
  for (const char *c = getenv("F"); *c != 0; ++c) hash = hash * 33 + (unsigned char)*c;
  char name[40];
  memcpy(name, &hash, sizeof hash);
  fopen(name, "r");
}
void size_ok(void) {
  size_t size = 0;
  const char *c = getenv("F");
  size += (size_t)c[0];
  char name[40];
  memcpy(name, &size, sizeof size);
  fopen(name, "r");
}
static int digit(char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; }
void hex_bad(void) {
  const char *from = getenv("F");
  char to[100];
  size_t n = 0;
  for (; from[0] != 0 && from[1] != 0 && n < 99; from += 2) to[n++] = (char)(digit(from[0]) * 16 + digit(from[1]));
  to[n] = 0;
  fopen(to, "r");  // EXPECT: path-traversal
}
static unsigned value(char c) { return c >= 'a' ? c - 'a' + 10u : c - '0' + 0u; }
void unsigned_hex_bad(void) {
  const char *from = getenv("F");
  char to[100];
  unsigned n = 0;
  for (; from[0] != 0 && from[1] != 0 && n < 99; from += 2) to[n++] = (char)(value(from[0]) * 16 + value(from[1]));
  to[n] = 0;
  fopen(to, "r");  // EXPECT: path-traversal
}

/* A text in a field that has the name of a field with a function elsewhere. */
struct job {
  int (*path)(void);
};
struct request {
  char *path;
};
static int zero(void) { return 0; }
void set_job(struct job *j) { j->path = zero; }
static void fill(struct request *r) { r->path = getenv("F"); }
void same_name_bad(void) {
  struct request r;
  struct job j = {zero};
  j.path();
  fill(&r);
  fopen(r.path, "r");  // EXPECT: path-traversal
}

/* Nor is it a function of the program because it is called like one. */
int discard(const char *name) { return unlink(name); }
struct queue {
  int (*discard)(const char *);
};
int field_called_like_a_function_ok(struct queue *q) { return q->discard(getenv("F")); }
