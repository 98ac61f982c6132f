// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <wchar.h>
#include <io.h>
#include <direct.h>
#include <process.h>
#include <stdlib.h>
#include <string.h>
__BEGIN_DECLS
#ifdef _UNICODE
typedef wchar_t _TCHAR, TCHAR_;
#define _T(s) L##s
#define _TEXT(s) L##s
#define _tmain wmain
#define _tcscpy wcscpy
#define _tcsncpy wcsncpy
#define _tcscat wcscat
#define _tcsncat wcsncat
#define _tcslen wcslen
#define _tcscmp wcscmp
#define _tcsncmp wcsncmp
#define _tcsicmp _wcsicmp
#define _tcschr wcschr
#define _tcsrchr wcsrchr
#define _tcsstr wcsstr
#define _tcsdup _wcsdup
#define _tcstok wcstok
#define _tprintf wprintf
#define _ftprintf fwprintf
#define _stprintf _swprintf
#define _sntprintf _snwprintf
#define _stprintf_s swprintf_s
#define _vsntprintf _vsnwprintf
#define _tfopen _wfopen
#define _fgetts fgetws
#define _fputts fputws
#define _getts _getws
#define _putts _putws
#define _tgetenv _wgetenv
#define _tsystem _wsystem
#define _tpopen _wpopen
#define _topen _wopen
#define _tunlink _wunlink
#define _tremove _wremove
#define _trename _wrename
#define _tmkdir _wmkdir
#define _trmdir _wrmdir
#define _tchdir _wchdir
#define _ttoi _wtoi
#define _ttol _wtol
#define _tcstol wcstol
#define _tcstoul wcstoul
#define _itot _itow
#define _tcscpy_s wcscpy_s
#define _tcscat_s wcscat_s
#define _texecl _wexecl
#define _texecv _wexecv
#define _texecvp _wexecvp
#define _texeclp _wexeclp
#define _tspawnl _wspawnl
#define _tspawnv _wspawnv
#define _tspawnlp _wspawnlp
#define _tspawnvp _wspawnvp
#define _tputenv _wputenv
#else
typedef char _TCHAR, TCHAR_;
#define _T(s) s
#define _TEXT(s) s
#define _tmain main
#define _tcscpy strcpy
#define _tcsncpy strncpy
#define _tcscat strcat
#define _tcsncat strncat
#define _tcslen strlen
#define _tcscmp strcmp
#define _tcsncmp strncmp
#define _tcsicmp _stricmp
#define _tcschr strchr
#define _tcsrchr strrchr
#define _tcsstr strstr
#define _tcsdup _strdup
#define _tcstok strtok
#define _tprintf printf
#define _ftprintf fprintf
#define _stprintf sprintf
#define _sntprintf _snprintf
#define _stprintf_s sprintf_s
#define _vsntprintf _vsnprintf
#define _tfopen fopen
#define _fgetts fgets
#define _fputts fputs
#define _getts gets
#define _putts puts
#define _tgetenv getenv
#define _tsystem system
#define _tpopen _popen
#define _topen _open
#define _tunlink _unlink
#define _tremove remove
#define _trename rename
#define _tmkdir _mkdir
#define _trmdir _rmdir
#define _tchdir _chdir
#define _ttoi atoi
#define _ttol atol
#define _tcstol strtol
#define _tcstoul strtoul
#define _itot _itoa
#define _tcscpy_s strcpy_s
#define _tcscat_s strcat_s
#define _texecl _execl
#define _texecv _execv
#define _texecvp _execvp
#define _texeclp _execlp
#define _tspawnl _spawnl
#define _tspawnv _spawnv
#define _tspawnlp _spawnlp
#define _tspawnvp _spawnvp
#define _tputenv _putenv
#endif
__END_DECLS
