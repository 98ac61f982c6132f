// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wincrypt.h>
#include <sspi.h>
__BEGIN_DECLS
typedef struct _SCHANNEL_CRED { DWORD dwVersion, cCreds; PCCERT_CONTEXT *paCred; HCERTSTORE hRootStore; DWORD cMappers; void *aphMappers; DWORD cSupportedAlgs; ALG_ID *palgSupportedAlgs; DWORD grbitEnabledProtocols, dwMinimumCipherStrength, dwMaximumCipherStrength, dwSessionLifespan, dwFlags, dwCredFormat; } SCHANNEL_CRED, *PSCHANNEL_CRED;
#define SCHANNEL_CRED_VERSION 4
#define UNISP_NAME_A "Microsoft Unified Security Protocol Provider"
#define UNISP_NAME UNISP_NAME_A
#define SP_PROT_SSL2_CLIENT 0x8
#define SP_PROT_SSL3_CLIENT 0x20
#define SP_PROT_SSL3 0x30
#define SP_PROT_TLS1_CLIENT 0x80
#define SP_PROT_TLS1_0_CLIENT 0x80
#define SP_PROT_TLS1_0 0xC0
#define SP_PROT_TLS1_1_CLIENT 0x200
#define SP_PROT_TLS1_2_CLIENT 0x800
#define SP_PROT_TLS1_3_CLIENT 0x2000
#define SCH_CRED_NO_DEFAULT_CREDS 0x10
#define SCH_CRED_MANUAL_CRED_VALIDATION 8
#define SCH_CRED_AUTO_CRED_VALIDATION 0x20
#define SCH_CRED_NO_SERVERNAME_CHECK 4
#define SCH_USE_STRONG_CRYPTO 0x400000
__END_DECLS
