// Numbers as Java prints them, which is how Spark turns them into text.

#pragma once

#include <string>

namespace tarn::types {

// Double.toString and Float.toString of Java 17 (`java_digits.h`): digits that read back as the
// same number, at least one on each side of the point; 1.0E7 from ten million on, 1.0E-4 below a
// thousandth.
std::string double_text(double value);
std::string float_text(float value);

}  // namespace tarn::types
