struct hostent { char *h_name; };
struct hostent *gethostbyaddr(const void *, unsigned, int);
char *getenv(const char *);
int strcmp(const char *, const char *);
void grant(void);
void dns_bad(const void *a) {
  struct hostent *h = gethostbyaddr(a, 4, 2);
  if (strcmp(h->h_name, "trusted.example.com") == 0) grant();  // EXPECT: untrusted-decision
}
void cookie_bad(void) {
  if (strcmp(getenv("HTTP_COOKIE"), "admin=1") == 0) grant();  // EXPECT: untrusted-decision
}
void other_ok(void) {
  if (strcmp(getenv("MODE"), "fast") == 0) grant();
}
