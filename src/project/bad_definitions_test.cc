// What no file of a pipeline may hold, with the place of what is wrong.

#include <gtest/gtest.h>

#include "project/definitions.h"
#include "project/fake_project.h"

namespace tarn::project {
namespace {

using testing::project_of;

ProjectResult one_file(std::string sql) {
  return project_of({{.path = "a.sql", .text = std::move(sql)}});
}

struct Case {
  const char* name;
  const char* sql;
  const char* complaints;
};

class BadDefinitionTest : public ::testing::TestWithParam<Case> {};

TEST_P(BadDefinitionTest, IsRefusedWithItsPlace) {
  EXPECT_EQ(testing::text_of(one_file(GetParam().sql).diagnostics), GetParam().complaints);
}

#define REGISTRATION "error[PIPELINE_SQL_GRAPH_ELEMENT_REGISTRATION_ERROR]: "

INSTANTIATE_TEST_SUITE_P(
    Statements, BadDefinitionTest,
    ::testing::Values(
        Case{"CreateTable", "CREATE TABLE t (a INT)",
             "a.sql:1:1: " REGISTRATION
             "CREATE TABLE is not a statement of a pipeline's file; CREATE STREAMING TABLE or "
             "CREATE MATERIALIZED VIEW defines a table of a pipeline\n"},
        Case{"Select", "SELECT 1",
             "a.sql:1:1: " REGISTRATION
             "A query alone defines nothing in a pipeline; CREATE MATERIALIZED VIEW name AS SELECT "
             ".. keeps its result; `tarn sql` runs a query\n"},
        Case{"Insert", "-- x\n  INSERT INTO t SELECT 1",
             "a.sql:2:3: " REGISTRATION
             "INSERT INTO is not a statement of a pipeline's file; CREATE FLOW name AS INSERT INTO "
             "table BY NAME SELECT .. appends to a streaming table\n"},
        Case{"DropTable", "DROP TABLE t",
             "a.sql:1:1: " REGISTRATION
             "DROP TABLE is not a statement of a pipeline's file; a dataset leaves the pipeline "
             "when its definition is taken out\n"},
        Case{"Merge", "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE",
             "a.sql:1:1: " REGISTRATION "MERGE INTO is not a statement of a pipeline's file; "
             "CREATE FLOW name AS AUTO CDC INTO "
             "table .. does what MERGE is used for\n"},
        Case{"SetAlone", "SET",
             "a.sql:1:1: error: Invalid SET command without key-value pair; write SET key = "
             "value\n"},
        Case{"SetWithoutValue", "SET a.b",
             "a.sql:1:1: error: Invalid SET command without key-value pair; write SET key = "
             "value\n"},
        Case{"SetOfARefusedValue", "SET spark.sql.crossJoin.enabled = false",
             "a.sql:1:35: error: spark.sql.crossJoin.enabled = false is not supported: Tarn works "
             "with true only\n"},
        Case{"SetOfNoBoolean", "SET spark.sql.caseSensitive = maybe",
             "a.sql:1:31: error[INVALID_CONF_VALUE.TYPE_MISMATCH]: The value 'maybe' in the config "
             "\"spark.sql.caseSensitive\" is invalid. It should be a/an 'boolean' value.\n"},
        Case{"SetOfNoChoice", "SET spark.sql.timestampType = LOCAL",
             "a.sql:1:31: error[INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS]: The value 'LOCAL' in "
             "the config \"spark.sql.timestampType\" is invalid. It should be one of "
             "'TIMESTAMP_LTZ, TIMESTAMP_NTZ'.\n"},
        Case{"UseOfThreeParts", "USE SCHEMA a.b.c",
             "a.sql:1:12: error: Invalid schema identifier provided on USE command: a.b.c; write "
             "USE "
             "SCHEMA schema or USE SCHEMA catalog.schema\n"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Datasets, BadDefinitionTest,
    ::testing::Values(
        Case{
            "AMaterializedViewWithoutQuery", "CREATE MATERIALIZED VIEW v",
            "a.sql:1:1: error: Operation not allowed: Unable to find query for CREATE MATERIALIZED "
            "VIEW statement; write AS SELECT .. behind it\n"},
        Case{"AFourPartName", "CREATE STREAMING TABLE a.b.c.d",
             "a.sql:1:24: error: 4+ part table identifier a.b.c.d is not supported; a dataset's "
             "name is catalog.schema.table at most\n"},
        Case{
            "AQualifiedTemporaryView", "CREATE TEMPORARY VIEW s.v AS SELECT 1",
            "a.sql:1:23: error[INVALID_TEMP_OBJ_QUALIFIER]: Temporary VIEW `v` cannot be qualified "
            "with `s`; write CREATE TEMPORARY VIEW v\n"},
        Case{"Options", "CREATE STREAMING TABLE t OPTIONS ('a' = 'b')",
             "a.sql:1:26: error: Operation not allowed: Options are not supported for CREATE "
             "STREAMING TABLE statements. Please remove any OPTIONS lists specified in the "
             "statement.\n"},
        Case{"Location", "CREATE TEMPORARY VIEW v LOCATION '/x' AS SELECT 1",
             "a.sql:1:25: error: Operation not allowed: Specifying location is not supported for "
             "CREATE TEMPORARY VIEW statements. The storage location for a pipeline dataset is "
             "managed by the pipeline itself.\n"},
        Case{"StoredAs", "CREATE MATERIALIZED VIEW v STORED AS parquet AS SELECT 1",
             "a.sql:1:28: error: Operation not allowed: The STORED AS syntax is not supported for "
             "CREATE MATERIALIZED VIEW statements. Consider using the Data Source based USING "
             "clause instead.\n"},
        Case{"RefreshPolicy", "CREATE MATERIALIZED VIEW v REFRESH POLICY INCREMENTAL AS SELECT 1",
             "a.sql:1:28: error: Operation not allowed: REFRESH POLICY is not supported for CREATE "
             "MATERIALIZED VIEW statements.\n"},
        Case{"AnotherFormat", "CREATE STREAMING TABLE t USING parquet",
             "a.sql:1:32: error: Operation not allowed: tables of format parquet cannot be "
             "written; write USING delta, or leave it out\n"},
        Case{
            "ACheckConstraint", "CREATE STREAMING TABLE t (a INT, CHECK (a > 0))",
            "a.sql:1:34: error: Operation not allowed: Pipeline datasets do not currently support "
            "column constraints. Please remove any CHECK, UNIQUE, PK, and FK constraints specified "
            "on the pipeline dataset; CONSTRAINT name EXPECT (condition) ON VIOLATION FAIL UPDATE "
            "checks each row\n"},
        Case{"TwoPrimaryKeys", "CREATE STREAMING TABLE t (a INT PRIMARY KEY, PRIMARY KEY (a))",
             "a.sql:1:33: error: Operation not allowed: a table has one PRIMARY KEY at most.\n"},
        Case{"AKeyOfNoColumn", "CREATE STREAMING TABLE t (a INT, PRIMARY KEY (a, b))",
             "a.sql:1:50: error: Operation not allowed: the PRIMARY KEY names a column `b` that "
             "the table has not.\n"},
        Case{"AGeneratedColumnWithoutAType",
             "CREATE STREAMING TABLE t (a INT, b GENERATED ALWAYS AS (a))",
             "a.sql:1:34: error: Operation not allowed: column `b` has GENERATED ALWAYS AS and no "
             "type; write its type behind its name\n"},
        Case{"AGeneratedColumnWithADefault",
             "CREATE STREAMING TABLE t (a INT, b INT GENERATED ALWAYS AS (a) DEFAULT 1)",
             "a.sql:1:34: error[GENERATED_COLUMN_WITH_DEFAULT_VALUE]: A column cannot have both a "
             "default value and a generation expression but column b has default value: (1) and "
             "generation expression: (a).\n"},
        Case{"ADefaultInAView", "CREATE TEMPORARY VIEW v (a DEFAULT 1) AS SELECT 1",
             "a.sql:1:26: error: Operation not allowed: column `a` of a view has no values of its "
             "own; compute it in the query\n"},
        Case{"AnIdentityColumnOfInts",
             "CREATE STREAMING TABLE t (a INT GENERATED ALWAYS AS IDENTITY)",
             "a.sql:1:29: error[DELTA_IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE]: DataType INT is not "
             "supported for IDENTITY columns; declare it BIGINT\n"},
        Case{"AnIdentityColumnWithADefault",
             "CREATE STREAMING TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY DEFAULT 3)",
             "a.sql:1:27: error[IDENTITY_COLUMN_WITH_DEFAULT_VALUE]: A column cannot have both a "
             "default value and an identity column specification but column a has default value: "
             "(3).\n"},
        Case{"AnIdentityColumnWithoutAType",
             "CREATE STREAMING TABLE t (a GENERATED ALWAYS AS IDENTITY)",
             "a.sql:1:27: error: Operation not allowed: column `a` has AS IDENTITY and no type; "
             "write its type behind its name\n"},
        Case{"AnIdentityColumnOfAView",
             "CREATE TEMPORARY VIEW v (a GENERATED ALWAYS AS IDENTITY) AS SELECT 1",
             "a.sql:1:26: error: Operation not allowed: column `a` of a view has no values of its "
             "own; compute it in the query\n"},
        Case{"ATypeInAView", "CREATE TEMPORARY VIEW v (a INT) AS SELECT 1",
             "a.sql:1:28: error: Operation not allowed: column `a` of a view cannot have a type; "
             "cast it in the query\n"},
        Case{"AColumnTwice", "CREATE STREAMING TABLE t (a INT, A STRING)",
             "a.sql:1:34: error[COLUMN_ALREADY_EXISTS]: The column `A` already exists. Choose "
             "another name or rename the existing column.\n"},
        Case{"APartitioningTransform",
             "CREATE STREAMING TABLE t (ts TIMESTAMP) PARTITIONED BY (days(ts))",
             "a.sql:1:57: " REGISTRATION
             "Invalid partitioning transform (days(ts)); partition by a column that the query "
             "computes\n"},
        Case{"PartitionedAndClustered",
             "CREATE STREAMING TABLE t (a INT) PARTITIONED BY (a) CLUSTER BY (a)",
             "a.sql:1:53: error[SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED]: Cannot "
             "specify both CLUSTER BY and PARTITIONED BY.\n"},
        Case{"APropertyTwice", "CREATE STREAMING TABLE t TBLPROPERTIES ('a' = '1', 'a' = '2')",
             "a.sql:1:52: error[DUPLICATE_KEY]: Found duplicate keys `a`.\n"},
        Case{"ASwitchThatIsNone",
             "CREATE STREAMING TABLE t TBLPROPERTIES ('pipelines.reset.allowed' = 'no')",
             "a.sql:1:41: error[INVALID_CONF_VALUE.TYPE_MISMATCH]: The value 'no' in the config "
             "\"pipelines.reset.allowed\" is invalid. It should be a/an 'boolean' value.\n"},
        Case{"AnExpectationTwice",
             "CREATE STREAMING TABLE t (CONSTRAINT c EXPECT (a > 0), CONSTRAINT C EXPECT (a > 1))",
             "a.sql:1:67: error: The expectation 'C' stands twice in t; each expectation of a "
             "dataset has a name of its own\n"},
        Case{"AnExpectationOfAPersistedView",
             "CREATE VIEW v (CONSTRAINT c EXPECT (a > 0)) AS SELECT 1 AS a",
             "a.sql:1:16: error: Operation not allowed: Expectations cannot be set on CREATE VIEW "
             "statements: the view's readers outside of the pipeline would not be held to them; "
             "set "
             "it on a TEMPORARY VIEW or a MATERIALIZED VIEW\n"},
        Case{
            "OneNameTwice", "CREATE STREAMING TABLE a;\nCREATE MATERIALIZED VIEW A AS SELECT 1",
            "a.sql:2:26: error[PIPELINE_DUPLICATE_IDENTIFIERS.OUTPUT]: A duplicate identifier was "
            "found for elements registered in the pipeline's dataflow graph. Attempted to register "
            "a TABLE with identifier `spark_catalog`.`default`.`A`, but a TABLE has already been "
            "registered with that identifier. Please ensure all outputs created within this "
            "pipeline have unique identifiers; it is defined first at a.sql:1:24\n"},
        Case{
            "ATableAndAViewOfOneName", "CREATE VIEW a AS SELECT 1;\nCREATE STREAMING TABLE a",
            "a.sql:2:24: error[PIPELINE_DUPLICATE_IDENTIFIERS.OUTPUT]: A duplicate identifier was "
            "found for elements registered in the pipeline's dataflow graph. Attempted to register "
            "a TABLE with identifier `spark_catalog`.`default`.`a`, but a VIEW has already been "
            "registered with that identifier. Please ensure all outputs created within this "
            "pipeline have unique identifiers; it is defined first at a.sql:1:13\n"},
        Case{"AnUnknownVariable", "CREATE MATERIALIZED VIEW ${x} AS SELECT 1",
             "a.sql:1:26: error[UNRESOLVED_SUBSTITUTION_VARIABLE]: '${x}' has no value; set it in "
             "the configuration of spark-pipeline.yml or with SET x = .. before this statement\n"},
        Case{"ASyntaxErrorLeavesTheOthers", "SELEC 1;\nDROP TABLE t",
             "a.sql:1:1: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'SELEC'; did you mean "
             "'SELECT'?\n"
             "a.sql:2:1: " REGISTRATION
             "DROP TABLE is not a statement of a pipeline's file; a dataset leaves the pipeline "
             "when its definition is taken out\n"}),
    [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Flows, BadDefinitionTest,
    ::testing::Values(
        Case{"AQualifiedFlowName",
             "CREATE FLOW s.f AS INSERT INTO t BY NAME SELECT * FROM STREAM(o)",
             "a.sql:1:13: error[MULTIPART_FLOW_NAME_NOT_SUPPORTED]: Flow with multipart name 's.f' "
             "is not supported; write CREATE FLOW f\n"},
        Case{"WithoutByName", "CREATE FLOW f AS INSERT INTO t SELECT * FROM STREAM(o)",
             "a.sql:1:30: " REGISTRATION
             "Only INSERT INTO by name flows supported; write INSERT INTO t BY NAME\n"},
        Case{"WithColumns", "CREATE FLOW f AS INSERT INTO t (a, b) SELECT * FROM STREAM(o)",
             "a.sql:1:30: " REGISTRATION
             "Only INSERT INTO by name flows supported; write INSERT INTO t BY NAME\n"
             "a.sql:1:33: " REGISTRATION "Column schema may not be specified for flow target; "
             "name the columns in the query: BY "
             "NAME matches them\n"},
        Case{"Overwrite", "CREATE FLOW f AS INSERT OVERWRITE t BY NAME SELECT * FROM STREAM(o)",
             "a.sql:1:35: " REGISTRATION
             "INSERT OVERWRITE flows not supported; a flow appends; a materialized view replaces "
             "its rows\n"},
        Case{"APartition",
             "CREATE FLOW f AS INSERT INTO t PARTITION (a = 1) BY NAME SELECT * FROM STREAM(o)",
             "a.sql:1:32: " REGISTRATION "Partition spec may not be specified for flow target.\n"},
        Case{"OneNameTwice",
             "CREATE STREAMING TABLE a; CREATE STREAMING TABLE b;\n"
             "CREATE FLOW f AS INSERT INTO a BY NAME SELECT * FROM STREAM(o);\n"
             "CREATE FLOW f AS INSERT INTO b BY NAME SELECT * FROM STREAM(o)",
             "a.sql:3:13: error[PIPELINE_DUPLICATE_IDENTIFIERS.FLOW]: A duplicate identifier was "
             "found for elements registered in the pipeline's dataflow graph. Flow "
             "spark_catalog.default.f was found in multiple datasets: "
             "`spark_catalog`.`default`.`a`,`spark_catalog`.`default`.`b`; the first is defined at "
             "a.sql:2:13\n"},
        Case{"AutoCdcWithoutSequence",
             "CREATE STREAMING TABLE t; CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(s) KEYS (id)",
             "a.sql:1:44: error[MISSING_CLAUSES_FOR_OPERATION]: Missing clause SEQUENCE BY for "
             "operation AUTO CDC\n"},
        Case{"AutoCdcOfTwoTimes",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(s) KEYS (id) SEQUENCE BY n SYSTEM "
             "SEQUENCE BY m STORED AS BITEMPORAL",
             "a.sql:2:73: error: Operation not allowed: SYSTEM SEQUENCE BY of AUTO CDC is not "
             "supported; STORED AS SCD TYPE 2 keeps the history\n"
             "a.sql:2:94: error: Operation not allowed: STORED AS BITEMPORAL of AUTO CDC is not "
             "supported; STORED AS SCD TYPE 2 keeps the history\n"},
        Case{"AFlowThatReplaces",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW f AS INSERT INTO t BY NAME REPLACE WHERE a > 1 SELECT * FROM STREAM(s)",
             "a.sql:2:40: error[PIPELINE_SQL_GRAPH_ELEMENT_REGISTRATION_ERROR]: REPLACE WHERE is "
             "not supported for flows.\n"},
        Case{"AutoCdcWithoutStream",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW f AS AUTO CDC INTO t FROM s KEYS (id) SEQUENCE BY n",
             "a.sql:2:39: error: Operation not allowed: AUTO CDC source must be a streaming query; "
             "write FROM STREAM(..)\n"},
        Case{"AutoCdcWithAFieldAsKey",
             "CREATE STREAMING TABLE t;\n"
             "CREATE FLOW f AS AUTO CDC INTO t FROM STREAM(s) KEYS (a.b, c, C) SEQUENCE BY n",
             "a.sql:2:55: error[AUTOCDC_MULTIPART_COLUMN_IDENTIFIER]: Expected a single column "
             "identifier; got the multi-part identifier a.b.\n"
             "a.sql:2:63: error: The key C stands twice.\n"},
        Case{"AutoCdcTrackHistoryOfType1",
             "CREATE STREAMING TABLE t;\nCREATE FLOW f AS AUTO CDC INTO t FROM STREAM(s) KEYS (a) "
             "SEQUENCE BY n STORED AS SCD TYPE 1 TRACK HISTORY ON (b)",
             "a.sql:2:110: error: Operation not allowed: TRACK HISTORY ON goes with SCD TYPE 2 "
             "only; write STORED AS SCD TYPE 2\n"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::project
