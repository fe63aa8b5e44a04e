#include "plan/generated_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <utility>

#include "base/invalid.h"
#include "plan/builder.h"
#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function.h"
#include "plan/no_relations.h"
#include "plan/walk.h"
#include "sql/parse.h"
#include "sql/visit.h"
#include "types/declared_type.h"
#include "types/made_values.h"
#include "types/utf8.h"

namespace tarn::plan {
namespace {

// Whose answer is another for another user or at another time.
constexpr std::array<std::string_view, 17> kOfTheMoment = {
    "current_date", "curdate",        "current_timestamp", "now",
    "current_time", "localtimestamp", "current_user",      "user",
    "session_user", "current_schema", "current_database",  "current_catalog",
    "current_path", "version",        "current_timezone",  "input_file_name",
    "getdate",
};

bool holds_in_syntax(const sql::Expression& expression,
                     const std::function<bool(const sql::ExpressionNode&)>& test) {
  bool found = test(expression.node);
  sql::for_each_child(expression.node, [&](const sql::Expression& child) {
    found = found || holds_in_syntax(child, test);
  });
  return found;
}

bool is_subquery(const sql::ExpressionNode& node) {
  return std::holds_alternative<sql::ScalarSubquery>(node) ||
         std::holds_alternative<sql::InSubquery>(node) || std::holds_alternative<sql::Exists>(node);
}

std::string name_of_call(const sql::ExpressionNode& node) {
  if (const auto* call = std::get_if<sql::FunctionCall>(&node)) {
    return types::case_folded(call->name.last().name);
  }
  return {};
}

// The first call of a function of the moment, nothing where there is none.
std::string call_of_the_moment(const sql::Expression& expression) {
  std::string found;
  holds_in_syntax(expression, [&](const sql::ExpressionNode& node) {
    const std::string name = name_of_call(node);
    const auto* call = std::get_if<sql::FunctionCall>(&node);
    const bool is_clock = std::ranges::find(kOfTheMoment, name) != kOfTheMoment.end() ||
                          (call != nullptr && name == "unix_timestamp" && call->arguments.empty());
    if (is_clock && found.empty()) {
      found = name;
    }
    return is_clock;
  });
  return found;
}

std::vector<Attribute> attributes_of(const types::Schema& schema, IdSource& ids) {
  std::vector<Attribute> row;
  for (const types::Field& field : schema) {
    row.push_back(
        {.id = ids.next_attribute(), .name = field.name, .type = field.type, .nullable = true});
  }
  return row;
}

bool looks_at_several_rows(const ExpressionPtr& expression) {
  return contains(expression, [](const Expression& part) {
    return std::holds_alternative<AggregateCall>(part.content) ||
           std::holds_alternative<WindowCall>(part.content);
  });
}

ExpressionPtr call(const char* name, std::vector<ExpressionPtr> arguments,
                   const types::DataType& type, bool nullable = false) {
  const Function* const function = find_function(name);
  CHECK(function != nullptr);
  return make_call(*function, std::move(arguments), type, nullable);
}

// One expression of a schema, parsed and resolved.
class Generation {
 public:
  Generation(const types::Schema& schema, size_t place, GenerationRules rules)
      : schema_(schema),
        field_(schema[place]),
        place_(place),
        rules_(rules),
        text_(*types::generation_of(field_)),
        fragment_(sql::Fragment::whole(text_, "generated column " + field_.name)) {}

  Result<ExpressionPtr> resolved(const std::vector<Attribute>& row, const SessionSettings& settings,
                                 IdSource& ids) {
    auto parsed = sql::parse_expression(fragment_);
    if (!parsed) {
      return parsed.diagnostic().as_error().within("the generated column " + field_.name);
    }
    parsed_ = std::move(parsed).value();
    if (holds_in_syntax(*parsed_, is_subquery)) {
      return refusal("DELTA_UNSUPPORTED_EXPRESSION_GENERATED_COLUMN",
                     "subquery expressions are not allowed for generated columns");
    }
    NoRelations no_relations("A generated column looks at one row");
    const Node input{.content = Rows{.rows = {}}, .output = row};
    ExpressionResolution found =
        resolve_expression(*parsed_, input, fragment_.source(), settings, no_relations, ids);
    if (found.expression == nullptr) {
      return unresolved(found.diagnostics.front());
    }
    return std::move(found.expression);
  }

