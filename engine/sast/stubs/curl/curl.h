// Stub header: libcurl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <curl/easy.h>
__BEGIN_DECLS
__END_DECLS
