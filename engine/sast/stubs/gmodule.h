// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <glib.h>
__BEGIN_DECLS
__END_DECLS
