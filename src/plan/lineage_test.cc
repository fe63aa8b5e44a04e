#include "plan/lineage.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "plan/builder.h"
#include "plan/fake_catalog.h"
#include "plan/function.h"

namespace tarn::plan {
namespace {

std::string text_of(const std::vector<ColumnUse>& uses,
                    const std::map<ScanId, std::string>& tables) {
  std::string text;
  for (const ColumnUse& use : uses) {
    text += fmt::format("{}{}.{} {}{}", text.empty() ? "" : ", ", tables.at(use.scan), use.column,
                        name_of(use.influence), use.is_masked ? " masked" : "");
  }
  return text;
}

// "column: uses" for each column, then "rows: uses" where there are any; a line each.
std::string lineage_text(const std::string& query) {
  FakeCatalog catalog;
  catalog.add("nested",
              "id INT, sale STRUCT<item: STRUCT<id: INT, name: STRING>, at: TIMESTAMP>, "
              "lines ARRAY<STRUCT<item: INT, price: INT>>");
  catalog.add_view("doubled", "SELECT a, 2 * b AS twice FROM x");
  const Resolution resolution = resolved(query, catalog);
  if (!resolution.plan) return resolution.diagnostics[0].message;
  std::map<ScanId, std::string> tables;
  for (const Node* node : scans_of(*resolution.plan)) {
    const auto& scan = std::get<Scan>(node->content);
    const auto* table = std::get_if<TableSource>(&scan.source);
    tables[scan.id] = table == nullptr ? "range" : table->name.table;
  }
  const Lineage lineage = lineage_of(*resolution.plan);
  std::string text;
  for (size_t i = 0; i < lineage.columns.size(); ++i) {
    text += fmt::format("{}: {}\n", resolution.plan->output[i].name,
                        text_of(lineage.columns[i], tables));
  }
  if (!lineage.rows.empty()) text += fmt::format("rows: {}\n", text_of(lineage.rows, tables));
  return text;
}

struct Case {
  std::string name;
  std::string query;
  std::string lineage;
};

class LineageTest : public testing::TestWithParam<Case> {};
TEST_P(LineageTest, IsThis) { EXPECT_EQ(lineage_text(GetParam().query), GetParam().lineage); }

INSTANTIATE_TEST_SUITE_P(
    All, LineageTest,
    testing::Values(
        Case{"IdentityAndTransformation", "SELECT a, a + b AS s, 1 AS one FROM x",
             "a: x.a identity\n"
             "s: x.a transformation, x.b transformation\n"
             "one: \n"},
        Case{"AFilterDecidesAboutRows", "SELECT a FROM x WHERE b > 1",
             "a: x.a identity\n"
             "rows: x.b filter\n"},
        Case{"GroupsAndAggregates",
             "SELECT a, sum(b) AS s, count(*) AS n, max(b) FILTER (WHERE a > 0) AS m FROM x "
             "GROUP BY a HAVING s > 1",
             "a: x.a identity\n"
             "s: x.b aggregation\n"
             "n: \n"
             "m: x.a filter, x.b aggregation\n"
             "rows: x.a group by, x.b filter\n"},
        Case{"ACountDoesNotShowItsColumn", "SELECT count(b) AS n, md5(c) AS h FROM y GROUP BY c",
             "n: y.b aggregation masked\n"
             "h: y.c transformation masked\n"
             "rows: y.c group by\n"},
        Case{"AJoinDecidesWhichRowsMeet", "SELECT x.a, y.c FROM x LEFT JOIN y ON x.a = y.a",
             "a: x.a identity\n"
             "c: y.c identity\n"
             "rows: x.a join, y.a join\n"},
        Case{"BothSidesOfASelfJoinAreTold", "SELECT l.a, r.b FROM x l JOIN x r ON l.b = r.a",
             "a: x.a identity\n"
             "b: x.b identity\n"
             "rows: x.b join, x.a join\n"},
        Case{"ACaseIsDecidedByItsConditions",
             "SELECT CASE WHEN a > 0 THEN b END AS k, coalesce(a, b) AS c FROM x",
             "k: x.a conditional, x.b transformation\n"
             "c: x.a transformation, x.b transformation\n"},
        Case{"AWindowIsDecidedByItsPartitionAndOrder",
             "SELECT lag(b) OVER (PARTITION BY a ORDER BY b) AS l, sum(b) OVER () AS s, "
             "row_number() OVER (ORDER BY a) AS n FROM x",
             "l: x.a window, x.b transformation, x.b window\n"
             "s: x.b aggregation\n"
             "n: x.a window\n"},
        Case{"FieldsAreNamedBehindTheirColumn",
             "SELECT sale.item.id, upper(sale.item.name) AS n, sale.item FROM nested",
             "id: nested.sale.item.id identity\n"
             "n: nested.sale.item.name transformation\n"
             "item: nested.sale.item identity\n"},
        Case{"FieldsOfElementsAreNamedToo",
             "SELECT l.price, pos FROM nested LATERAL VIEW posexplode(lines) v AS pos, l",
             "price: nested.lines.price transformation\n"
             "pos: nested.lines transformation\n"},
        Case{"InlineGivesFieldsOfElements", "SELECT inline(lines) FROM nested",
             "item: nested.lines.item transformation\n"
             "price: nested.lines.price transformation\n"},
        Case{"AFieldOfAComputedStructIsComputed", "SELECT named_struct('k', a, 'l', b).k FROM x",
             "named_struct(k, a, l, b).k: x.a transformation, x.b transformation\n"},
        Case{"ALambdaUsesItsArrayAndWhatItsBodyNames",
             "SELECT transform(arr, e -> e + a) AS t FROM t",
             "t: t.a transformation, t.arr transformation\n"},
        Case{"AUnionHasBothSides", "SELECT a FROM x UNION ALL SELECT b FROM y",
             "a: x.a identity, y.b identity\n"},
        Case{"ADistinctUnionGroupsByAllColumns", "SELECT a FROM x UNION SELECT b FROM y",
             "a: x.a identity, y.b identity\n"
             "rows: x.a group by, y.b group by\n"},
        Case{"ExceptReadsItsRightSideToDecide", "SELECT a FROM x EXCEPT SELECT b FROM y",
             "a: x.a identity\n"
             "rows: x.a filter, y.b filter\n"},
        Case{"AScalarSubqueryBringsItsColumnAndItsFilters",
             "SELECT (SELECT max(c) FROM y WHERE y.a = x.a) AS m FROM x",
             "m: x.a filter, y.a filter, y.c aggregation\n"},
        Case{"ExistsIsDecidedByWhatItsSubqueryFilters",
             "SELECT a FROM x WHERE EXISTS (SELECT * FROM y WHERE y.b = x.b)",
             "a: x.a identity\n"
             "rows: x.b filter, y.b filter\n"},
        Case{"InReadsTheSubquerysColumn",
             "SELECT a FROM x WHERE b IN (SELECT a FROM y WHERE c = '')",
             "a: x.a identity\n"
             "rows: x.b filter, y.a filter, y.c filter\n"},
        Case{"AViewIsLookedThrough", "SELECT twice, a FROM doubled WHERE twice > 4",
             "twice: x.b transformation\n"
             "a: x.a identity\n"
             "rows: x.b filter\n"},
        Case{"TheOrderIsTold", "SELECT a FROM x ORDER BY b LIMIT 3",
             "a: x.a identity\n"
             "rows: x.b sort\n"},
        Case{"ARecursionUsesItsAnchorAndItsSteps",
             "WITH RECURSIVE r(n, o) AS (SELECT a, b FROM x UNION ALL SELECT y.a, n FROM r JOIN y "
             "ON "
             "r.n = y.b WHERE r.n < 9) SELECT o FROM r",
             "o: x.a identity, x.b identity, y.a identity\n"
             "rows: x.a filter, x.a join, y.a filter, y.a join, y.b join\n"},
        Case{"AGroupingSetIsAGroup", "SELECT a, b, count(*) AS n FROM x GROUP BY ROLLUP(a, b)",
             "a: x.a identity\n"
             "b: x.b identity\n"
             "n: \n"
             "rows: x.a group by, x.b group by\n"}),
    [](const auto& test) { return test.param.name; });

TEST(LineageTest, AnExpectationThatDropsRowsFiltersThem) {
  FakeCatalog catalog;
  const PlanPtr scan = resolved("SELECT a, b FROM x", catalog).plan;
  const auto rule = [&scan](size_t column, ViolationAction action) {
    return Expectation{
        .name = "r",
        .condition = make_call(*find_function("isnotnull"), {make_reference(scan->output[column])},
                               types::boolean(), false),
        .text = "",
        .action = action};
  };
  const PlanPtr plan = make_node(
      Expect{.input = scan,
             .dataset = "d",
             .expectations = {rule(0, ViolationAction::kWarn), rule(1, ViolationAction::kDropRow)}},
      scan->output);
  const Lineage lineage = lineage_of(*plan);
  ASSERT_EQ(lineage.rows.size(), 1U);
  EXPECT_EQ(lineage.rows[0].column, "b");
  EXPECT_EQ(lineage.rows[0].influence, Influence::kFilter);
}

}  // namespace
}  // namespace tarn::plan
