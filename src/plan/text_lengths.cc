#include "plan/text_lengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "plan/builder.h"
#include "plan/constants.h"
#include "plan/function.h"
#include "plan/type_rules.h"
#include "types/declared_type.h"

namespace tarn::plan {
namespace {

using types::DataType;
using types::TypeKind;

ExpressionPtr call(const char* name, std::vector<ExpressionPtr> arguments, const DataType& type,
                   bool nullable) {
  const Function* const function = find_function(name);
  CHECK(function != nullptr);
  return make_call(*function, std::move(arguments), type, nullable);
}

// A value with `leaf` in the place of each text in it that has a length.
template <typename Leaf>
class TextMapper {
 public:
  TextMapper(const Leaf& leaf, IdSource& ids) : leaf_(leaf), ids_(ids) {}

  ExpressionPtr mapped(const ExpressionPtr& value, const DataType& declared) {
    if (!types::has_lengths(declared)) return value;
    switch (declared.kind()) {
      case TypeKind::kStruct:
        return structure(value, declared);
      case TypeKind::kArray:
        return array(value, declared.element());
      case TypeKind::kMap:
        return map(value, declared);
      default:
        return leaf_(value, declared);
    }
  }

 private:
  ExpressionPtr structure(const ExpressionPtr& value, const DataType& declared) {
    std::vector<ExpressionPtr> parts;
    bool changes = false;
    for (size_t i = 0; i < declared.fields().size(); ++i) {
      const ExpressionPtr part = make_field(value, i);
      parts.push_back(mapped(part, declared.fields()[i].type));
      changes = changes || parts.back() != part;
    }
    if (!changes) return value;
    ExpressionPtr whole = call("struct", std::move(parts), value->type, false);
    if (!value->nullable) return whole;
    return make_case(call("isnull", {value}, types::boolean(), false), make_null(value->type),
                     std::move(whole));
  }

  ExpressionPtr array(const ExpressionPtr& value, const DataType& declared) {
    const Attribute element{.id = ids_.next_attribute(),
                            .name = "x",
                            .type = value->type.element(),
                            .nullable = value->type.contains_null()};
    const auto reference = std::make_shared<const Expression>(
        Expression{.content = LambdaRef{.id = element.id, .name = element.name},
                   .type = element.type,
                   .nullable = element.nullable});
    ExpressionPtr body = mapped(reference, declared);
    if (body == reference) return value;
    auto lambda = std::make_shared<const Expression>(
        Expression{.content = Lambda{.parameters = {element}, .body = body},
                   .type = element.type,
                   .nullable = element.nullable});
    return call("transform", {value, std::move(lambda)}, value->type, value->nullable);
  }

  ExpressionPtr map(const ExpressionPtr& value, const DataType& declared) {
    const DataType& type = value->type;
    const ExpressionPtr keys =
        call("map_keys", {value}, DataType::array(type.key(), false), value->nullable);
    const ExpressionPtr values =
        call("map_values", {value}, DataType::array(type.value(), type.contains_null()),
             value->nullable);
    ExpressionPtr new_keys = array(keys, declared.key());
    ExpressionPtr new_values = array(values, declared.value());
    if (new_keys == keys && new_values == values) return value;
    return call("map_from_arrays", {std::move(new_keys), std::move(new_values)}, type,
                value->nullable);
  }

