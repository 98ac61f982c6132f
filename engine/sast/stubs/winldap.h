// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
typedef struct ldap LDAP, *PLDAP; typedef struct ldapmsg LDAPMessage, *PLDAPMessage; typedef struct berval { ULONG bv_len; PCHAR bv_val; } BERVAL; typedef struct ldapmodA { ULONG mod_op; PCHAR mod_type; union { PCHAR *modv_strvals; struct berval **modv_bvals; } mod_vals; } LDAPModA; typedef struct l_timeval { LONG tv_sec, tv_usec; } LDAP_TIMEVAL, *PLDAP_TIMEVAL;
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
#define LDAP_NO_LIMIT 0
#define LDAP_OPT_SIZELIMIT 3
#define LDAP_OPT_REFERRALS 8
#define LDAP_OPT_ON ((void *)1)
#define LDAP_OPT_OFF ((void *)0)
#define LDAP_VERSION3 3
#define LDAP_MOD_ADD 0
#define LDAP_MOD_DELETE 1
#define LDAP_MOD_REPLACE 2
LDAP *ldap_openW(PWCHAR, ULONG); LDAP *ldap_sslinitW(PWCHAR, ULONG, int); ULONG ldap_start_tls_sA(LDAP *, PULONG, LDAPMessage **, void **, void **); ULONG ldap_start_tls_sW(LDAP *, PULONG, LDAPMessage **, void **, void **); ULONG ldap_add_sA(LDAP *, PCHAR, LDAPModA **); ULONG ldap_modify_sA(LDAP *, PCHAR, LDAPModA **); ULONG ldap_delete_sA(LDAP *, PCHAR); ULONG ldap_delete_sW(LDAP *, PWCHAR); ULONG ldap_searchA(LDAP *, PCHAR, ULONG, PCHAR, PCHAR *, ULONG); ULONG ldap_searchW(LDAP *, PWCHAR, ULONG, PWCHAR, PWCHAR *, ULONG); ULONG ldap_search_stA(LDAP *, PCHAR, ULONG, PCHAR, PCHAR *, ULONG, struct l_timeval *, LDAPMessage **); ULONG ldap_simple_bindA(LDAP *, PCHAR, PCHAR); ULONG ldap_simple_bindW(LDAP *, PWCHAR, PWCHAR); PWCHAR *ldap_get_valuesW(LDAP *, LDAPMessage *, PWCHAR); ULONG ldap_count_entries(LDAP *, LDAPMessage *); PCHAR ldap_get_dnA(LDAP *, LDAPMessage *); PWCHAR ldap_get_dnW(LDAP *, LDAPMessage *); PCHAR ldap_err2stringA(ULONG); PWCHAR ldap_err2stringW(ULONG); ULONG ldap_value_freeA(PCHAR *); void ldap_memfreeA(PCHAR);
typedef LDAPModA LDAPMod;
#define ldap_start_tls_s ldap_start_tls_sA
#define ldap_add_s ldap_add_sA
#define ldap_modify_s ldap_modify_sA
#define ldap_delete_s ldap_delete_sA
#define ldap_search ldap_searchA
#define ldap_simple_bind ldap_simple_bindA
#define ldap_err2string ldap_err2stringA
__END_DECLS
