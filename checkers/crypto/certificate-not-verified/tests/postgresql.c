#include <libpq-fe.h>
void any_certificate_bad(void) { PQconnectdb("host=db sslmode=require"); }  // EXPECT: certificate-not-verified
void checked_ok(void) { PQconnectdb("host=db sslmode=verify-full"); }
