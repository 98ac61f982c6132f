// Stub header: what all stub headers share. Declarations and constants only.
#pragma once
#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#define __THROW noexcept
#else
#define __BEGIN_DECLS
#define __END_DECLS
#define __THROW
#endif
#define __restrict_arr
#ifndef __STDC_HOSTED__
#define __STDC_HOSTED__ 1
#endif
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif
typedef __WINT_TYPE__ wint_t;
#ifdef _WIN32
typedef long long ssize_t;
typedef unsigned short wctype_t;
#else
typedef long ssize_t;
typedef unsigned long wctype_t;
#endif
typedef signed char int8_t; typedef short int16_t; typedef int int32_t; typedef __INT64_TYPE__ int64_t;
typedef unsigned char uint8_t; typedef unsigned short uint16_t; typedef unsigned int uint32_t; typedef __UINT64_TYPE__ uint64_t;
typedef __INTPTR_TYPE__ intptr_t; typedef __UINTPTR_TYPE__ uintptr_t;
typedef __INTMAX_TYPE__ intmax_t; typedef __UINTMAX_TYPE__ uintmax_t;
#ifdef _WIN32
typedef long long time_t; typedef long off_t; typedef int pid_t; typedef unsigned short mode_t;
#else
typedef long time_t; typedef long off_t; typedef int pid_t; typedef unsigned mode_t;
#endif
typedef long long off64_t; typedef long clock_t; typedef int clockid_t; typedef long suseconds_t; typedef unsigned useconds_t;
typedef unsigned uid_t; typedef unsigned gid_t; typedef unsigned id_t; typedef unsigned long dev_t; typedef unsigned long ino_t;
typedef unsigned long nlink_t; typedef long blksize_t; typedef long blkcnt_t; typedef int key_t; typedef void *timer_t;
typedef unsigned short sa_family_t; typedef unsigned socklen_t; typedef unsigned in_addr_t; typedef unsigned short in_port_t;
struct timespec { time_t tv_sec; long tv_nsec; };
struct timeval { time_t tv_sec; suseconds_t tv_usec; };
typedef __builtin_va_list va_list;
typedef __builtin_va_list __gnuc_va_list;
#ifndef NULL
#ifdef __cplusplus
#define NULL __null
#else
#define NULL ((void *)0)
#endif
#endif
