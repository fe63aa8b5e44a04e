// A session's statement of any bytes is planned or refused: no crash, no plan beside diagnostics,
// every span within the text. The queries and conditions in it are resolved over a few small
// tables, and what is planned is written as the engine's text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/check.h"
#include "engine/emit.h"
#include "plan/fake_catalog.h"
#include "plan/resolver.h"
#include "sql/parse.h"

namespace {

using namespace tarn;

// Whatever range() is given: the catalog for tests reads a number without asking.
class FuzzCatalog final : public plan::FakeCatalog {
 public:
  Result<plan::Relation> table_function(const plan::TableFunctionReference& reference) override {
    const bool is_number =
        !reference.arguments.empty() &&
        std::holds_alternative<int64_t>(reference.arguments.front().value.content);
    if (reference.name == "range" && !is_number) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "range takes whole numbers",
                   .condition = "UNEXPECTED_INPUT_TYPE",
                   .sqlstate = "42K09"};
    }
    return FakeCatalog::table_function(reference);
  }
};

class Planner {
 public:
  explicit Planner(std::shared_ptr<const SourceText> text) : text_(std::move(text)) {}

  void plan(const sql::QueryPtr& query) {
    if (query == nullptr) {
      return;
    }
    const plan::Resolution resolution =
        plan::resolve_query(*query, text_, settings_, catalog_, ids_);
    check(resolution.diagnostics);
    CHECK((resolution.plan != nullptr) == resolution.diagnostics.empty());
    if (resolution.plan != nullptr) {
      const plan::PlanPtr pruned = plan::prune_columns(resolution.plan);
      CHECK(!plan::text_of(*pruned).empty());
      emit(pruned);
    }
  }

  // A condition or a value over the columns of x and y.
  void plan(const sql::ExpressionPtr& expression, const sql::QueryPtr& with) {
    if (expression == nullptr) {
      return;
    }
    std::vector<plan::VisibleRelation> relations;
    for (const char* const name : {"x", "y"}) {
      plan::VisibleRelation relation{.qualifier = {name}, .columns = {}};
      for (const char* const column : {"a", "b"}) {
        relation.columns.push_back(
            {.id = ids_.next_attribute(), .name = column, .type = types::int_type()});
      }
      relations.push_back(std::move(relation));
    }
    const plan::ExpressionResolution resolution =
        plan::resolve_over(*expression, relations, plan::ExpressionUse::kValue, with.get(), text_,
                           settings_, catalog_, ids_);
    check(resolution.diagnostics);
    CHECK((resolution.expression != nullptr) == resolution.diagnostics.empty());
  }

 private:
  // Tables are of files, and whatever else is read is pulled.
  static void emit(const plan::PlanPtr& plan) {
    engine::Bindings bindings;
    for (const plan::Node* const node : plan::scans_of(*plan)) {
      const auto& scan = std::get<plan::Scan>(node->content);
      if (std::holds_alternative<plan::TableSource>(scan.source)) {
        bindings.emplace(scan.id, engine::ParquetFiles{.files = {{.path = "t.parquet"}},
                                                       .schema = plan::schema_of(*node)});
      } else {
        bindings.emplace(scan.id, engine::Pulled{});
      }
    }
    const auto emitted = engine::emit(plan, bindings, {}, {.lane = 1, .execution = 1});
    CHECK(emitted ? !emitted->sql.empty() : !emitted.error().message.empty());
  }

  void check(const std::vector<Diagnostic>& diagnostics) const {
    for (const Diagnostic& diagnostic : diagnostics) {
      CHECK(!diagnostic.text().empty());
    }
  }

  std::shared_ptr<const SourceText> text_;
  plan::SessionSettings settings_ = {};
  FuzzCatalog catalog_;
  plan::IdSource ids_;
};

template <typename Statement>
void plan_statement(const Statement& statement, Planner& planner) {
  if constexpr (requires { statement.query; }) {
    if constexpr (std::is_same_v<std::decay_t<decltype(statement.query)>, sql::QueryPtr>) {
      planner.plan(statement.query);
    }
  }
  if constexpr (requires {
                  statement.where;
                  statement.with;
                }) {
    planner.plan(statement.where, statement.with);
  }
}

void plan_statement(const sql::MergeStatement& statement, Planner& planner) {
  planner.plan(statement.on, statement.with);
  for (const sql::MergeClause& clause : statement.clauses) {
    planner.plan(clause.condition, statement.with);
    for (const sql::Assignment& assignment : clause.assignments) {
      planner.plan(assignment.value, statement.with);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto source = std::make_shared<SourceText>(
      SourceText{"fuzz.sql", std::string(reinterpret_cast<const char*>(data), size)});
  const auto statement = sql::parse_session_statement(sql::Fragment::whole(source->text));
  if (statement) {
    Planner planner(source);
    std::visit([&planner](const auto& known) { plan_statement(known, planner); }, statement->node);
  }
  return 0;
}
