// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
#include <bits/stub_secure.h>
#include <strings.h>
__BEGIN_DECLS
void *memcpy(void *, const void *, size_t); void *memmove(void *, const void *, size_t); void *memset(void *, int, size_t); void *mempcpy(void *, const void *, size_t);
void *memccpy(void *, const void *, int, size_t); int memcmp(const void *, const void *, size_t); void *memchr(const void *, int, size_t); void *memrchr(const void *, int, size_t);
void *memmem(const void *, size_t, const void *, size_t); void *rawmemchr(const void *, int);
char *strcpy(char *, const char *); char *strncpy(char *, const char *, size_t); char *stpcpy(char *, const char *); char *stpncpy(char *, const char *, size_t);
char *strcat(char *, const char *); char *strncat(char *, const char *, size_t); size_t strlcpy(char *, const char *, size_t); size_t strlcat(char *, const char *, size_t);
int strcmp(const char *, const char *); int strncmp(const char *, const char *, size_t); int strcoll(const char *, const char *); size_t strxfrm(char *, const char *, size_t);
char *strdup(const char *); char *strndup(const char *, size_t); char *strchr(const char *, int); char *strrchr(const char *, int); char *strchrnul(const char *, int);
size_t strspn(const char *, const char *); size_t strcspn(const char *, const char *); char *strpbrk(const char *, const char *); char *strstr(const char *, const char *);
char *strcasestr(const char *, const char *); char *strtok(char *, const char *); char *strtok_r(char *, const char *, char **); char *strsep(char **, const char *);
size_t strlen(const char *); size_t strnlen(const char *, size_t); char *strerror(int); int strerror_r(int, char *, size_t); char *strsignal(int); int strverscmp(const char *, const char *);
void explicit_bzero(void *, size_t); int timingsafe_bcmp(const void *, const void *, size_t); int timingsafe_memcmp(const void *, const void *, size_t); void *memfrob(void *, size_t);
#ifndef __cplusplus
int memset_s(void *, size_t, int, size_t); int memcpy_s(void *, size_t, const void *, size_t); int memmove_s(void *, size_t, const void *, size_t);
#else
int memset_s(void *, size_t, int, size_t); int memcpy_s(void *, size_t, const void *, size_t);
#endif
int strcpy_s(char *, size_t, const char *); int strncpy_s(char *, size_t, const char *, size_t); int strcat_s(char *, size_t, const char *); int strncat_s(char *, size_t, const char *, size_t);
char *strtok_s(char *, const char *, char **); size_t strnlen_s(const char *, size_t); char *_strdup(const char *); int _stricmp(const char *, const char *); int _strnicmp(const char *, const char *, size_t);
char *_strlwr(char *); char *_strupr(char *); char *_strrev(char *); int stricmp(const char *, const char *); int strnicmp(const char *, const char *, size_t); int strcmpi(const char *, const char *);
char *basename(const char *);
__END_DECLS
#ifdef __cplusplus
template <size_t N> int strcpy_s(char (&)[N], const char *); template <size_t N> int strcat_s(char (&)[N], const char *); template <size_t N> int strncpy_s(char (&)[N], const char *, size_t); template <size_t N> int strncat_s(char (&)[N], const char *, size_t);
#endif

