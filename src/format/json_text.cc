#include "format/json_text.h"

#include "format/scalar_text.h"
#include "types/number_text.h"

namespace tarn::format {
namespace {

void append_number(std::string& out, const JsonNumber& number, NumberText numbers) {
  if (number.form == NumberForm::kNonNumeric) {
    const bool is_nan = number.text == "NaN";
    const bool is_negative = number.text.front() == '-';
    out += is_nan ? "\"NaN\"" : is_negative ? "\"-Infinity\"" : "\"Infinity\"";
  } else if (numbers == NumberText::kAsWritten) {
    out += number.text;
  } else if (number.form == NumberForm::kInteger) {
    out += number.text == "-0" ? "0" : number.text;
  } else {
    const std::string text = types::double_text(json_double(number.text));
    const bool is_number = text.back() != 'y';  // no "Infinity"
    out += is_number ? text : "\"" + text + "\"";
  }
}

bool append_members(std::string& out, JsonScanner& scanner, NumberText numbers, char closing) {
  out += scanner.front();
  scanner.advance(1);
  if (!scanner.enter() || !scanner.skip_blanks()) {
    return false;
  }
  bool is_first = true;
  while (!scanner.take(closing)) {
    if (!is_first) {
      if (!scanner.take(',') || !scanner.skip_blanks()) {
        return false;
      }
      out += ',';
    }
    is_first = false;
    if (closing == '}') {
      std::string_view name;
      if (!scanner.name(name)) {
        return false;
      }
      append_json_string(out, name);
      out += ':';
      if (!scanner.skip_blanks() || !scanner.take(':') || !scanner.skip_blanks()) {
        return false;
      }
    }
    if (!append_json_value(out, scanner, numbers) || !scanner.skip_blanks()) {
      return false;
    }
  }
  out += closing;
  scanner.leave();
  return true;
}

}  // namespace

bool append_json_value(std::string& out, JsonScanner& scanner, NumberText numbers) {
  if (scanner.is_at_string()) {
    std::string_view text;
    if (!scanner.string(text)) {
      return false;
    }
    append_json_string(out, text);
    return true;
  }
  if (scanner.front() == '{') {
    return append_members(out, scanner, numbers, '}');
  }
  if (scanner.front() == '[') {
    return append_members(out, scanner, numbers, ']');
  }
  if (scanner.is_at_number()) {
    JsonNumber number;
    if (!scanner.number(number)) {
      return false;
    }
    append_number(out, number, numbers);
    return true;
  }
  const char* const begin = scanner.position();
  if (!scanner.skip_value()) {
    return false;
  }
  out.append(begin, scanner.position());
  return true;
}

}  // namespace tarn::format
