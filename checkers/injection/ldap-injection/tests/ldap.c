#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
typedef struct ldap LDAP;
typedef struct ldapmsg LDAPMessage;
struct berval { unsigned long bv_len; char *bv_val; };
int ldap_search_ext_s(LDAP *, const char *, int, const char *, char **, int, void **, void **, void *, int, LDAPMessage **);
int ldap_bv2escaped_filter_value(struct berval *, struct berval *);
void filter_bad(LDAP *l, LDAPMessage *m) {
  char f[100];
  snprintf(f, sizeof f, "(uid=%s)", getenv("U"));
  ldap_search_ext_s(l, "dc=x", 2, f, 0, 0, 0, 0, 0, 0, &m);  // EXPECT: ldap-injection
}
void base_bad(LDAP *l, LDAPMessage *m) {
  ldap_search_ext_s(l, getenv("B"), 2, "(uid=*)", 0, 0, 0, 0, 0, 0, &m);  // EXPECT: ldap-injection
}
void escaped_ok(LDAP *l, LDAPMessage *m) {
  char f[100];
  struct berval in = {0, 0}, out = {0, 0};
  in.bv_val = getenv("U");
  ldap_bv2escaped_filter_value(&in, &out);
  snprintf(f, sizeof f, "(uid=%s)", out.bv_val);
  ldap_search_ext_s(l, "dc=x", 2, f, 0, 0, 0, 0, 0, 0, &m);
}
void letters_ok(LDAP *l, LDAPMessage *m) {
  char f[100];
  char *u = getenv("U");
  for (int i = 0; u[i]; i++) if (!isalnum((unsigned char)u[i])) return;
  snprintf(f, sizeof f, "(uid=%s)", u);
  ldap_search_ext_s(l, "dc=x", 2, f, 0, 0, 0, 0, 0, 0, &m);
}
