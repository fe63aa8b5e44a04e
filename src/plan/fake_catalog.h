// A catalog for tests: a table t with a column of each common type, small tables, streams, views.

#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plan/catalog.h"
#include "plan/file_metadata.h"
#include "plan/resolver.h"
#include "sql/parse.h"

namespace tarn::plan {

inline types::Schema schema_of_ddl(const std::string& ddl) {
  auto schema = sql::parse_schema(sql::Fragment::whole(ddl));
  CHECK(static_cast<bool>(schema));
  return *schema;
}

class FakeCatalog : public Catalog {
 public:
  FakeCatalog() {
    add("t",
        "a INT NOT NULL, b BIGINT, s STRING, d DECIMAL(2,1), f DOUBLE, dt DATE, ts TIMESTAMP, "
        "arr ARRAY<INT>, m MAP<STRING, INT>, st STRUCT<x: INT, y: STRING>, dec DECIMAL(10,2), "
        "bo BOOLEAN, fl FLOAT, bin BINARY");
    add("x", "a INT, b INT");
    add("y", "b INT, a INT, c STRING");
    add("raw", "value STRING, ts TIMESTAMP");
  }

  void add(const std::string& name, const std::string& ddl) { tables_[name] = schema_of_ddl(ddl); }

  void add_view(const std::string& name, const std::string& text) {
    View view;
    view.text = std::make_shared<SourceText>(SourceText{.path = name + ".sql", .text = text});
    auto query = sql::parse_query(sql::Fragment::whole(text));
    CHECK(static_cast<bool>(query));
    view.query = std::move(query).value();
    views_[name] = std::move(view);
  }

  Result<Relation> table(const TableReference& reference) override {
    const std::string& name = reference.name.back();
    if (const auto view = views_.find(name); view != views_.end()) {
      return Relation(ViewRelation{.name = name,
                                   .query = view->second.query.get(),
                                   .text = view->second.text,
                                   .scope = this});
    }
    const auto found = tables_.find(name);
    if (found == tables_.end()) {
      return Error{.code = ErrorCode::kNotFound,
                   .message = "The table or view `" + name + "` cannot be found.",
                   .condition = "TABLE_OR_VIEW_NOT_FOUND",
                   .sqlstate = "42P01"};
    }
    return Relation(
        SourceRelation{.source = TableSource{.name = {"cat", "sch", name}, .path = name},
                       .schema = found->second,
                       .metadata = file_metadata_type()});
  }

  Result<Relation> table_function(const TableFunctionReference& reference) override {
    if (reference.name != "range" || reference.arguments.empty()) {
      return Error{.code = ErrorCode::kNotFound,
                   .message = "Could not resolve `" + reference.name + "`.",
                   .condition = "UNRESOLVABLE_TABLE_VALUED_FUNCTION",
                   .sqlstate = "42883"};
    }
    const int64_t end = std::get<int64_t>(reference.arguments[0].value.content);
    return Relation(
        SourceRelation{.source = RangeSource{.end = end},
                       .schema = {{.name = "id", .type = types::long_type(), .nullable = false}}});
  }

 private:
  struct View {
    sql::QueryPtr query;
    std::shared_ptr<const SourceText> text;  // shared with diagnostics
  };

  std::map<std::string, types::Schema> tables_;
  std::map<std::string, View> views_;
};

// What a query resolves to: its plan, or its diagnostics.
inline Resolution resolved(const std::string& text, FakeCatalog& catalog) {
  auto source = std::make_shared<SourceText>(SourceText{.path = "q.sql", .text = text});
  auto query = sql::parse_query(sql::Fragment::whole(text));
  if (!query) return {.plan = nullptr, .diagnostics = {query.diagnostic()}};
  IdSource ids;
  return resolve_query(**query, source, {}, catalog, ids);
}

// "a int!, b bigint": the columns of a query, ! for NOT NULL; or "CONDITION at 8".
inline std::string columns_of(const std::string& text) {
  FakeCatalog catalog;
  const Resolution resolution = resolved(text, catalog);
  std::string result;
  for (const Diagnostic& diagnostic : resolution.diagnostics) {
    result += (result.empty() ? "" : "; ") + diagnostic.condition + " at " +
              text.substr(diagnostic.span.begin, diagnostic.span.end - diagnostic.span.begin);
  }
  if (!resolution.plan) return result;
  for (const Attribute& column : resolution.plan->output) {
    result += (result.empty() ? "" : ", ") + column.name + " " + column.type.text() +
              (column.nullable ? "" : "!");
  }
  return result;
}

}  // namespace tarn::plan
