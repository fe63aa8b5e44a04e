#include "session/store_cast.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/invalid.h"
#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/function.h"
#include "plan/text_lengths.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

using plan::ExpressionPtr;
using types::DataType;
using types::TypeKind;

enum class Statement : uint8_t { kInsert, kChange };

ExpressionPtr call(const char* name, std::vector<ExpressionPtr> arguments, const DataType& type) {
  const plan::Function* const function = plan::find_function(name);
  CHECK(function != nullptr);
  return plan::make_call(*function, std::move(arguments), type, false);
}

// What another program's error would say, as a row's value: NULL of a type where it is not raised.
ExpressionPtr refusal(ExpressionPtr when, const Error& error, const DataType& type) {
  return plan::make_cast(call("raise.refusal",
                              {std::move(when), plan::make_string(error.condition),
                               plan::make_string(error.sqlstate), plan::make_string(error.message)},
                              types::boolean()),
                         type, plan::CastMode::kLegacy);
}

bool is_number(const DataType& type) { return type.is_integral() || type.is(TypeKind::kDecimal); }

// The cast of one column's value, from the outside in.
class ColumnCast {
 public:
  ColumnCast(const StoreRules& rules, FieldOrder order, Statement statement)
      : rules_(rules), order_(order), statement_(statement) {}

  // `name` is the column's with that of the field inside it: `s`.`a`.
  Result<ExpressionPtr> converted(const ExpressionPtr& value, const DataType& to,
                                  const std::string& name) {
    const DataType& from = value->type;
    if (from == to) {
      return value;
    }
    if (from.is(TypeKind::kStruct) && to.is(TypeKind::kStruct)) {
      return converted_struct(value, to, name);
    }
    if (from.is(TypeKind::kArray) && to.is(TypeKind::kArray)) {
      return converted_array(value, to, name);
    }
    if (from.is(TypeKind::kMap) && to.is(TypeKind::kMap)) {
      RETURN_IF_ERROR(converted(plan::make_null(from.key()), to.key(), name + ".`key`"));
      RETURN_IF_ERROR(converted(plan::make_null(from.value()), to.value(), name + ".`value`"));
      return plan::make_cast(value, to, plan::store_cast(rules_.policy));
    }
    RETURN_IF_ERROR(check(from, to, name));
    return guarded(value, to, name);
  }

 private:
  Result<ExpressionPtr> converted_struct(const ExpressionPtr& value, const DataType& to,
                                         const std::string& name) {
    ASSIGN_OR_RETURN(const std::vector<size_t> places, places_of(value->type, to, name));
    std::vector<ExpressionPtr> parts;
    for (size_t i = 0; i < places.size(); ++i) {
      const types::Field& field = to.fields()[i];
      ASSIGN_OR_RETURN(ExpressionPtr part, converted(plan::make_field(value, places[i]), field.type,
                                                     name + ".`" + field.name + "`"));
      parts.push_back(plan::make_cast(std::move(part), field.type));
    }
    ExpressionPtr whole = call("struct", std::move(parts), to);
    if (!value->nullable) {
      return whole;
    }
    return plan::make_case(call("isnull", {value}, types::boolean()), plan::make_null(to),
                           std::move(whole));
  }

  // Which field of `from` each field of `to` takes.
  Result<std::vector<size_t>> places_of(const DataType& from, const DataType& to,
                                        const std::string& name) const {
    const bool by_name = order_ == FieldOrder::kByName;
    std::vector<size_t> places;
    std::string missing;
    for (size_t i = 0; i < to.fields().size(); ++i) {
      const auto at = by_name ? types::find_field(from.fields(), to.fields()[i].name)
                      : i < from.fields().size() ? std::optional(i)
                                                 : std::nullopt;
      if (at) {
        places.push_back(*at);
      } else {
        missing += (missing.empty() ? "`" : ", `") + to.fields()[i].name + "`";
      }
    }
    if (missing.empty() && from.fields().size() == to.fields().size()) {
      return places;
    }
    return wrong_fields(from, to, name, missing);
  }

  Error wrong_fields(const DataType& from, const DataType& to, const std::string& name,
                     const std::string& missing) const {
    if (statement_ == Statement::kChange) {
      return invalid("DELTA_UPDATE_SCHEMA_MISMATCH_EXPRESSION", "42846",
                     fmt::format("Cannot cast {} to {}. All nested columns must match.",
                                 from.text(), to.text()));
    }
    if (rules_.is_delta) {
      return missing.empty()
                 ? invalid("DELTA_METADATA_MISMATCH", "42KDG",
                           fmt::format("A metadata mismatch was detected when writing to the Delta "
                                       "table: {} has no such fields as {} has.",
                                       name, from.sql()))
                 : invalid(
                       "DELTA_INSERT_COLUMN_ARITY_MISMATCH", "42802",
                       fmt::format("Cannot write to {}, not enough nested fields in {}; target "
                                   "table has {} column(s) but the inserted data has {} "
                                   "column(s)",
                                   rules_.table, name, to.fields().size(), from.fields().size()));
    }
    const std::string start = "Cannot write incompatible data for the table " + rules_.table + ": ";
    if (missing.empty()) {
      std::string extra;
      for (size_t i = 0; i < from.fields().size(); ++i) {
        const std::string& field = from.fields()[i].name;
        const bool is_known = order_ == FieldOrder::kByName
                                  ? types::find_field(to.fields(), field).has_value()
                                  : i < to.fields().size();
        extra += is_known ? "" : (extra.empty() ? "`" : ", `") + field + "`";
      }
      return invalid("INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_STRUCT_FIELDS", "KD000",
                     start + "Cannot write extra fields " + extra + " to the struct " + name + ".");
    }
    return order_ == FieldOrder::kByName
               ? invalid(
                     "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_FIND_DATA", "KD000",
                     start + "Cannot find data for the output column " + name + "." + missing + ".")
               : invalid("INCOMPATIBLE_DATA_FOR_TABLE.STRUCT_MISSING_FIELDS", "KD000",
                         start + "Struct " + name + " missing fields: " + missing + ".");
  }