  const Leaf& leaf_;
  IdSource& ids_;
};

template <typename Leaf>
ExpressionPtr with_texts(const ExpressionPtr& value, const DataType& declared, const Leaf& leaf,
                         IdSource& ids) {
  return TextMapper<Leaf>(leaf, ids).mapped(value, declared);
}

// The length of the CHAR column that an expression is.
std::optional<int32_t> char_length(const Expression& expression) {
  const auto* column = std::get_if<AttributeRef>(&expression.content);
  if (column == nullptr || !column->declared || !column->declared->is_char()) return std::nullopt;
  return column->declared->length();
}

// What a constant text is worth; nothing: it is none, or NULL.
std::optional<std::string> constant_text(const ExpressionPtr& expression,
                                         const SessionSettings& settings) {
  if (!expression->type.is(TypeKind::kString) || !is_constant(*expression)) return std::nullopt;
  const auto known = folded(expression, settings);
  return known ? literal_string(**known) : std::nullopt;
}

int32_t characters(std::string_view text) {
  return static_cast<int32_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

ExpressionPtr padded_to(const ExpressionPtr& text, int32_t length) {
  return call("rpad", {text, make_int(length), make_string(" ")}, types::string_type(),
              text->nullable);
}

// A column that is not padded when it is read is padded when it is compared.
ExpressionPtr column_padded_to(const ExpressionPtr& column, int32_t own, int32_t wanted,
                               const SessionSettings& settings) {
  const bool is_short =
      wanted > own || (!settings.char_padded_on_reading && settings.char_padded_in_comparisons);
  return is_short ? padded_to(column, std::max(own, wanted)) : column;
}

bool pads_none(const SessionSettings& settings) { return settings.char_as_string; }

bool pad_beside_constant(ExpressionPtr& column, ExpressionPtr& constant,
                         const SessionSettings& settings) {
  const auto length = char_length(*column);
  const auto text = length ? constant_text(constant, settings) : std::nullopt;
  if (!text) return false;
  const int32_t wanted = std::max(*length, characters(*text));
  constant = characters(*text) < wanted ? padded_to(constant, wanted) : constant;
  column = column_padded_to(column, *length, wanted, settings);
  return true;
}

// The wider of two declared types; nothing where lengths have nothing to do with it.
std::optional<DataType> wider(const DataType& a, const DataType& b) {
  if (a.is_char() && b.is_char()) return DataType::character(std::max(a.length(), b.length()));
  return std::nullopt;
}

bool pad_columns(const std::vector<ExpressionPtr*>& columns, const SessionSettings& settings) {
  std::optional<DataType> wide;
  for (const ExpressionPtr* each : columns) {
    const auto* column = std::get_if<AttributeRef>(&(*each)->content);
    if (column == nullptr || !column->declared) return false;
    wide = wide ? wider(*wide, *column->declared) : column->declared;
    if (!wide || !wide->is_char()) return false;
  }
  for (ExpressionPtr* each : columns) {
    *each = column_padded_to(*each, *char_length(**each), wide->length(), settings);
  }
  return true;
}

}  // namespace

ExpressionPtr padded_value(ExpressionPtr value, const DataType& declared, IdSource& ids) {
  const auto leaf = [](const ExpressionPtr& text, const DataType& type) {
    if (!type.is_char()) return text;
    return call("char.padded", {text, make_int(type.length())}, types::string_type(),
                text->nullable);
  };
  return with_texts(value, declared, leaf, ids);
}

ExpressionPtr stored_value(ExpressionPtr value, const DataType& declared, IdSource& ids) {
  const auto leaf = [](const ExpressionPtr& text, const DataType& type) {
    return call(type.is_char() ? "char.stored" : "varchar.stored", {text, make_int(type.length())},
                types::string_type(), text->nullable);
  };
  return with_texts(value, declared, leaf, ids);
}

ExpressionPtr value_within(ExpressionPtr value, const types::Field& column,
                           const DataType& declared, IdSource& ids) {
  const auto leaf = [&](const ExpressionPtr& text, const DataType& type) {
    const std::string& name = column.name;
    const std::string check = declared.is_nested()
                                  ? "length <= " + std::to_string(type.length()) + " in " + name
                                  : "((" + name + " IS NULL) OR (length(" + name +
                                        ") <= " + std::to_string(type.length()) + "))";
    return call("text.within", {text, make_int(type.length()), make_string(check)},
                types::string_type(), text->nullable);
  };
  return with_texts(value, declared, leaf, ids);
}

void pad_comparison(std::vector<ExpressionPtr>& sides, const SessionSettings& settings) {
  if (sides.size() != 2 || pads_none(settings)) return;
  if (pad_beside_constant(sides[0], sides[1], settings)) return;
  if (pad_beside_constant(sides[1], sides[0], settings)) return;
  pad_columns({&sides[0], &sides[1]}, settings);
}

void pad_membership(ExpressionPtr& input, std::vector<ExpressionPtr>& items,
                    const SessionSettings& settings) {
  const auto length = char_length(*input);
  if (!length || items.empty() || pads_none(settings)) return;
  const bool all_texts = std::ranges::all_of(items, [](const ExpressionPtr& item) {
    return item->type.is(TypeKind::kString) && is_constant(*item);
  });
  if (!all_texts) {
    std::vector<ExpressionPtr*> columns = {&input};
    for (ExpressionPtr& item : items) columns.push_back(&item);
    pad_columns(columns, settings);
    return;
  }
  // Spark loses as many items from the list's end as NULLs are in it.
  std::vector<int32_t> lengths;
  std::vector<ExpressionPtr> nulls;
  for (const ExpressionPtr& item : items) {
    if (const auto text = constant_text(item, settings)) {
      lengths.push_back(characters(*text));
    } else {
      nulls.push_back(make_null(types::string_type(), item->span));
    }
  }
  const int32_t wanted = lengths.empty() ? *length : std::max(*length, std::ranges::max(lengths));
  items.resize(lengths.size());
  for (size_t i = 0; i < items.size(); ++i) {
    items[i] = lengths[i] < wanted ? padded_to(items[i], wanted) : items[i];
  }
  items.insert(items.end(), nulls.begin(), nulls.end());
  input = column_padded_to(input, *length, wanted, settings);
}

Result<DataType> type_without_lengths(const DataType& type, const SessionSettings& settings) {
  if (types::has_lengths(type) && !settings.char_as_string) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format(
                     "The type {} has a length, and only a table's column can have one. Write "
                     "STRING, or set \"spark.sql.legacy.charVarcharAsString\" to \"true\".",
                     type.sql()),
                 .condition = "UNSUPPORTED_CHAR_OR_VARCHAR_AS_STRING",
                 .sqlstate = "0A000"};
  }
  return types::without_lengths(type);
}

ExpressionPtr without_length(const ExpressionPtr& column) {
  const auto* reference = std::get_if<AttributeRef>(&column->content);
  if (reference == nullptr || !reference->declared) return column;
  Expression plain = *column;
  std::get<AttributeRef>(plain.content).declared.reset();
  return std::make_shared<const Expression>(std::move(plain));
}

}  // namespace tarn::plan
