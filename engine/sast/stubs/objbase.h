// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <windows.h>
__BEGIN_DECLS
HRESULT CoInitialize(LPVOID); HRESULT CoInitializeEx(LPVOID, DWORD); void CoUninitialize(void); HRESULT CoCreateInstance(const GUID *, void *, DWORD, const IID *, LPVOID *);
__END_DECLS