  Result<ExpressionPtr> converted_array(const ExpressionPtr& value, const DataType& to,
                                        const std::string& name) {
    // Lambdas of one statement have ids of their own, below those of columns.
    const plan::Attribute element{.id = {--last_lambda_},
                                  .name = "element",
                                  .type = value->type.element(),
                                  .nullable = value->type.contains_null()};
    auto reference = std::make_shared<const plan::Expression>(
        plan::Expression{.content = plan::LambdaRef{.id = element.id, .name = element.name},
                         .type = element.type,
                         .nullable = element.nullable});
    ASSIGN_OR_RETURN(ExpressionPtr body,
                     converted(std::move(reference), to.element(), name + ".`element`"));
    body = plan::make_cast(std::move(body), to.element());
    auto lambda = std::make_shared<const plan::Expression>(
        plan::Expression{.content = plan::Lambda{.parameters = {element}, .body = body},
                         .type = to.element(),
                         .nullable = body->nullable});
    return plan::make_call(*plan::find_function("transform"), {value, std::move(lambda)}, to,
                           value->nullable);
  }

  Status check(const DataType& from, const DataType& to, const std::string& name) const {
    const bool is_strict = rules_.policy == plan::StorePolicy::kStrict;
    if (!rules_.is_delta) {
      if (rules_.policy == plan::StorePolicy::kLegacy) {
        return plan::can_cast(from, to, plan::CastMode::kLegacy) ? ok()
                                                                 : Status(no_cast(from, to, name));
      }
      return plan::check_store(from, to, rules_.policy, rules_.table, name);
    }
    if (is_strict && !plan::can_up_cast(from, to)) {
      return invalid(
          "CANNOT_UP_CAST_DATATYPE", "42846",
          fmt::format("Cannot up cast {} from \"{}\" to \"{}\".", name, from.sql(), to.sql()));
    }
    return plan::can_cast(from, to, plan::store_cast(rules_.policy))
               ? ok()
               : Status(no_cast(from, to, name));
  }

  static Error no_cast(const DataType& from, const DataType& to, const std::string& name) {
    const bool has_function = (from.is(TypeKind::kDate) && to.is_numeric()) ||
                              (from.is_numeric() && to.is(TypeKind::kDate));
    return invalid(has_function ? "DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION"
                                : "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
                   "42K09",
                   fmt::format("Cannot resolve the value of {} due to data type mismatch: cannot "
                               "cast \"{}\" to \"{}\".",
                               name, from.sql(), to.sql()));
  }

  // A number that does not fit is an error of the column's.
  ExpressionPtr guarded(const ExpressionPtr& value, const DataType& to, const std::string& name) {
    const DataType& from = value->type;
    const bool can_overflow = rules_.policy == plan::StorePolicy::kAnsi && from.is_numeric() &&
                              is_number(to) && !plan::can_up_cast(from, to);
    if (!can_overflow) {
      return plan::make_cast(value, to, plan::store_cast(rules_.policy));
    }
    const bool is_insert = statement_ == Statement::kInsert;
    const Error overflow = invalid(
        is_insert ? "CAST_OVERFLOW_IN_TABLE_INSERT" : "DELTA_CAST_OVERFLOW_IN_TABLE_WRITE", "22003",
        fmt::format("{} a value of \"{}\" type {} the \"{}\" type column{} {} due to an overflow. "
                    "Use `try_cast` on the input value to tolerate overflow and return NULL "
                    "instead.",
                    is_insert ? "Fail to assign" : "Failed to write", from.sql(),
                    is_insert ? "to" : "into", to.sql(), is_insert ? " or variable" : "", name));
    ExpressionPtr is_given = call("isnotnull", {value}, types::boolean());
    return plan::make_call(*plan::find_function("coalesce"),
                           {plan::make_cast(value, to, plan::CastMode::kTry),
                            refusal(std::move(is_given), overflow, to)},
                           to, true);
  }

  const StoreRules& rules_;
  const FieldOrder order_;
  const Statement statement_;
  int64_t last_lambda_ = 0;
};

}  // namespace

Result<ExpressionPtr> inserted_value(ExpressionPtr value, const types::Field& column,
                                     const StoreRules& rules, FieldOrder order) {
  ColumnCast cast(rules, order, Statement::kInsert);
  ASSIGN_OR_RETURN(ExpressionPtr stored,
                   cast.converted(value, column.type, "`" + column.name + "`"));
  return plan::make_cast(std::move(stored), column.type);
}

Result<ExpressionPtr> changed_value(ExpressionPtr value, const types::Field& column,
                                    const StoreRules& rules) {
  ColumnCast cast(rules, FieldOrder::kByName, Statement::kChange);
  ASSIGN_OR_RETURN(ExpressionPtr stored,
                   cast.converted(value, column.type, "`" + column.name + "`"));
  return plan::make_cast(std::move(stored), column.type);
}

ExpressionPtr with_lengths(ExpressionPtr value, const types::Field& column, const StoreRules& rules,
                           plan::IdSource& ids) {
  const DataType declared = types::declared_type(column);
  if (!rules.keeps_lengths || declared == column.type) {
    return value;
  }
  return rules.is_delta ? plan::value_within(std::move(value), column, declared, ids)
                        : plan::stored_value(std::move(value), declared, ids);
}

}  // namespace tarn::session
