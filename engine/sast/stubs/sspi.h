// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
typedef struct { ULONG_PTR dwLower, dwUpper; } SecHandle, CredHandle, CtxtHandle, *PCredHandle, *PCtxtHandle; typedef LONG SECURITY_STATUS; typedef struct { ULONG cbBuffer, BufferType; void *pvBuffer; } SecBuffer, *PSecBuffer; typedef struct { ULONG ulVersion, cBuffers; PSecBuffer pBuffers; } SecBufferDesc, *PSecBufferDesc; typedef LARGE_INTEGER TimeStamp, *PTimeStamp; typedef struct { USHORT *User; ULONG UserLength; USHORT *Domain; ULONG DomainLength; USHORT *Password; ULONG PasswordLength, Flags; } SEC_WINNT_AUTH_IDENTITY_W;
#define SECPKG_CRED_OUTBOUND 2
#define SECPKG_CRED_INBOUND 1
#define ISC_REQ_MANUAL_CRED_VALIDATION 0x80000
#define ISC_REQ_CONFIDENTIALITY 0x10
#define SECPKG_ATTR_REMOTE_CERT_CONTEXT 0x53
SECURITY_STATUS AcquireCredentialsHandleA(LPSTR, LPSTR, ULONG, void *, void *, void *, void *, PCredHandle, PTimeStamp); SECURITY_STATUS AcquireCredentialsHandleW(LPWSTR, LPWSTR, ULONG, void *, void *, void *, void *, PCredHandle, PTimeStamp); SECURITY_STATUS InitializeSecurityContextA(PCredHandle, PCtxtHandle, LPSTR, ULONG, ULONG, ULONG, PSecBufferDesc, ULONG, PCtxtHandle, PSecBufferDesc, ULONG *, PTimeStamp); SECURITY_STATUS InitializeSecurityContextW(PCredHandle, PCtxtHandle, LPWSTR, ULONG, ULONG, ULONG, PSecBufferDesc, ULONG, PCtxtHandle, PSecBufferDesc, ULONG *, PTimeStamp); SECURITY_STATUS QueryContextAttributesA(PCtxtHandle, ULONG, void *); SECURITY_STATUS EncryptMessage(PCtxtHandle, ULONG, PSecBufferDesc, ULONG); SECURITY_STATUS DecryptMessage(PCtxtHandle, PSecBufferDesc, ULONG, ULONG *);
#define AcquireCredentialsHandle _AWN(AcquireCredentialsHandle)
#define InitializeSecurityContext _AWN(InitializeSecurityContext)
__END_DECLS
