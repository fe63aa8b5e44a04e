#include "plan/special_times.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "plan/builder.h"
#include "plan/function.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::TypeKind;

ExpressionPtr today(int days, Span span) {
  const types::DataType date = types::date_type();
  ExpressionPtr now = make_call(*find_function("current_date"), {}, date, false, span);
  if (days == 0) return now;
  return make_call(*find_function("date_add"), {std::move(now), make_int(days, span)}, date, false,
                   span);
}

// The first word of a text in lower case; empty where more than a zone stands behind it.
std::string only_word(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  const size_t end = std::min(text.find(' '), text.size());
  if (text.substr(end).find_first_of("0123456789") != std::string_view::npos) return "";
  return lower_ascii(std::string(text.substr(0, end)));
}

}  // namespace

ExpressionPtr special_time(std::string_view text, const types::DataType& type, Span span) {
  const bool is_date = type.is(TypeKind::kDate);
  if (!is_date && !type.is(TypeKind::kTimestamp) && !type.is(TypeKind::kTimestampNtz)) {
    return nullptr;
  }
  const std::string word = only_word(text);
  if (word == "epoch") {
    const char* const zero = type.is(TypeKind::kTimestamp) ? "1970-01-01 00:00:00Z" : "1970-01-01";
    return make_cast(make_string(zero, span), type);
  }
  if (word == "now" && !is_date) {
    const types::DataType instant = types::timestamp_type();
    return make_cast(make_call(*find_function("current_timestamp"), {}, instant, false, span),
                     type);
  }
  if (word == "now" || word == "today") return make_cast(today(0, span), type);
  if (word == "tomorrow") return make_cast(today(1, span), type);
  if (word == "yesterday") return make_cast(today(-1, span), type);
  return nullptr;
}

ExpressionPtr special_time(const Expression& literal, const types::DataType& type) {
  const auto text = literal_string(literal);
  return text ? special_time(*text, type, literal.span) : nullptr;
}

}  // namespace tarn::plan
