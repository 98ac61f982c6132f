// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <fcgiapp.h>
#include <stdio.h>
__BEGIN_DECLS
int FCGI_Accept(void);
__END_DECLS
