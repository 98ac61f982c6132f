// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <mysql/mysql.h>
__BEGIN_DECLS
__END_DECLS
