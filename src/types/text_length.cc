#include "types/text_length.h"

#include <fmt/format.h>

#include <utility>

namespace tarn::types {
namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The byte behind the first `count` characters, and how many of `count` are missing.
std::pair<size_t, int32_t> byte_behind(std::string_view text, int32_t count) {
  size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && !begins_character(text[at])) {
      ++at;
    }
    --count;
  }
  return {at, count};
}

std::string_view without_blanks_behind(std::string_view text) {
  const size_t last = text.find_last_not_of(' ');
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

std::string padded(std::string_view text, int32_t length) {
  std::string whole(text);
  whole.append(static_cast<size_t>(byte_behind(text, length).second), ' ');
  return whole;
}

Result<std::string> stored_text(std::string_view text, const DataType& type) {
  const auto [end, missing] = byte_behind(text, type.length());
  if (end == text.size()) {
    return type.is_char() ? padded(text, type.length()) : std::string(text);
  }
  if (without_blanks_behind(text).size() > end) {
    return Error{
        .code = ErrorCode::kInvalid,
        .message = fmt::format("Exceeds char/varchar type length limitation: {}.", type.length()),
        .condition = "EXCEED_LIMIT_LENGTH",
        .sqlstate = "54006"};
  }
  return std::string(text.substr(0, end));
}

Result<Value> stored_value(Value value, const DataType& declared) {
  if (declared.is_char() || declared.is_varchar()) {
    if (auto* text = std::get_if<std::string>(&value.content)) {
      ASSIGN_OR_RETURN(*text, stored_text(*text, declared));
    }
  } else if (auto* list = std::get_if<ValueList>(&value.content)) {
    for (size_t i = 0; i < list->size(); ++i) {
      const DataType& part =
          declared.is(TypeKind::kStruct) ? declared.fields()[i].type : declared.element();
      ASSIGN_OR_RETURN((*list)[i], stored_value(std::move((*list)[i]), part));
    }
  } else if (auto* entries = std::get_if<ValueMap>(&value.content)) {
    for (ValueEntry& entry : *entries) {
      ASSIGN_OR_RETURN(entry.first, stored_value(std::move(entry.first), declared.key()));
      ASSIGN_OR_RETURN(entry.second, stored_value(std::move(entry.second), declared.value()));
    }
  }
  return value;
}

}  // namespace tarn::types
