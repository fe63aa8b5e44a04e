// What keeps a graph from being resolved: names, cycles, expectations, schemas.

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

class GraphFailureTest : public ::testing::TestWithParam<Case> {};

TEST_P(GraphFailureTest, FailsWithItsPlace) {
  EXPECT_EQ(testing::complaints(GetParam().sql), GetParam().complaints);
}

INSTANTIATE_TEST_SUITE_P(
    Projects, GraphFailureTest,
    ::testing::Values(
        Case{"NothingButComments", "-- nothing",
             "error[RUN_EMPTY_PIPELINE]: Pipelines are expected to have at least one non-temporary "
             "dataset defined (tables, persisted views) but no non-temporary datasets were found "
             "in your pipeline. Please verify that you have included the expected source files, "
             "and that your source code includes table definitions (e.g., CREATE MATERIALIZED VIEW "
             "in SQL code, @dp.table in python code); nothing is defined in a.sql\n"},
        Case{"TemporaryViewsOnly", "CREATE TEMPORARY VIEW v AS SELECT 1 AS a",
             "error[RUN_EMPTY_PIPELINE]: Pipelines are expected to have at least one non-temporary "
             "dataset defined (tables, persisted views) but no non-temporary datasets were found "
             "in your pipeline. Please verify that you have included the expected source files, "
             "and that your source code includes table definitions (e.g., CREATE MATERIALIZED VIEW "
             "in SQL code, @dp.table in python code); temporary views alone keep nothing\n"},
        Case{"AnUnknownTable",
             "CREATE MATERIALIZED VIEW v AS\n"
             "SELECT * FROM order",
             "a.sql:2:15: error[TABLE_OR_VIEW_NOT_FOUND]: The table or view "
             "spark_catalog.default.order cannot be found.\n"},
        Case{"AnUnknownTableOfAnotherSchema",
             "CREATE MATERIALIZED VIEW v AS SELECT * FROM s.nosuch",
             "a.sql:1:45: error[TABLE_OR_VIEW_NOT_FOUND]: The table or view spark_catalog.s.nosuch "
             "cannot be found.\n"},
        Case{"AnUnknownLiveName",
             "CREATE STREAMING TABLE sales AS SELECT * FROM STREAM(orders);\n"
             "CREATE MATERIALIZED VIEW v AS SELECT * FROM LIVE.sale",
             "a.sql:2:45: error[TABLE_OR_VIEW_NOT_FOUND]: The table or view `LIVE`.`sale` cannot "
             "be found: no dataset of this pipeline has that name; did you mean 'sales'?\n"},
        Case{"AnUnknownColumn", "CREATE MATERIALIZED VIEW v AS SELECT idd FROM orders",
             "a.sql:1:38: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]: A column, variable, or "
             "function parameter with name `idd` cannot be resolved. Did you mean one of the "
             "following? [`id`, `at`, `item`, `price`]; did you mean 'id'?\n"},
        Case{"AnUnknownTableFunction",
             "CREATE STREAMING TABLE t AS SELECT * FROM STREAM read_kafka(subscribe => 't')",
             "a.sql:1:50: error[UNRESOLVABLE_TABLE_VALUED_FUNCTION]: Could not resolve "
             "read_kafka\n"},
        Case{"ATableBehindUseSchema",
             "CREATE STREAMING TABLE a AS SELECT * FROM STREAM(orders);\n"
             "USE SCHEMA s;\n"
             "CREATE MATERIALIZED VIEW v AS SELECT * FROM a",
             "a.sql:3:45: error[TABLE_OR_VIEW_NOT_FOUND]: The table or view spark_catalog.s.a "
             "cannot be found; did you mean 'default.a'?\n"},
        Case{"AFourPartName", "CREATE MATERIALIZED VIEW v AS SELECT * FROM a.b.c.d",
             "a.sql:1:45: error: 4+ part table identifier a.b.c.d is not supported.\n"},
        Case{"AFailureAndWhatFollowsFromIt",
             "CREATE MATERIALIZED VIEW a AS SELECT nosuch FROM orders;\n"
             "CREATE MATERIALIZED VIEW b AS SELECT * FROM a;\n"
             "CREATE MATERIALIZED VIEW c AS SELECT x FROM b",
             "a.sql:1:38: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]: A column, variable, or "
             "function parameter with name `nosuch` cannot be resolved. Did you mean one of the "
             "following? [`price`, `at`, `id`, `item`].\n"
             "downstream:\n"
             "a.sql:2:45: error: Failed to read dataset 'spark_catalog.default.a'. Dataset is "
             "defined in the pipeline but could not be resolved.\n"
             "a.sql:3:45: error: Failed to read dataset 'spark_catalog.default.b'. Dataset is "
             "defined in the pipeline but could not be resolved.\n"},
        Case{"SeveralFailuresAtOnce",
             "CREATE MATERIALIZED VIEW a AS SELECT nosuch FROM orders;\n"
             "CREATE MATERIALIZED VIEW b AS SELECT * FROM nowhere",
             "a.sql:1:38: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]: A column, variable, or "
             "function parameter with name `nosuch` cannot be resolved. Did you mean one of the "
             "following? [`price`, `at`, `id`, `item`].\n"
             "a.sql:2:45: error[TABLE_OR_VIEW_NOT_FOUND]: The table or view "
             "spark_catalog.default.nowhere cannot be found.\n"},
        Case{"ACycleOfTwo",
             "CREATE MATERIALIZED VIEW a AS SELECT * FROM b;\n"
             "CREATE MATERIALIZED VIEW b AS SELECT * FROM a",
             "a.sql:2:45: error: The downstream table 'spark_catalog.default.a' is referenced when "
             "creating the upstream table or view 'spark_catalog.default.b'. Circular dependencies "
             "are not supported in a pipeline. Please remove the dependency between "
             "'spark_catalog.default.b' and 'spark_catalog.default.a'; spark_catalog.default.a "
             "reads spark_catalog.default.b reads spark_catalog.default.a\n"},
        Case{"ACycleOfThreeThroughAView",
             "CREATE MATERIALIZED VIEW a AS SELECT * FROM b;\n"
             "CREATE TEMPORARY VIEW b AS SELECT * FROM c;\n"
             "CREATE MATERIALIZED VIEW c AS\n"
             "SELECT * FROM a",
             "a.sql:4:15: error: The downstream table 'spark_catalog.default.a' is referenced when "
             "creating the upstream table or view 'spark_catalog.default.c'. Circular dependencies "
             "are not supported in a pipeline. Please remove the dependency between "
             "'spark_catalog.default.c' and 'spark_catalog.default.a'; spark_catalog.default.a "
             "reads b reads spark_catalog.default.c reads spark_catalog.default.a\n"},
        Case{"ACycleHidesWhatFollows",
             "CREATE MATERIALIZED VIEW a AS SELECT * FROM a;\n"
             "CREATE MATERIALIZED VIEW b AS SELECT nosuch FROM orders",
             "a.sql:1:45: error: The downstream table 'spark_catalog.default.a' is referenced when "
             "creating the upstream table or view 'spark_catalog.default.a'. Circular dependencies "
             "are not supported in a pipeline. Please remove the dependency between "
             "'spark_catalog.default.a' and 'spark_catalog.default.a'; spark_catalog.default.a "
             "reads spark_catalog.default.a\n"},
        Case{"ADatasetThatReadsItself", "CREATE STREAMING TABLE a AS SELECT * FROM STREAM(a)",
             "a.sql:1:50: error: The downstream table 'spark_catalog.default.a' is referenced when "
             "creating the upstream table or view 'spark_catalog.default.a'. Circular dependencies "
             "are not supported in a pipeline. Please remove the dependency between "
             "'spark_catalog.default.a' and 'spark_catalog.default.a'; spark_catalog.default.a "
             "reads spark_catalog.default.a\n"},
        Case{"AFlowIntoNothing",
             "CREATE STREAMING TABLE sales;\n"
             "CREATE FLOW f AS INSERT INTO sale BY NAME SELECT * FROM STREAM(orders)",
             "a.sql:2:30: error[TABLE_OR_VIEW_NOT_FOUND]: Flow spark_catalog.default.f writes into "
             "`spark_catalog`.`default`.`sale`, which this pipeline does not define; did you mean "
             "'sales'?\n"},
        Case{"AFlowIntoATemporaryView",
             "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;\n"
             "CREATE TEMPORARY VIEW v AS SELECT 1 AS a;\n"
             "CREATE FLOW f AS INSERT INTO v BY NAME SELECT * FROM STREAM(orders)",
             "a.sql:3:30: error[TABLE_OR_VIEW_NOT_FOUND]: Flow spark_catalog.default.f writes into "
             "`spark_catalog`.`default`.`v`, which this pipeline does not define; it is a "
             "temporary view, and a flow writes into a streaming table\n"},
        Case{"AFlowIntoAView",
             "CREATE VIEW v AS SELECT 1 AS a;\n"
             "CREATE FLOW f AS INSERT INTO v BY NAME SELECT * FROM STREAM(orders)",
             "a.sql:2:30: error: Flow spark_catalog.default.f writes into "
             "`spark_catalog`.`default`.`v`, which is a view; a flow writes into a streaming "
             "table\n"},
        Case{"StreamOverABatchView",
             "CREATE TEMPORARY VIEW v AS SELECT * FROM orders;\n"
             "CREATE STREAMING TABLE t AS SELECT * FROM STREAM(v)",
             "a.sql:2:50: error[INCOMPATIBLE_BATCH_VIEW_READ]: View `v` is a batch view and must "
             "be referenced using SparkSession#read; write v without STREAM\n"},
        Case{"StreamOverAMaterializedView",
             "CREATE MATERIALIZED VIEW m AS SELECT * FROM orders;\n"
             "CREATE STREAMING TABLE t AS SELECT * FROM STREAM(m)",
             "a.sql:2:50: error: The materialized view `spark_catalog`.`default`.`m` cannot be "
             "read with STREAM: an update replaces its rows, it does not append to them; read it "
             "without STREAM, or make it a streaming table\n"},
        Case{"StreamOverAPath", "CREATE STREAMING TABLE t AS SELECT * FROM STREAM json.`/in`",
             "a.sql:1:50: error[INVALID_FLOW_QUERY_TYPE.BATCH_RELATION_FOR_STREAMING_TABLE]: "
             "`json`.`/in` is a batch relation: files named by a path cannot be read with STREAM; "
             "write STREAM read_files('/in', format => 'json')\n"},
        Case{"BatchReadOfAStreamingView",
             "CREATE TEMPORARY VIEW v AS SELECT * FROM STREAM(orders);\n"
             "CREATE MATERIALIZED VIEW t AS SELECT * FROM v",
             "a.sql:2:45: error[INCOMPATIBLE_STREAMING_VIEW_READ]: View `v` is a streaming view "
             "and must be referenced using SparkSession#readStream; write STREAM(v)\n"},
        Case{"AnExpectationOfAnUnknownColumn",
             "CREATE STREAMING TABLE t (\n"
             "  CONSTRAINT c EXPECT (nosuch > 0)\n"
             ") AS SELECT * FROM STREAM(orders)",
             "a.sql:2:24: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]: A column, variable, or "
             "function parameter with name `nosuch` cannot be resolved. Did you mean one of the "
             "following? [`price`, `at`, `id`, `item`].\n"},
        Case{"AnExpectationThatIsNoCondition",
             "CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (id + 1)) AS SELECT * FROM "
             "STREAM(orders)",
             "a.sql:1:48: error[DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN]: Cannot resolve \"id + 1\" "
             "due to data type mismatch: Filter expression \"id + 1\" of type \"INT\" is not a "
             "boolean.\n"},
        Case{"AnExpectationThatAggregates",
             "CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (sum(id) > 1)) AS SELECT * FROM "
             "STREAM(orders)",
             "a.sql:1:48: error[GROUP_BY_AGGREGATE]: The expression's condition contains an "
             "invalid expression: sum(..). Aggregate functions are not allowed there.\n"},
        Case{"AnExpectationThatReadsATable",
             "CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (id IN (SELECT id FROM orders))) AS "
             "SELECT * FROM STREAM(orders)",
             "a.sql:1:70: error: An expectation looks at one row of its own dataset and cannot "
             "read orders.\n"},
        Case{"AnExpectationOfAViewNobodyReads",
             "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;\n"
             "CREATE TEMPORARY VIEW v (CONSTRAINT c EXPECT (b > 0)) AS SELECT 1 AS a",
             "a.sql:2:47: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]: A column, variable, or "
             "function parameter with name `b` cannot be resolved. Did you mean one of the "
             "following? [`a`].\n"},
        Case{"OneExpectationOfSeveralFlowsOnce",
             "CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (nosuch > 0));\n"
             "CREATE FLOW a AS INSERT INTO t BY NAME SELECT id FROM STREAM(orders);\n"
             "CREATE FLOW b AS INSERT INTO t BY NAME SELECT id FROM STREAM(orders)",
             "a.sql:1:48: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]: A column, variable, or "
             "function parameter with name `nosuch` cannot be resolved. Did you mean one of the "
             "following? [`id`].\n"},
        Case{"AViewWithTooManyNames",
             "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;\n"
             "CREATE TEMPORARY VIEW v (a, b) AS SELECT 1 AS a",
             "a.sql:2:26: error[CREATE_VIEW_COLUMN_ARITY_MISMATCH.NOT_ENOUGH_DATA_COLUMNS]: Cannot "
             "create view `v`, the reason is not enough data columns: View columns: `a`, `b`. Data "
             "columns: `a`.\n"},
        Case{"AViewWithTooFewNames",
             "CREATE MATERIALIZED VIEW m AS SELECT * FROM v;\n"
             "CREATE TEMPORARY VIEW v (a) AS SELECT 1 AS a, 2 AS b",
             "a.sql:2:26: error[CREATE_VIEW_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS]: Cannot "
             "create view `v`, the reason is too many data columns: View columns: `a`. Data "
             "columns: `a`, `b`.\n"
             "downstream:\n"
             "a.sql:1:45: error: Failed to read dataset 'v'. Dataset is defined in the pipeline "
             "but could not be resolved.\n"},
        Case{"ADeclaredTypeThatDiffers",
             "CREATE STREAMING TABLE t (id BIGINT, item STRING) AS\n"
             "SELECT id, item FROM STREAM(orders)",
             "a.sql:1:27: error[USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE]: Table "
             "'spark_catalog.default.t' has a user-specified schema that is incompatible with the "
             "schema inferred from its query. Declared schema: id bigint, item string. Inferred "
             "schema: id int, item string; column `id` is declared BIGINT and is INT in the "
             "query\n"},
        Case{"ADeclaredColumnMissing",
             "CREATE STREAMING TABLE t (id INT) AS SELECT id, item FROM STREAM(orders)",
             "a.sql:1:27: error[USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE]: Table "
             "'spark_catalog.default.t' has a user-specified schema that is incompatible with the "
             "schema inferred from its query. Declared schema: id int. Inferred schema: id int, "
             "item string; column `item` of the query is not declared\n"},
        Case{"ADeclaredNotNull",
             "CREATE STREAMING TABLE t (id INT NOT NULL) AS SELECT id FROM STREAM(orders)",
             "a.sql:1:27: error[USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE]: Table "
             "'spark_catalog.default.t' has a user-specified schema that is incompatible with the "
             "schema inferred from its query. Declared schema: id int NOT NULL. Inferred schema: "
             "id int; column `id` is declared NOT NULL and may be NULL in the query\n"},
        Case{"NamesInAnotherOrder",
             "CREATE MATERIALIZED VIEW t (item, id) AS SELECT id, item FROM orders",
             "a.sql:1:29: error[USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE]: Table "
             "'spark_catalog.default.t' has a user-specified schema that is incompatible with the "
             "schema inferred from its query. Declared schema: item int, id string. Inferred "
             "schema: id int, item string; without types the list must have the query's column "
             "names in the query's order; rename columns with AS\n"},
        Case{"NewNames", "CREATE MATERIALIZED VIEW t (a) AS SELECT id FROM orders",
             "a.sql:1:29: error[USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE]: Table "
             "'spark_catalog.default.t' has a user-specified schema that is incompatible with the "
             "schema inferred from its query. Declared schema: a int. Inferred schema: id int; "
             "without types the list must have the query's column names in the query's order; "
             "rename columns with AS\n"},
        Case{"TwoColumnsOfOneName",
             "CREATE MATERIALIZED VIEW t AS SELECT id, item AS ID FROM orders",
             "a.sql:1:26: error[COLUMN_ALREADY_EXISTS]: The column `ID` already exists. Choose "
             "another name or rename the existing column; the query has two columns of that "
             "name\n"},
        Case{"FlowsThatClash",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW a AS INSERT INTO t BY NAME SELECT id AS x FROM STREAM(orders);\n"
             "CREATE FLOW b AS INSERT INTO t BY NAME SELECT item AS x FROM STREAM(orders)",
             "a.sql:3:13: error[CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE]: column `x`: Failed to merge "
             "incompatible data types \"INT\" and \"STRING\". Please check the data types of the "
             "columns being merged and ensure that they are compatible. If necessary, consider "
             "casting the columns to compatible data types before attempting the merge; flow "
             "spark_catalog.default.b and another flow of spark_catalog.default.t give the column "
             "different types\n"},
        Case{"AClashAndItsReader",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW a AS INSERT INTO t BY NAME SELECT id AS x FROM STREAM(orders);\n"
             "CREATE FLOW b AS INSERT INTO t BY NAME SELECT item AS x FROM STREAM(orders);\n"
             "CREATE MATERIALIZED VIEW m AS SELECT x FROM t",
             "a.sql:3:13: error[CANNOT_MERGE_INCOMPATIBLE_DATA_TYPE]: column `x`: Failed to merge "
             "incompatible data types \"INT\" and \"STRING\". Please check the data types of the "
             "columns being merged and ensure that they are compatible. If necessary, consider "
             "casting the columns to compatible data types before attempting the merge; flow "
             "spark_catalog.default.b and another flow of spark_catalog.default.t give the column "
             "different types\n"
             "downstream:\n"
             "a.sql:4:45: error: Failed to read dataset 'spark_catalog.default.t'. Dataset is "
             "defined in the pipeline but could not be resolved.\n"},
        Case{"APartitionColumnThatIsNone",
             "CREATE MATERIALIZED VIEW t PARTITIONED BY (items) AS SELECT id, item FROM orders",
             "a.sql:1:44: error[FIELD_NOT_FOUND]: No such struct field `items` in `id`, `item`; "
             "did you mean 'item'?\n"},
        Case{"AClusterColumnThatIsNone",
             "CREATE MATERIALIZED VIEW t CLUSTER BY (x.y) AS SELECT id FROM orders",
             "a.sql:1:40: error[FIELD_NOT_FOUND]: No such struct field `x.y` in `id`.\n"},
        Case{"AReaderOfAMistypedTableIsNotBlamed",
             "CREATE MATERIALIZED VIEW t (id STRING) AS SELECT id FROM orders;\n"
             "CREATE MATERIALIZED VIEW u AS SELECT upper(id) AS x FROM t",
             "a.sql:1:29: error[USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE]: Table "
             "'spark_catalog.default.t' has a user-specified schema that is incompatible with the "
             "schema inferred from its query. Declared schema: id string. Inferred schema: id "
             "int; column `id` is declared STRING and is INT in the query\n"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::project
