// Shapes of plans.

#include <gtest/gtest.h>

#include "plan/builder.h"
#include "plan/fake_catalog.h"

namespace tarn::plan {
namespace {

// The tree without attribute ids, which say nothing about its shape.
std::string without_ids(const std::string& text) {
  std::string result;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool id =
        text[at] == '#' && at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9';
    if (!id) {
      result += text[at];
      continue;
    }
    while (at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9') ++at;
  }
  return result;
}

std::string shape_of(const std::string& text) {
  FakeCatalog catalog;
  catalog.add_view("batch_view", "SELECT a FROM x");
  catalog.add_view("stream_view", "SELECT a FROM STREAM x");
  catalog.add_view("self", "SELECT * FROM self");
  const Resolution resolution = resolved(text, catalog);
  if (resolution.plan) return without_ids(text_of(*resolution.plan));
  std::string conditions;
  for (const Diagnostic& diagnostic : resolution.diagnostics) {
    conditions += diagnostic.condition + "\n";
  }
  return conditions;
}

struct Case {
  std::string name;
  std::string query;
  std::string shape;
};

class PlanTest : public testing::TestWithParam<Case> {};
TEST_P(PlanTest, HasThisShape) { EXPECT_EQ(shape_of(GetParam().query), GetParam().shape); }

INSTANTIATE_TEST_SUITE_P(
    All, PlanTest,
    testing::Values(
        Case{"OnlyUsedColumnsAreRead", "SELECT a FROM t WHERE b > 1",
             "Project [a AS a]\n  Filter >(b, cast(1 as bigint))\n    Scan cat.sch.t [a, b]\n"},
        Case{"CountReadsOneColumn", "SELECT count(*) AS n FROM x",
             "Project [count AS n]\n  Aggregate [] [count() AS count]\n    Scan cat.sch.x [a]\n"},
        Case{"HavingStandsAboveTheAggregate",
             "SELECT a, sum(b) AS s FROM x GROUP BY a HAVING s > 1",
             "Project [a AS a, sum AS s]\n  Filter >(sum, cast(1 as bigint))\n    Aggregate [a] "
             "[sum(b) AS sum]\n      Scan cat.sch.x [a, b]\n"},
        Case{"SortKeysThatAreNotSelectedAreHidden", "SELECT a FROM x ORDER BY b DESC",
             "Project [a]\n  Sort _hidden DESC NULLS LAST\n    Project [a AS a, b AS _hidden]\n    "
             "  "
             "Scan cat.sch.x [a, b]\n"},
        Case{"SortKeysThatAreSelectedAreNot", "SELECT a + 1 AS q FROM x ORDER BY a + 1",
             "Sort q ASC NULLS FIRST\n  Project [+(a, 1) AS q]\n    Scan cat.sch.x [a]\n"},
        Case{"DistinctOnKeepsItsKeysBelow", "SELECT DISTINCT ON (a) b FROM STREAM x",
             "Project [b]\n  Deduplicate []\n    Project [b AS b, a AS _hidden]\n      Scan STREAM "
             "cat.sch.x [a, b]\n"},
        Case{
            "QualifyFiltersAboveTheWindow",
            "SELECT a FROM x QUALIFY row_number() OVER (PARTITION BY a ORDER BY b DESC) = 1",
            "Project [a AS a]\n  Filter =(row_number, 1)\n    Window [row_number() OVER (PARTITION "
            "BY a ORDER BY b DESC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "
            "row_number]\n      Scan cat.sch.x [a, b]\n"},
        Case{"WatermarkOnAStream",
             "SELECT value FROM STREAM raw WATERMARK ts DELAY OF INTERVAL 1 HOUR",
             "Project [value AS value]\n  Watermark  DELAY 3600000000us\n    Scan STREAM "
             "cat.sch.raw [value, ts]\n"},
        Case{"JsonIsDecodedAndUnnested",
             "SELECT j.trans_id, i.item_id FROM (SELECT j.*, explode_outer(j.items) AS i FROM "
             "(SELECT from_json(value, 'trans_id STRING, items ARRAY<STRUCT<item_id: INT>>') AS j "
             "FROM STREAM raw)) AS j",
             "Project [trans_id AS trans_id, i.item_id AS item_id]\n  Project [j.trans_id AS "
             "trans_id, i AS i]\n    Generate OUTER explode(j.items) AS [i]\n      Project "
             "[from_json(value) AS j]\n        Scan STREAM cat.sch.raw [value]\n"},
        Case{"ViewsAreInlined", "SELECT * FROM batch_view",
             "Project [a AS a]\n  Project [a AS a]\n    Scan cat.sch.x [a]\n"},
        Case{"StreamOverABatchView", "SELECT * FROM STREAM batch_view",
             "INCOMPATIBLE_BATCH_VIEW_READ\n"},
        Case{"BatchReadOfAStreamingView", "SELECT * FROM stream_view",
             "INCOMPATIBLE_STREAMING_VIEW_READ\n"},
        Case{"AViewOfItself", "SELECT * FROM self", "RECURSIVE_VIEW\n"},
        Case{"NonZeroDivisorsNeedNoCheck", "SELECT a / 2 AS p, a / b AS q FROM x",
             "Project [/.nonzero(cast(a as double), cast(2 as double)) AS p, /(cast(a as double), "
             "cast(b as double)) AS q]\n  Scan cat.sch.x [a, b]\n"},
        Case{
            "UnionsCastEachSide", "SELECT a FROM x UNION ALL SELECT 2.5",
            "Union ALL [a]\n  Project [cast(a as decimal(11,1)) AS a]\n    Project [a AS a]\n      "
            "Scan cat.sch.x [a]\n  Project [cast(2.5 as decimal(11,1)) AS 2.5]\n    Project [2.5 "
            "AS "
            "2.5]\n      Rows [] ()\n"},
        Case{"CorrelatedSubqueriesNameTheOuterColumn",
             "SELECT a FROM x WHERE EXISTS (SELECT 1 FROM y WHERE y.b = x.b)",
             "Project [a AS a]\n  Filter exists{Project [1 AS 1];   Filter =(b, b);     Scan "
             "cat.sch.y [b]}\n    Scan cat.sch.x [a, b]\n"}),
    [](const auto& test) { return test.param.name; });

TEST(CastToSchemaTest, ColumnsGoByNameAndMissingOnesAreNull) {
  FakeCatalog catalog;
  const Resolution resolution = resolved("SELECT b, a FROM x", catalog);
  ASSERT_TRUE(resolution.plan);
  IdSource ids;
  for (int i = 0; i < 100; ++i) ids.next_attribute();
  const auto cast =
      cast_to_schema(resolution.plan, schema_of_ddl("a BIGINT, b INT, c STRING"), ids);
  ASSERT_TRUE(cast);
  EXPECT_EQ(without_ids(text_of(**cast)),
            "Project [cast(a as bigint) AS a, b AS b, NULL:string AS c]\n  Project [b AS b, a AS "
            "a]\n    Scan cat.sch.x [a, b]\n");
}

TEST(CastToSchemaTest, StringsAreNotStoredAsNumbers) {
  FakeCatalog catalog;
  const Resolution resolution = resolved("SELECT c AS a FROM y", catalog);
  ASSERT_TRUE(resolution.plan);
  IdSource ids;
  const auto cast = cast_to_schema(resolution.plan, schema_of_ddl("a INT"), ids);
  ASSERT_FALSE(cast);
  EXPECT_EQ(cast.error().condition, "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST");
}

TEST(StreamingTest, AStreamOnOneSideMakesAStream) {
  FakeCatalog catalog;
  const Resolution stream = resolved("SELECT x.a FROM STREAM x JOIN y ON x.a = y.a", catalog);
  ASSERT_TRUE(stream.plan);
  EXPECT_TRUE(is_streaming(*stream.plan));
  const Resolution batch = resolved("SELECT a FROM x WHERE a IN (SELECT a FROM y)", catalog);
  ASSERT_TRUE(batch.plan);
  EXPECT_FALSE(is_streaming(*batch.plan));
  EXPECT_EQ(scans_of(*batch.plan).size(), 2U);
}

TEST(VolatileTest, TheClockAndUuidsMakeAPlanDifferEachTime) {
  FakeCatalog catalog;
  EXPECT_FALSE(is_volatile(*resolved("SELECT a + 1, first(b) FROM x GROUP BY a", catalog).plan));
  EXPECT_TRUE(is_volatile(*resolved("SELECT uuid() FROM x", catalog).plan));
  EXPECT_TRUE(is_volatile(
      *resolved("SELECT a FROM x WHERE a IN (SELECT 1 WHERE now() IS NULL)", catalog).plan));
}

TEST(ExpressionTest, ARuleIsResolvedOverAPlansColumns) {
  FakeCatalog catalog;
  const Resolution plan = resolved("SELECT a, b FROM x", catalog);
  const auto rule = sql::parse_expression(sql::Fragment::whole("a IS NOT NULL AND b > 0"));
  ASSERT_TRUE(rule);
  IdSource ids;
  const auto resolution = resolve_expression(**rule, *plan.plan, nullptr, {}, catalog, ids);
  ASSERT_TRUE(resolution.expression);
  EXPECT_EQ(without_ids(text_of(*resolution.expression)), "and(isnotnull(a), >(b, 0))");
}

}  // namespace
}  // namespace tarn::plan
