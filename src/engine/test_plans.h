// Small plans built by hand, and their rows as text. For tests only.

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "engine/engine.h"
#include "plan/expression.h"
#include "plan/function.h"
#include "plan/node.h"
#include "types/column.h"
#include "types/datetime.h"

namespace tarn::engine::test {

using plan::Attribute;
using plan::ExpressionPtr;
using plan::NamedExpression;
using plan::PlanPtr;
using types::DataType;
using types::Value;
using types::ValueList;

inline plan::IdSource& ids() {
  static plan::IdSource source;
  return source;
}

// ---------------------------------------------------------------- expressions

inline Attribute column(std::string name, DataType type) {
  return {ids().next_attribute(), std::move(name), std::move(type)};
}

template <typename Content>
ExpressionPtr make(Content content, DataType type, bool nullable = true) {
  return std::make_shared<const plan::Expression>(
      plan::Expression{std::move(content), std::move(type), nullable});
}

inline ExpressionPtr ref(const Attribute& attribute) {
  return make(plan::AttributeRef{attribute.id, attribute.name}, attribute.type);
}
inline ExpressionPtr literal(Value value, DataType type) {
  return make(plan::Literal{std::move(value)}, std::move(type));
}
inline ExpressionPtr number(int64_t value) { return literal({value}, types::int_type()); }
inline ExpressionPtr big(int64_t value) { return literal({value}, types::long_type()); }
inline ExpressionPtr real(double value) { return literal({value}, types::double_type()); }
inline ExpressionPtr text(std::string value) {
  return literal({std::move(value)}, types::string_type());
}
inline ExpressionPtr null_of(DataType type) { return literal({}, std::move(type)); }

inline const plan::Function* function(std::string_view name) {
  const plan::Function* found = plan::find_function(name);
  CHECK(found != nullptr);
  return found;
}
inline ExpressionPtr call(std::string_view name, std::vector<ExpressionPtr> arguments,
                          DataType type) {
  return make(plan::Call{function(name), std::move(arguments)}, std::move(type));
}
inline ExpressionPtr test_of(std::string_view name, std::vector<ExpressionPtr> arguments) {
  return call(name, std::move(arguments), types::boolean());
}
inline ExpressionPtr cast(ExpressionPtr input, DataType type,
                          plan::CastMode mode = plan::CastMode::kAnsi) {
  return make(plan::Cast{std::move(input), mode}, std::move(type));
}
inline ExpressionPtr field(ExpressionPtr input, size_t ordinal) {
  DataType type = input->type.fields()[ordinal].type;
  return make(plan::GetField{std::move(input), ordinal}, std::move(type));
}
inline ExpressionPtr aggregate_of(std::string_view name, std::vector<ExpressionPtr> arguments,
                                  DataType type, ExpressionPtr filter = nullptr,
                                  bool distinct = false) {
  return make(plan::AggregateCall{.function = function(name),
                                  .arguments = std::move(arguments),
                                  .distinct = distinct,
                                  .filter = std::move(filter)},
              std::move(type));
}
inline NamedExpression named(std::string name, ExpressionPtr expression) {
  return {ids().next_attribute(), std::move(name), std::move(expression)};
}

// ---------------------------------------------------------------- plans

template <typename Content>
PlanPtr node(Content content, std::vector<Attribute> output) {
  return std::make_shared<const plan::Node>(plan::Node{std::move(content), std::move(output)});
}

inline PlanPtr one_row() { return node(plan::Rows{{{}}}, {}); }

inline std::vector<Attribute> attributes_of(const std::vector<NamedExpression>& columns) {
  std::vector<Attribute> output;
  for (const NamedExpression& each : columns) {
    output.push_back({each.id, each.name, each.expression->type});
  }
  return output;
}
inline PlanPtr project(PlanPtr input, std::vector<NamedExpression> columns) {
  std::vector<Attribute> output = attributes_of(columns);
  return node(plan::Project{std::move(input), std::move(columns)}, std::move(output));
}
// Columns of the input, as they are.
inline PlanPtr select(PlanPtr input, const std::vector<Attribute>& columns) {
  std::vector<NamedExpression> passed;
  for (const Attribute& each : columns) {
    passed.push_back({each.id, each.name, ref(each)});
  }
  return node(plan::Project{std::move(input), std::move(passed)}, columns);
}
inline PlanPtr filter(PlanPtr input, ExpressionPtr condition) {
  auto output = input->output;
  return node(plan::Filter{std::move(input), std::move(condition)}, std::move(output));
}
inline PlanPtr scan(std::vector<Attribute> columns, plan::ScanId id, bool streaming = false) {
  return node(plan::Scan{id, plan::TableSource{}, streaming}, std::move(columns));
}
inline PlanPtr join(plan::JoinKind kind, PlanPtr left, PlanPtr right, ExpressionPtr condition) {
  auto output = left->output;
  if (kind != plan::JoinKind::kLeftSemi && kind != plan::JoinKind::kLeftAnti) {
    output.insert(output.end(), right->output.begin(), right->output.end());
  }
  return node(plan::Join{kind, std::move(left), std::move(right), std::move(condition)},
              std::move(output));
}
inline PlanPtr aggregate(PlanPtr input, std::vector<NamedExpression> keys,
                         std::vector<NamedExpression> aggregates) {
  auto output = attributes_of(keys);
  const auto more = attributes_of(aggregates);
  output.insert(output.end(), more.begin(), more.end());
  return node(plan::Aggregate{std::move(input), std::move(keys), std::move(aggregates)},
              std::move(output));
}
inline PlanPtr generate(PlanPtr input, std::string_view name, ExpressionPtr argument,
                        std::vector<Attribute> generated, bool outer = false) {
  auto output = input->output;
  output.insert(output.end(), generated.begin(), generated.end());
  return node(
      plan::Generate{
          std::move(input), function(name), {std::move(argument)}, outer, std::move(generated)},
      std::move(output));
}
inline PlanPtr sort(PlanPtr input, std::vector<plan::SortKey> keys) {
  auto output = input->output;
  return node(plan::Sort{std::move(input), std::move(keys)}, std::move(output));
}

// VALUES: a relation of literal rows.
inline PlanPtr values(std::vector<Attribute> columns, const std::vector<ValueList>& rows) {
  plan::Rows content;
  for (const ValueList& row : rows) {
    std::vector<ExpressionPtr> cells;
    for (size_t i = 0; i < row.size(); ++i) cells.push_back(literal(row[i], columns[i].type));
    content.rows.push_back(std::move(cells));
  }
  return node(std::move(content), std::move(columns));
}

// ---------------------------------------------------------------- rows

inline types::Batch batch_of(const std::vector<Attribute>& columns,
                             const std::vector<ValueList>& rows) {
  types::Batch batch;
  for (size_t i = 0; i < columns.size(); ++i) {
    batch.columns.emplace_back(columns[i].type);
    for (const ValueList& row : rows) batch.columns[i].append_value(row[i]);
  }
  batch.rows = rows.size();
  return batch;
}
inline Collected collected(std::vector<types::Batch> batches) {
  return {std::make_shared<const std::vector<types::Batch>>(std::move(batches))};
}

inline std::unique_ptr<Connection> connect() {
  // Never destroyed: an engine may not end behind main().
  static Engine& engine = *[] {
    auto opened = Engine::open({.memory_limit_bytes = int64_t{1} << 30, .threads = 2});
    CHECK(static_cast<bool>(opened));
    return std::move(opened).value().release();
  }();
  auto connection = engine.connect();
  CHECK(static_cast<bool>(connection));
  return std::move(connection).value();
}

// Each row as "a | b", cells as Spark's shell prints them.
inline Result<std::vector<std::string>> lines_of(RowStream& stream) {
  std::vector<std::string> lines;
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, stream.next(batch));
    if (!more) return lines;
    for (size_t row = 0; row < batch.rows; ++row) {
      std::string line;
      for (size_t i = 0; i < batch.columns.size(); ++i) {
        line += (i == 0 ? "" : " | ") +
                types::hive_text(batch.columns[i].value_at(row), batch.columns[i].type());
      }
      lines.push_back(std::move(line));
    }
  }
}

inline Result<std::vector<std::string>> run(const PlanPtr& plan, const Bindings& bindings = {},
                                            const Moment& moment = {}) {
  const auto connection = connect();
  ASSIGN_OR_RETURN(const auto stream, connection->query(plan, bindings, moment));
  return lines_of(*stream);
}

// The rows, or the error's text as the only one.
inline std::vector<std::string> rows_of(const PlanPtr& plan, const Bindings& bindings = {},
                                        const Moment& moment = {}) {
  auto lines = run(plan, bindings, moment);
  if (!lines) return {lines.error().text()};
  return std::move(lines).value();
}

// The value of an expression, or the error's text.
inline std::string value_of(ExpressionPtr expression, const Moment& moment = {}) {
  const auto lines = rows_of(project(one_row(), {named("v", std::move(expression))}), {}, moment);
  return lines.empty() ? "no row" : lines.front();
}

using Lines = std::vector<std::string>;

// A folder of the test that runs; gone with it.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / ("tarn_engine_" + name)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace tarn::engine::test
