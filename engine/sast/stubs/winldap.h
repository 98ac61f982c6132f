// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
typedef struct ldap LDAP, *PLDAP; typedef struct ldapmsg LDAPMessage, *PLDAPMessage; typedef struct berval { ULONG bv_len; PCHAR bv_val; } BERVAL; typedef struct ldapmodA { ULONG mod_op; PCHAR mod_type; union { PCHAR *modv_strvals; struct berval **modv_bvals; } mod_vals; } LDAPModA; struct l_timeval;
#define LDAP_PORT 389
#define LDAP_SSL_PORT 636
#define LDAP_SUCCESS 0
#define LDAP_SCOPE_BASE 0
#define LDAP_SCOPE_ONELEVEL 1
#define LDAP_SCOPE_SUBTREE 2
#define LDAP_AUTH_SIMPLE 0x80
#define LDAP_AUTH_NEGOTIATE 0x486
#define LDAP_OPT_SSL 10
#define LDAP_OPT_VERSION 17
#define LDAP_OPT_SERVER_CERTIFICATE 0x81
LDAP *ldap_initA(PCHAR, ULONG); LDAP *ldap_initW(PWCHAR, ULONG); LDAP *ldap_sslinitA(PCHAR, ULONG, int); LDAP *ldap_openA(PCHAR, ULONG); ULONG ldap_connect(LDAP *, struct l_timeval *); ULONG ldap_simple_bind_sA(LDAP *, PCHAR, PCHAR); ULONG ldap_simple_bind_sW(LDAP *, PWCHAR, PWCHAR); ULONG ldap_bind_sA(LDAP *, PCHAR, PCHAR, ULONG); ULONG ldap_bind_sW(LDAP *, PWCHAR, PWCHAR, ULONG); ULONG ldap_search_ext_sA(LDAP *, PCHAR, ULONG, PCHAR, PCHAR *, ULONG, void *, void *, struct l_timeval *, ULONG, LDAPMessage **); ULONG ldap_search_ext_sW(LDAP *, PWCHAR, ULONG, PWCHAR, PWCHAR *, ULONG, void *, void *, struct l_timeval *, ULONG, LDAPMessage **); ULONG ldap_search_sA(LDAP *, PCHAR, ULONG, PCHAR, PCHAR *, ULONG, LDAPMessage **); ULONG ldap_search_sW(LDAP *, PWCHAR, ULONG, PWCHAR, PWCHAR *, ULONG, LDAPMessage **); ULONG ldap_set_option(LDAP *, int, const void *); ULONG ldap_unbind(LDAP *); ULONG ldap_unbind_s(LDAP *); LDAPMessage *ldap_first_entry(LDAP *, LDAPMessage *); LDAPMessage *ldap_next_entry(LDAP *, LDAPMessage *); ULONG ldap_msgfree(LDAPMessage *); PCHAR *ldap_get_valuesA(LDAP *, LDAPMessage *, PCHAR); ULONG LdapGetLastError(void);
#ifdef UNICODE
#define ldap_init ldap_initW
#define ldap_simple_bind_s ldap_simple_bind_sW
#define ldap_bind_s ldap_bind_sW
#define ldap_search_ext_s ldap_search_ext_sW
#define ldap_search_s ldap_search_sW
#else
#define ldap_init ldap_initA
#define ldap_simple_bind_s ldap_simple_bind_sA
#define ldap_bind_s ldap_bind_sA
#define ldap_search_ext_s ldap_search_ext_sA
#define ldap_search_s ldap_search_sA
#define ldap_get_values ldap_get_valuesA
#endif
#define ldap_open ldap_openA
#define ldap_sslinit ldap_sslinitA
__END_DECLS
