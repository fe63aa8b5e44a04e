// The families of the function table, one file each (functions_math.cc ..). find_function() and
// all_functions() put them together.

#pragma once

#include <span>

#include "plan/function.h"

namespace tarn::plan {

std::span<const Function> operator_functions();
std::span<const Function> conditional_functions();
std::span<const Function> form_functions();
std::span<const Function> math_functions();
std::span<const Function> numeric_functions();
std::span<const Function> string_functions();
std::span<const Function> text_functions();
std::span<const Function> bytes_functions();
std::span<const Function> regex_functions();
std::span<const Function> format_functions();
std::span<const Function> session_functions();
std::span<const Function> datetime_functions();
std::span<const Function> interval_functions();
std::span<const Function> timestamp_functions();
std::span<const Function> time_of_day_functions();
std::span<const Function> collection_functions();
std::span<const Function> array_functions();
std::span<const Function> array_member_functions();
std::span<const Function> map_functions();
std::span<const Function> higher_order_functions();
std::span<const Function> json_functions();
std::span<const Function> aggregate_functions();
std::span<const Function> statistic_functions();
std::span<const Function> window_functions();
std::span<const Function> generator_functions();
std::span<const Function> variant_functions();
std::span<const Function> vector_functions();
std::span<const Function> time_window_functions();
std::span<const Function> xpath_functions();

}  // namespace tarn::plan
