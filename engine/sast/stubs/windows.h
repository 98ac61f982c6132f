// Stub header: the Windows API, what programs and models use of it. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <winbase.h>
#include <winuser.h>
#include <winreg.h>
#include <shellapi.h>
#include <wincon.h>
#include <winnls.h>
__BEGIN_DECLS
__END_DECLS
