// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
typedef struct _CREDENTIALW { DWORD Flags, Type; LPWSTR TargetName, Comment; FILETIME LastWritten; DWORD CredentialBlobSize; LPBYTE CredentialBlob; DWORD Persist, AttributeCount; void *Attributes; LPWSTR TargetAlias, UserName; } CREDENTIALW, *PCREDENTIALW; BOOL CredReadW(LPCWSTR, DWORD, DWORD, PCREDENTIALW *); BOOL CredWriteW(PCREDENTIALW, DWORD); void CredFree(PVOID);
__END_DECLS
