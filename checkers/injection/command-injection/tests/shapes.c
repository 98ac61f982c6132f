/* How a value gets from a source to a sink within one file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int five = 5;
static int zero_static = 0;
int true_global = 1;
static int returns_true(void) { return 1; }
static int returns_false(void) { return 0; }

void if_one_bad(void) {
  char *data = getenv("A");
  if (1) system(data);  // EXPECT: command-injection
}
void if_zero_ok(void) {
  char *data = getenv("A");
  if (0) system(data);
}
void const_condition_bad(void) {
  char *data = "ls";
  if (five == 5) data = getenv("A");
  system(data);  // EXPECT: command-injection
}
void const_condition_ok(void) {
  char *data = "ls";
  if (five != 5) data = getenv("A");
  system(data);
}
void const_condition_replaced_ok(void) {
  char *data = getenv("A");
  if (five == 5) data = "ls";
  system(data);
}
void global_condition_bad(void) {
  char *data = "ls";
  if (true_global) data = getenv("A");
  if (true_global) system(data);  // EXPECT: command-injection
}
void global_condition_ok(void) {
  char *data = getenv("A");
  if (true_global) data = "ls";
  if (true_global) system(data);
}
void static_condition_ok(void) {
  char *data = getenv("A");
  if (zero_static) system(data);
}
void function_condition_bad(void) {
  char *data = "ls";
  if (returns_true()) data = getenv("A");
  system(data);  // EXPECT: command-injection
}
void function_condition_ok(void) {
  char *data = "ls";
  if (returns_false()) data = getenv("A");
  system(data);
}
void function_condition_sink_ok(void) {
  char *data = getenv("A");
  if (returns_true()) puts("no");
  else system(data);
}
void switch_bad(void) {
  char *data = "ls";
  switch (6) {
    case 6: data = getenv("A"); break;
    default: puts("x"); break;
  }
  system(data);  // EXPECT: command-injection
}
void switch_ok(void) {
  char *data = "ls";
  switch (5) {
    case 6: data = getenv("A"); break;
    default: puts("x"); break;
  }
  system(data);
}
void switch_fall_bad(int n) {
  char *data = "ls";
  switch (n) {
    case 1: data = getenv("A");
    case 2: system(data); break;  // EXPECT: command-injection
    default: break;
  }
}
void while_bad(void) {
  char *data = "ls";
  while (1) {
    data = getenv("A");
    break;
  }
  system(data);  // EXPECT: command-injection
}
void for_once_ok(void) {
  char *data = getenv("A");
  for (int i = 0; i < 1; i++) data = "ls";
  system(data);
}
void for_once_bad(void) {
  char *data = "ls";
  for (int i = 0; i < 1; i++) data = getenv("A");
  system(data);  // EXPECT: command-injection
}
void for_never_ok(void) {
  char *data = "ls";
  for (int i = 0; i < 0; i++) data = getenv("A");
  system(data);
}
void do_bad(int n) {
  char *data;
  do { data = getenv("A"); } while (n-- > 0);
  system(data);  // EXPECT: command-injection
}
void goto_bad(void) {
  char *data = getenv("A");
  goto use;
use:
  system(data);  // EXPECT: command-injection
}
void goto_ok(void) {
  char *data = getenv("A");
  goto out;
  system(data);
out:
  return;
}
void ternary_bad(int n) {
  const char *data = n ? getenv("A") : "ls";
  system(data);  // EXPECT: command-injection
}
void ternary_ok(void) {
  const char *data = 0 ? getenv("A") : "ls";
  system(data);
}
void copies_bad(void) {
  char *a = getenv("A");
  char *b = a;
  char *const c = b;
  void *d = c;
  system((const char *)d);  // EXPECT: command-injection
}
void pointer_to_pointer_bad(void) {
  char *data = "ls";
  char **p = &data;
  char **q = &data;
  *p = getenv("A");
  char *use = *q;
  system(use);  // EXPECT: command-injection
}
void pointer_to_pointer_ok(void) {
  char *data = getenv("A");
  char **p = &data;
  *p = "ls";
  system(data);
}
void strcpy_bad(void) {
  char buffer[100] = "";
  strcpy(buffer, getenv("A"));
  system(buffer);  // EXPECT: command-injection
}
void strcpy_ok(void) {
  char buffer[100];
  strcpy(buffer, getenv("A"));
  strcpy(buffer, "ls");
  system(buffer);
}
void offset_bad(void) {
  char buffer[100] = "ls ";
  size_t n = strlen(buffer);
  if (fgets(buffer + n, (int)(100 - n), stdin) != NULL) system(buffer);  // EXPECT: command-injection
}
void strncat_offset_bad(void) {
  char buffer[100] = "ls ";
  char *p = buffer;
  strncat(p + 3, getenv("A"), 90);
  system(buffer);  // EXPECT: command-injection
}
void snprintf_bad(void) {
  char line[200];
  snprintf(line, sizeof line, "ls %s", getenv("A"));
  system(line);  // EXPECT: command-injection
}
void snprintf_number_ok(void) {
  char line[200];
  snprintf(line, sizeof line, "ls %d", atoi(getenv("A")));
  system(line);
}
void snprintf_constant_ok(void) {
  char line[200];
  char *unused = getenv("A");
  snprintf(line, sizeof line, "ls %s%s", "-l", unused ? " -a" : "");
  system(line);
}
struct inner { char *text; int n; };
struct outer { struct inner in; char buffer[50]; };
void struct_bad(void) {
  struct outer o;
  o.in.text = getenv("A");
  struct outer p = o;
  system(p.in.text);  // EXPECT: command-injection
}
void struct_ok(void) {
  struct outer o;
  strcpy(o.buffer, getenv("A"));
  o.in.text = "ls";
  system(o.in.text);
}
void struct_pointer_bad(void) {
  struct outer *o = malloc(sizeof *o);
  strcpy(o->buffer, getenv("A"));
  system(o->buffer);  // EXPECT: command-injection
}
union both { char *a; char *b; };
void union_bad(void) {
  union both u;
  u.a = getenv("A");
  char *data = u.b;
  system(data);  // EXPECT: command-injection
}
void array_bad(void) {
  char *list[5];
  list[2] = getenv("A");
  char *data = list[2];
  system(data);  // EXPECT: command-injection
}
void array_ok(void) {
  char *list[5];
  list[2] = "ls";
  char *data = list[2];
  if (getenv("A")) system(data);
}
void malloc_bad(void) {
  char *data = malloc(100);
  data[0] = 0;
  strcat(data, getenv("A"));
  system(data);  // EXPECT: command-injection
  free(data);
}
void memcpy_bad(void) {
  char from[100], to[100];
  if (!fgets(from, 100, stdin)) return;
  memcpy(to, from, strlen(from) + 1);
  system(to);  // EXPECT: command-injection
}
void loop_copy_bad(void) {
  char to[100];
  const char *from = getenv("A");
  size_t i;
  for (i = 0; from[i] && i < 99; i++) to[i] = from[i];
  to[i] = 0;
  system(to);  // EXPECT: command-injection
}
void scanf_bad(void) {
  char text[20];
  if (scanf("%19s", text) == 1) system(text);  // EXPECT: command-injection
}
void scanf_number_ok(void) {
  int n;
  char line[50];
  if (scanf("%d", &n) == 1) {
    sprintf(line, "kill %d", n);
    system(line);
  }
}
void scanf_set_ok(void) {
  char text[20];
  if (fscanf(stdin, "%19[a-z0-9]", text) == 1) system(text);
}
void getline_bad(void) {
  char *line = NULL;
  size_t n = 0;
  if (getline(&line, &n, stdin) > 0) system(line);  // EXPECT: command-injection
}
int main(int argc, char **argv) {
  if (argc > 1) system(argv[1]);  // EXPECT: command-injection
  return 0;
}
