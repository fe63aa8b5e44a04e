// The checks on a resolved graph, and what a stream cannot compute.

#include <gtest/gtest.h>

#include "project/fake_project.h"
#include "project/graph.h"

namespace tarn::project {
namespace {

struct Case {
  const char* name;
  const char* sql;  // of the file a.sql
  const char* complaints;
};

class ValidationTest : public ::testing::TestWithParam<Case> {};

TEST_P(ValidationTest, IsRefusedWithItsPlace) {
  EXPECT_EQ(testing::complaints(GetParam().sql), GetParam().complaints);
}

INSTANTIATE_TEST_SUITE_P(
    Projects, ValidationTest,
    ::testing::Values(
        Case{"AFlowIntoAMaterializedView",
             "CREATE MATERIALIZED VIEW m AS SELECT id FROM orders;\n"
             "CREATE FLOW f AS INSERT INTO m BY NAME SELECT id FROM STREAM(orders)",
             "a.sql:2:30: error[MATERIALIZED_VIEW_WITH_MULTIPLE_QUERIES]: Invalid destination "
             "spark_catalog.default.m with multiple flows: "
             "`spark_catalog`.`default`.`m`,`spark_catalog`.`default`.`f`; flows can be added to "
             "a streaming table only\n"},
        Case{"AutoCdcBesideAnotherFlow",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(orders) KEYS (id) SEQUENCE BY at;\n"
             "CREATE FLOW g AS INSERT INTO t BY NAME SELECT * FROM STREAM(orders)",
             "a.sql:2:13: error[AUTOCDC_MULTIPLE_FLOWS_TO_TARGET]: Invalid AutoCDC destination "
             "spark_catalog.default.t with multiple flows: "
             "`spark_catalog`.`default`.`f`,`spark_catalog`.`default`.`g`. An AutoCDC target table "
             "must have exactly one flow writing to it.\n"},
        Case{
            "APersistedViewOverATemporaryOne",
            "CREATE TEMPORARY VIEW v AS SELECT * FROM orders;\n"
            "CREATE VIEW p AS SELECT * FROM v",
            "a.sql:2:13: error[INVALID_TEMP_OBJ_REFERENCE]: Cannot create the persistent object "
            "`spark_catalog`.`default`.`p` of the type VIEW because it references to the temporary "
            "object `v` of the type VIEW. Please make the temporary object `v` persistent, or make "
            "the persistent object `spark_catalog`.`default`.`p` temporary.\n"},
        Case{"ATableWithoutFlow",
             "CREATE STREAMING TABLE t;\n"
             "CREATE STREAMING TABLE u (a INT)",
             "a.sql:1:24: error[PIPELINE_DATASET_WITHOUT_FLOW]: Pipeline dataset "
             "`spark_catalog`.`default`.`t` does not have any defined flows. Please attach a query "
             "with the dataset's definition, or explicitly define at least one flow that writes to "
             "the dataset.\n"
             "a.sql:2:24: error[PIPELINE_DATASET_WITHOUT_FLOW]: Pipeline dataset "
             "`spark_catalog`.`default`.`u` does not have any defined flows. Please attach a query "
             "with the dataset's definition, or explicitly define at least one flow that writes to "
             "the dataset.\n"},
        Case{"ATableWithoutFlowAndItsReader",
             "CREATE STREAMING TABLE t;\n"
             "CREATE MATERIALIZED VIEW m AS SELECT a FROM t",
             "a.sql:1:24: error[PIPELINE_DATASET_WITHOUT_FLOW]: Pipeline dataset "
             "`spark_catalog`.`default`.`t` does not have any defined flows. Please attach a query "
             "with the dataset's definition, or explicitly define at least one flow that writes to "
             "the dataset.\n"
             "downstream:\n"
             "a.sql:2:45: error: Failed to read dataset 'spark_catalog.default.t'. Dataset is "
             "defined in the pipeline but could not be resolved.\n"},
        Case{"AResettableUpstream",
             "CREATE STREAMING TABLE a AS SELECT * FROM STREAM(orders);\n"
             "CREATE STREAMING TABLE b AS SELECT * FROM STREAM(a);\n"
             "CREATE STREAMING TABLE c TBLPROPERTIES ('pipelines.reset.allowed' = 'false') AS "
             "SELECT * FROM STREAM(b)",
             "a.sql:3:24: error[INVALID_RESETTABLE_DEPENDENCY]: Tables 'spark_catalog.default.a', "
             "'spark_catalog.default.b' are resettable but have a non-resettable downstream "
             "dependency 'spark_catalog.default.c'. `reset` will fail as Spark Streaming does not "
             "support deleted source data. You can either remove the pipelines.reset.allowed=false "
             "property from 'spark_catalog.default.c' or add it to its upstream dependencies.\n"},
        Case{"ABatchInAStreamingTable", "CREATE STREAMING TABLE t AS SELECT * FROM orders",
             "a.sql:1:24: error[INVALID_FLOW_QUERY_TYPE.BATCH_RELATION_FOR_STREAMING_TABLE]: Flow "
             "`spark_catalog`.`default`.`t` returns an invalid relation type. Streaming tables may "
             "only be defined by streaming relations, but the flow `spark_catalog`.`default`.`t` "
             "attempts to write a batch relation to the streaming table "
             "`spark_catalog`.`default`.`t`. Consider using the STREAM operator in Spark-SQL to "
             "convert the batch relation into a streaming relation, or populating the streaming "
             "table with an append once-flow instead; write FROM STREAM(..), or CREATE "
             "MATERIALIZED VIEW\n"},
        Case{"ABatchInAStreamingView",
             "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;\n"
             "CREATE STREAMING LIVE VIEW v AS SELECT * FROM orders",
             "a.sql:2:28: error: The streaming view `v` is defined by a batch relation; read with "
             "STREAM, or leave out STREAMING\n"},
        Case{"AStreamInAMaterializedView",
             "CREATE MATERIALIZED VIEW m AS SELECT * FROM STREAM(orders)",
             "a.sql:1:26: error[INVALID_FLOW_QUERY_TYPE.STREAMING_RELATION_FOR_MATERIALIZED_VIEW]: "
             "Flow `spark_catalog`.`default`.`m` returns an invalid relation type. Materialized "
             "views may only be defined by a batch relation, but the flow "
             "`spark_catalog`.`default`.`m` attempts to write a streaming relation to the "
             "materialized view `spark_catalog`.`default`.`m`; read without STREAM, or CREATE "
             "STREAMING TABLE\n"},
        Case{"AStreamInAPersistedView", "CREATE VIEW v AS SELECT * FROM STREAM(orders)",
             "a.sql:1:13: error[INVALID_FLOW_QUERY_TYPE.STREAMING_RELATION_FOR_PERSISTED_VIEW]: "
             "Flow `spark_catalog`.`default`.`v` returns an invalid relation type. Persisted views "
             "may only be defined by a batch relation, but the flow `spark_catalog`.`default`.`v` "
             "attempts to write a streaming relation to the persisted view "
             "`spark_catalog`.`default`.`v`; read without STREAM, or CREATE TEMPORARY VIEW\n"},
        Case{"AStreamInAOnceFlow",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW f AS INSERT INTO ONCE t BY NAME SELECT * FROM STREAM(orders)",
             "a.sql:2:13: error[INVALID_FLOW_QUERY_TYPE.STREAMING_RELATION_FOR_ONCE_FLOW]: Flow "
             "`spark_catalog`.`default`.`f` returns an invalid relation type. "
             "`spark_catalog`.`default`.`f` is an append once-flow that is defined by a streaming "
             "relation. Append once-flows may only be defined by or return a batch relation; read "
             "without STREAM\n"},
        Case{"AStreamStreamJoin",
             "CREATE STREAMING TABLE t AS SELECT a.id FROM STREAM(orders) a JOIN STREAM(orders) b "
             "ON a.id = b.id",
             "a.sql:1:63: error: A join of two streams is not supported yet; read one side "
             "without STREAM: it is then read anew for every batch\n"},
        Case{"AStreamInASubquery",
             "CREATE STREAMING TABLE t AS SELECT id FROM STREAM(orders) WHERE id IN (SELECT id "
             "FROM STREAM(orders))",
             "a.sql:1:65: error[INVALID_SUBQUERY_EXPRESSION.STREAMING_QUERY]: Invalid subquery: "
             "Streaming query is not allowed in subquery expressions; read without STREAM in the "
             "subquery\n"},
        Case{"GroupByOnAStream",
             "CREATE STREAMING TABLE t AS\n"
             "SELECT id, count(*) AS n FROM STREAM(orders) GROUP BY id",
             "a.sql:2:1: error[STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION]: Invalid streaming "
             "output mode: append. This output mode is not supported for streaming aggregations "
             "without watermark on streaming DataFrames/DataSets; aggregate in a materialized "
             "view over the streaming table\n"},
        Case{"GroupByWithWatermark",
             "CREATE STREAMING TABLE t AS SELECT at, count(*) AS n FROM STREAM(orders) WATERMARK "
             "at DELAY OF INTERVAL 1 HOUR GROUP BY at",
             "a.sql:1:29: error: GROUP BY on a stream is not supported yet; aggregate in a "
             "materialized view over the streaming table\n"},
        Case{"DistinctOnAStream",
             "CREATE STREAMING TABLE t AS SELECT DISTINCT id FROM STREAM(orders)",
             "a.sql:1:29: error[STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION]: Invalid streaming "
             "output mode: append. This output mode is not supported for streaming aggregations "
             "without watermark on streaming DataFrames/DataSets; SELECT DISTINCT ON (keys) keeps "
             "the first row of each key\n"},
        Case{"OrderByOnAStream",
             "CREATE STREAMING TABLE t AS SELECT id FROM STREAM(orders) ORDER BY id",
             "a.sql:1:68: error: Sorting is not supported on streaming DataFrames/Datasets, unless "
             "it is on aggregated DataFrame/Dataset in Complete output mode; a table has no order: "
             "sort where it is read\n"},
        Case{
            "AWindowFunctionOnAStream",
            "CREATE STREAMING TABLE t AS SELECT id, row_number() OVER (PARTITION BY item ORDER BY "
            "at) AS n FROM STREAM(orders)",
            "a.sql:1:29: error[NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING]: Window function is not "
            "supported in row_number (as column `row_number`) on streaming DataFrames/Datasets. "
            "Structured Streaming only supports time-window aggregation using the WINDOW "
            "function; use it in a materialized view over the streaming table\n"},
        Case{"OffsetOnAStream",
             "CREATE STREAMING TABLE t AS SELECT id FROM STREAM(orders) LIMIT 3 OFFSET 2",
             "a.sql:1:29: error: Offset is not supported on streaming DataFrames/Datasets; a "
             "stream has no end to count from: use OFFSET where the table is read\n"},
        Case{"UnionOfAStreamAndATable",
             "CREATE STREAMING TABLE t AS SELECT id FROM STREAM(orders) UNION ALL SELECT id FROM "
             "orders",
             "a.sql:1:59: error: Union between streaming and batch DataFrames/Datasets is not "
             "supported; read both sides with STREAM, or add a flow for each side to the streaming "
             "table\n"},
        Case{"UnionDistinctOfStreams",
             "CREATE STREAMING TABLE t AS SELECT id FROM STREAM(orders) UNION SELECT id FROM "
             "STREAM(orders)",
             "a.sql:1:59: error[STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION]: Invalid streaming "
             "output mode: append. This output mode is not supported for streaming aggregations "
             "without watermark on streaming DataFrames/DataSets; write UNION ALL\n"},
        Case{"AnOuterJoinOnTheWrongSide",
             "CREATE STREAMING TABLE t AS SELECT a.id FROM orders a LEFT JOIN STREAM(orders) b ON "
             "a.id = b.id",
             "a.sql:1:55: error: LeftOuter join with a streaming DataFrame/Dataset on the right "
             "and a static DataFrame/Dataset on the left is not supported; what the static side "
             "lacks now it may have in a later batch\n"},
        Case{"AnAntiJoin",
             "CREATE STREAMING TABLE t AS SELECT a.id FROM STREAM(orders) a ANTI JOIN orders b ON "
             "a.id = b.id",
             "a.sql:1:63: error: LeftAnti join with a streaming DataFrame/Dataset on the left and "
             "a static DataFrame/Dataset on the right is not supported; what the static side lacks "
             "now it may have in a later batch\n"},
        Case{"ExceptOnAStream",
             "CREATE STREAMING TABLE t AS SELECT id FROM STREAM(orders) EXCEPT SELECT id FROM "
             "orders",
             "a.sql:1:59: error: EXCEPT on a stream is not supported yet.\n"},
        Case{"SortingInsideAViewPointsAtTheFlow",
             "CREATE TEMPORARY VIEW v AS SELECT id FROM STREAM(orders) ORDER BY id;\n"
             "CREATE STREAMING TABLE t AS SELECT * FROM STREAM(v)",
             "a.sql:2:24: error: Sorting is not supported on streaming DataFrames/Datasets, unless "
             "it is on aggregated DataFrame/Dataset in Complete output mode; a table has no order: "
             "sort where it is read\n"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::project
