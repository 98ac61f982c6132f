// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
typedef struct FCGX_Stream FCGX_Stream; typedef char **FCGX_ParamArray; typedef struct FCGX_Request { int requestId; FCGX_Stream *in, *out, *err; char **envp; } FCGX_Request; char *FCGX_GetParam(const char *, FCGX_ParamArray); int FCGX_GetStr(char *, int, FCGX_Stream *); char *FCGX_GetLine(char *, int, FCGX_Stream *); int FCGX_FPrintF(FCGX_Stream *, const char *, ...); int FCGX_PutS(const char *, FCGX_Stream *); int FCGX_Accept_r(FCGX_Request *); int FCGX_Init(void);
__END_DECLS
