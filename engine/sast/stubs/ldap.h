// Stub header: OpenLDAP. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <lber.h>
#include <sys/time.h>
__BEGIN_DECLS
typedef struct ldap LDAP; typedef struct ldapmsg LDAPMessage; typedef struct ldapcontrol LDAPControl; typedef struct ldapmod { int mod_op; char *mod_type; union { char **modv_strvals; struct berval **modv_bvals; } mod_vals; } LDAPMod;
#define LDAP_SUCCESS 0
#define LDAP_PORT 389
#define LDAPS_PORT 636
#define LDAP_VERSION3 3
#define LDAP_SCOPE_BASE 0
#define LDAP_SCOPE_ONELEVEL 1
#define LDAP_SCOPE_SUBTREE 2
#define LDAP_AUTH_SIMPLE 0x80
#define LDAP_SASL_SIMPLE ((char *)0)
#define LDAP_OPT_PROTOCOL_VERSION 0x11
#define LDAP_OPT_X_TLS_REQUIRE_CERT 0x6006
#define LDAP_OPT_X_TLS_NEVER 0
#define LDAP_OPT_X_TLS_HARD 1
#define LDAP_OPT_X_TLS_DEMAND 2
#define LDAP_OPT_X_TLS_ALLOW 3
#define LDAP_OPT_X_TLS_TRY 4
#define LDAP_NO_LIMIT 0
int ldap_initialize(LDAP **, const char *); LDAP *ldap_init(const char *, int); LDAP *ldap_open(const char *, int); int ldap_simple_bind_s(LDAP *, const char *, const char *); int ldap_bind_s(LDAP *, const char *, const char *, int); int ldap_sasl_bind_s(LDAP *, const char *, const char *, struct berval *, LDAPControl **, LDAPControl **, struct berval **); int ldap_search(LDAP *, const char *, int, const char *, char **, int); int ldap_search_s(LDAP *, const char *, int, const char *, char **, int, LDAPMessage **); int ldap_search_st(LDAP *, const char *, int, const char *, char **, int, struct timeval *, LDAPMessage **); int ldap_search_ext(LDAP *, const char *, int, const char *, char **, int, LDAPControl **, LDAPControl **, struct timeval *, int, int *); int ldap_search_ext_s(LDAP *, const char *, int, const char *, char **, int, LDAPControl **, LDAPControl **, struct timeval *, int, LDAPMessage **); int ldap_set_option(LDAP *, int, const void *); int ldap_start_tls_s(LDAP *, LDAPControl **, LDAPControl **); int ldap_unbind(LDAP *); int ldap_unbind_s(LDAP *); int ldap_unbind_ext_s(LDAP *, LDAPControl **, LDAPControl **); int ldap_add_ext_s(LDAP *, const char *, LDAPMod **, LDAPControl **, LDAPControl **); int ldap_modify_ext_s(LDAP *, const char *, LDAPMod **, LDAPControl **, LDAPControl **); int ldap_delete_ext_s(LDAP *, const char *, LDAPControl **, LDAPControl **); LDAPMessage *ldap_first_entry(LDAP *, LDAPMessage *); LDAPMessage *ldap_next_entry(LDAP *, LDAPMessage *); char **ldap_get_values(LDAP *, LDAPMessage *, const char *); struct berval **ldap_get_values_len(LDAP *, LDAPMessage *, const char *); char *ldap_get_dn(LDAP *, LDAPMessage *); int ldap_count_entries(LDAP *, LDAPMessage *); int ldap_msgfree(LDAPMessage *); void ldap_memfree(void *); char *ldap_err2string(int); int ldap_bv2escaped_filter_value(struct berval *, struct berval *);
__END_DECLS
