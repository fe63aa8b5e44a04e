#include "plan/call_settings.h"

#include <algorithm>
#include <array>

#include "plan/builder.h"
#include "types/utf8.h"

namespace tarn::plan {

using types::DataType;
using types::TypeKind;

namespace {

// Where all from `first` on are binary; one text among them makes texts of all anyway.
void make_texts(std::vector<ExpressionPtr>& arguments, size_t first) {
  for (size_t at = first; at < arguments.size(); ++at) {
    if (!arguments[at]->type.is(TypeKind::kBinary)) return;
  }
  for (size_t at = first; at < arguments.size(); ++at) {
    arguments[at] = make_cast(arguments[at], types::string_type());
  }
}

// Writes an option into a call of a value and perhaps options, unless the query says it.
void add_option(std::vector<ExpressionPtr>& arguments, std::vector<std::string>& texts,
                std::string_view option, std::string_view value) {
  types::ValueMap options;
  if (arguments.size() == 2) {
    const auto* literal = std::get_if<Literal>(&arguments[1]->content);
    const auto* given =
        literal == nullptr ? nullptr : std::get_if<types::ValueMap>(&literal->value.content);
    if (given == nullptr) return;  // no constant: refused elsewhere
    options = *given;
    arguments.pop_back();
    texts.pop_back();
  }
  const bool is_said = std::ranges::any_of(options, [&](const types::ValueEntry& entry) {
    const auto* name = std::get_if<std::string>(&entry.first.content);
    return name != nullptr && types::equal_ignoring_case(*name, option);
  });
  if (!is_said) {
    options.push_back(
        {.first = {.content = std::string(option)}, .second = {.content = std::string(value)}});
  }
  arguments.push_back(make_literal({.content = std::move(options)},
                                   DataType::map(types::string_type(), types::string_type())));
  texts.emplace_back();
}

}  // namespace

void follow_settings(const Function& function, std::vector<ExpressionPtr>& arguments,
                     std::vector<std::string>& texts, const SessionSettings& settings) {
  if (settings.concat_as_text && function.name == "concat") make_texts(arguments, 0);
  if (settings.elt_as_text && function.name == "elt") make_texts(arguments, 1);
  if (arguments.size() != 1 && arguments.size() != 2) return;
  if (!settings.json_without_nulls && function.name == "to_json") {
    add_option(arguments, texts, "ignoreNullFields", "false");
  }
  constexpr std::array kInferring = {"schema_of_csv", "schema_of_json", "schema_of_xml"};
  const bool infers = std::ranges::find(kInferring, function.name) != kInferring.end();
  if (settings.ntz_by_default && infers) {
    add_option(arguments, texts, "tarn.localTimes", "true");  // format/option_reader.h
  }
}

const Function& function_meant(const Function& function, std::string_view name,
                               const SessionSettings& settings) {
  // The aliases to_timestamp_ltz and make_timestamp_ltz say what they mean.
  if (!settings.ntz_by_default || name != function.name) return function;
  const Function* local = find_function(std::string(name) + ".local");
  return local == nullptr ? function : *local;
}

const Function& function_to_carry(const Function& function, const SessionSettings& settings) {
  if (!settings.last_key_wins) return function;
  const Function* other = find_function(std::string(function.name) + ".last");
  return other == nullptr ? function : *other;
}

DataType of_texts(const DataType& collection) {
  if (collection.is(TypeKind::kArray) && collection.element().is(TypeKind::kVoid)) {
    return DataType::array(types::string_type(), false);
  }
  if (collection.is(TypeKind::kMap) && collection.key().is(TypeKind::kVoid)) {
    return DataType::map(types::string_type(), types::string_type(), false);
  }
  return collection;
}

}  // namespace tarn::plan
