// Stub header of trawl. Declarations and constants only.
#pragma once
#include <bits/stub_base.h>
namespace abi { char *__cxa_demangle(const char *, char *, size_t *, int *); }
