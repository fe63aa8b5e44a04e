// The decimal digits that Java 17 finds for a number: those that Spark shows.
//
// Double.toString stops as soon as the digits tell a number from its neighbours, by an estimate
// that is sometimes one digit late: 2.0E-3 has one, 1.23456792E8 is what a FLOAT of 123456789
// shows, where 1.2345679E8 would do. Later Javas find the fewest; Spark's answers are of Java 17.

#pragma once

#include <string>

namespace tarn::types {

struct JavaDigits {
  std::string digits;  // without a point
  int exponent = 0;    // of ten, for a point behind the first digit
};

// Of a number above zero.
JavaDigits java_digits(double magnitude);
JavaDigits java_digits(float magnitude);

}  // namespace tarn::types
