/* Linked structures, and functions of the program that carry the names of library functions. */
#include <stdlib.h>
#include <string.h>
struct node { struct node *next; char *text; };
static struct node *add(struct node *head, char *text) {
  struct node *n = malloc(sizeof *n);
  n->next = head;
  n->text = text;
  return n;
}
void list_bad(void) {
  struct node *head = NULL;
  head = add(head, getenv("A"));
  head = add(head, "x");
  for (struct node *n = head; n; n = n->next) system(n->text);  // EXPECT: command-injection
}
void list_ok(void) {
  struct node *head = NULL;
  char *unused = getenv("A");
  head = add(head, "x");
  if (unused) system(head->text);
}
void ring_bad(struct node *a, struct node *b) {
  a->next = b;
  b->next = a;
  a->text = getenv("A");
  system(b->next->text);  // EXPECT: command-injection
}
static void popen_like(const char *s) { (void)s; }
static int my_system(const char *s) { popen_like(s); return 0; }
void own_function_ok(void) { my_system(getenv("A")); }
void two_ways_bad(int n) {
  char a[50], b[50];
  char *p = n ? a : b;
  strcpy(a, "ls");
  strcpy(b, getenv("A"));
  system(p);  // EXPECT: command-injection
}
void nested_bad(int n) {
  char *d = "ls";
  for (int i = 0; i < n; i++) {
    if (i == 3) {
      d = getenv("A");
      break;
    }
  }
  system(d);  // EXPECT: command-injection
}
void dispatch_bad(int n) {
  char *d = getenv("A");
  switch (n) {
    case 1: break;
    case 2: return;
    default: d = "ls";
  }
  system(d);  // EXPECT: command-injection
}
void dispatch_ok(int n) {
  char *d = getenv("A");
  switch (n) {
    case 1: return;
    default: d = "ls";
  }
  system(d);
}
