#pragma once

// java.lang.StrictMath: exponentials, logarithms, powers, hyperbolic functions and arcs as fdlibm
// computes them, to the last digit. Other libraries round some results the other way.

namespace tarn::engine::java_math {

double exp(double value);
double expm1(double value);
double log(double value);
double log10(double value);
double log1p(double value);
double sinh(double value);
double cosh(double value);
double tanh(double value);
double asinh(double value);
double acosh(double value);

// java_power.cc
double pow(double base, double exponent);
double cbrt(double value);
double hypot(double a, double b);

// java_arcs.cc
double asin(double value);
double acos(double value);
double atan(double value);
double atan2(double y, double x);

}  // namespace tarn::engine::java_math