  // What a writer would accept, and whoever makes the table does not.
  Status check(const ExpressionPtr& expression, const std::vector<Attribute>& row) const {
    RETURN_IF_ERROR(check_references(expression, row));
    if (contains(expression, [](const Expression& part) { return is_random(part); })) {
      return refusal("DELTA_NON_DETERMINISTIC_EXPRESSION_IN_GENERATED_COLUMN",
                     "generation expression is not deterministic");
    }
    if (looks_at_several_rows(expression)) {
      return several_rows();
    }
    if (const std::string name = call_of_the_moment(*parsed_); !name.empty()) {
      return invalid("DELTA_UNSUPPORTED_EXPRESSION_GENERATED_COLUMN", "42621",
                     name + "() cannot be used in a generated column");
    }
    return check_type(expression->type);
  }

 private:
  Status check_references(const ExpressionPtr& expression,
                          const std::vector<Attribute>& row) const {
    std::set<AttributeId> named;
    collect_attributes(*expression, named);
    for (size_t i = 0; i < row.size(); ++i) {
      if (named.contains(row[i].id) && types::generation_of(schema_[i])) {
        return refusal("DELTA_INVALID_GENERATED_COLUMN_REFERENCES",
                       i == place_
                           ? "generation expression cannot reference itself"
                           : "generation expression cannot reference another generated column");
      }
    }
    return ok();
  }

  Status check_type(const types::DataType& given) const {
    const types::DataType declared = types::declared_type(field_);
    if (rules_ == GenerationRules::kStatement &&
        (declared != field_.type || !can_up_cast(given, field_.type))) {
      return refusal("", fmt::format("generation expression data type {} is incompatible with "
                                     "column data type {}",
                                     given.text(), declared.text()));
    }
    if (!given.same_ignoring_nullability(field_.type)) {
      return invalid("DELTA_GENERATED_COLUMNS_EXPR_TYPE_MISMATCH", "42K09",
                     fmt::format("The expression type of the generated column {} is {}, but the "
                                 "column type is {}",
                                 field_.name, given.sql(), declared.sql()));
    }
    return ok();
  }

  Error unresolved(const Diagnostic& first) const {
    std::string why = first.message;
    if (why.ends_with('.')) {
      why.pop_back();
    }
    if (first.condition.starts_with("UNRESOLVED_ROUTINE")) {
      return refusal("DELTA_UDF_IN_GENERATED_COLUMN",
                     "it calls a function that is not built in: " + why);
    }
    if (first.condition.starts_with("UNRESOLVED_COLUMN") && rules_ == GenerationRules::kPipeline) {
      return refusal("DELTA_INVALID_GENERATED_COLUMN_REFERENCES", why);
    }
    if (first.condition == "GROUP_BY_AGGREGATE" ||
        first.condition.starts_with("WINDOW_FUNCTION_NOT_ALLOWED")) {
      return several_rows();
    }
    return first.as_error();
  }

  Error several_rows() const {
    return invalid(
        "DELTA_AGGREGATE_IN_GENERATED_COLUMN", "42621",
        fmt::format("Found {}. A generated column cannot use an aggregate expression", text_));
  }

  // `of_delta` is Delta's condition for it.
  Error refusal(const char* of_delta, const std::string& why) const {
    const bool is_statement = rules_ == GenerationRules::kStatement;
    return invalid(is_statement ? "UNSUPPORTED_EXPRESSION_GENERATED_COLUMN" : of_delta, "42621",
                   fmt::format("Cannot create generated column {} with generation expression {} "
                               "because {}.",
                               field_.name, text_, why));
  }

