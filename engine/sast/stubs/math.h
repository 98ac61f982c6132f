// Stub header of trawl. Declarations and constants only.
#pragma once
#include <_stub.h>
__BEGIN_DECLS
#define HUGE_VAL __builtin_huge_val()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define M_PI 3.14159265358979323846
#define M_E 2.7182818284590452354
double sin(double); double cos(double); double tan(double); double asin(double); double acos(double); double atan(double); double atan2(double, double); double exp(double); double log(double); double log10(double); double log2(double); double pow(double, double); double sqrt(double); double cbrt(double); double ceil(double); double floor(double); double fabs(double); double fmod(double, double); double round(double); long lround(double); long long llround(double); double trunc(double); double ldexp(double, int); double frexp(double, int *); double modf(double, double *); double hypot(double, double); double fmax(double, double); double fmin(double, double); double rint(double); float sqrtf(float); float powf(float, float); float floorf(float); float ceilf(float); float fabsf(float); float sinf(float); float cosf(float); float roundf(float); double sinh(double); double cosh(double); double tanh(double);
#ifndef __cplusplus
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)
#define isfinite(x) __builtin_isfinite(x)
#define signbit(x) __builtin_signbit(x)
#endif
__END_DECLS