  const types::Schema& schema_;
  const types::Field& field_;
  const size_t place_;
  const GenerationRules rules_;
  const std::string text_;
  const sql::Fragment fragment_;
  sql::ExpressionPtr parsed_;
};

// "\n - price : 3.0": a column's value in a message.
ExpressionPtr shown_value(const Attribute& column) {
  const bool has_text = can_cast(column.type, types::string_type(), CastMode::kAnsi);
  ExpressionPtr value =
      has_text ? make_cast(make_reference(column), types::string_type()) : make_string("..");
  return call("coalesce", {std::move(value), make_string("null")}, types::string_type());
}

ExpressionPtr violation(const GeneratedColumns& generated, size_t place) {
  const std::string& name = generated.row[place].name;
  std::vector<ExpressionPtr> parts = {make_string(fmt::format(
      "CHECK constraint Generated Column ({} <=> ({})) violated by row with values:", name,
      generated.texts.at(place)))};
  std::set<size_t> shown = sources_of(generated, place);
  shown.insert(place);
  for (const size_t column : shown) {
    parts.push_back(make_string("\n - " + generated.row[column].name + " : "));
    parts.push_back(shown_value(generated.row[column]));
  }
  return call("raise.refusal",
              {make_boolean(true), make_string("DELTA_VIOLATE_CONSTRAINT_WITH_VALUES"),
               make_string("23001"), call("concat", std::move(parts), types::string_type())},
              types::boolean(), true);
}

}  // namespace

Status check_generated(const types::Schema& schema, size_t place, GenerationRules rules,
                       const SessionSettings& settings, IdSource& ids) {
  const std::vector<Attribute> row = attributes_of(schema, ids);
  Generation generation(schema, place, rules);
  ASSIGN_OR_RETURN(const ExpressionPtr expression, generation.resolved(row, settings, ids));
  return generation.check(expression, row);
}

Result<GeneratedColumns> generated_columns(const types::Schema& schema, std::vector<Attribute> row,
                                           const SessionSettings& settings, IdSource& ids) {
  GeneratedColumns generated{.row = std::move(row)};
  for (size_t i = 0; i < schema.size(); ++i) {
    const auto text = types::generation_of(schema[i]);
    if (!text) {
      continue;
    }
    Generation generation(schema, i, GenerationRules::kPipeline);
    auto expression = generation.resolved(generated.row, settings, ids);
    if (!expression) {
      return expression.error().within("computing the generated column " + schema[i].name);
    }
    generated.expressions[i] = make_cast(*std::move(expression), schema[i].type);
    generated.texts[i] = *text;
  }
  return generated;
}

ExpressionPtr checked_value(const GeneratedColumns& generated, size_t place) {
  const Attribute& column = generated.row[place];
  ExpressionPtr same =
      call("<=>", {make_reference(column), generated.expressions.at(place)}, types::boolean());
  return make_case(std::move(same), make_reference(column),
                   make_cast(violation(generated, place), column.type, CastMode::kLegacy));
}

PlanPtr with_generated(PlanPtr rows, const GeneratedColumns& generated,
                       const std::set<size_t>& given, IdSource& ids) {
  std::vector<NamedExpression> columns;
  for (size_t i = 0; i < generated.row.size(); ++i) {
    const Attribute& column = generated.row[i];
    const auto expression = generated.expressions.find(i);
    ExpressionPtr value = expression == generated.expressions.end() ? make_reference(column)
                          : given.contains(i)                       ? checked_value(generated, i)
                                                                    : expression->second;
    columns.push_back(
        {.id = ids.next_attribute(), .name = column.name, .expression = std::move(value)});
  }
  return make_project(std::move(rows), std::move(columns));
}

std::set<size_t> sources_of(const GeneratedColumns& generated, size_t place) {
  std::set<AttributeId> named;
  collect_attributes(*generated.expressions.at(place), named);
  std::set<size_t> places;
  for (size_t i = 0; i < generated.row.size(); ++i) {
    if (named.contains(generated.row[i].id)) {
      places.insert(i);
    }
  }
  return places;
}

}  // namespace tarn::plan
