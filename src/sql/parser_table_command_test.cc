// Statements about tables: every part of them is read, and what is wrong is said with its place.

#include <gtest/gtest.h>

#include "sql/dump.h"
#include "sql/parse.h"

namespace tarn::sql {
namespace {

template <typename Node>
Node parsed(const std::string& text) {
  auto statement = parse_session_statement(Fragment::whole(text, "q"));
  EXPECT_TRUE(statement) << statement.diagnostic().text();
  SessionStatement taken = std::move(statement).value();
  CHECK(std::holds_alternative<Node>(taken.node));
  return std::get<Node>(std::move(taken.node));
}

TEST(ParseTableTest, EveryPartOfATableIsRead) {
  const auto table = parsed<CreateTable>(
      "CREATE TABLE IF NOT EXISTS c.s.t (a INT NOT NULL COMMENT 'first', b STRING DEFAULT 'x') "
      "USING csv OPTIONS (header 'true') PARTITIONED BY (b, p DATE) COMMENT 'rows' LOCATION '/x' "
      "TBLPROPERTIES ('k' = 'v')");
  EXPECT_TRUE(table.if_not_exists);
  EXPECT_EQ(table.name.text(), "c.s.t");
  ASSERT_EQ(table.columns.size(), 3U);
  EXPECT_FALSE(table.columns[0].nullable);
  EXPECT_EQ(table.columns[1].default_value->text, "'x'");
  EXPECT_EQ(table.columns[2].name.name, "p");  // made by PARTITIONED BY
  ASSERT_EQ(table.partitioned_by.size(), 2U);
  EXPECT_EQ(table.format->name, "csv");
  EXPECT_EQ(table.options[0].key, "header");
  EXPECT_EQ(table.comment, "rows");
  EXPECT_EQ(table.location, "/x");
  EXPECT_EQ(table.properties[0].value, "v");
}

TEST(ParseTableTest, AQueryMayFollowWithAndWithoutAs) {
  EXPECT_NE(parsed<CreateTable>("CREATE OR REPLACE TABLE t AS SELECT 1").query, nullptr);
  EXPECT_NE(parsed<CreateTable>("CREATE TABLE t USING delta SELECT 1").query, nullptr);
  EXPECT_NE(parsed<CreateTable>("CREATE TABLE t (SELECT 1)").query, nullptr);
  EXPECT_EQ(parsed<CreateTableLike>("CREATE TABLE t LIKE s.u USING parquet").source.text(), "s.u");
}

TEST(ParseInsertTest, TheTargetAndItsColumnsAreRead) {
  const auto insert = parsed<InsertStatement>(
      "INSERT OVERWRITE TABLE s.t PARTITION (p = 1, q) IF NOT EXISTS (a, b) VALUES (1, DEFAULT)");
  EXPECT_TRUE(insert.overwrite);
  EXPECT_TRUE(insert.if_not_exists);
  EXPECT_EQ(insert.target.text(), "s.t");
  ASSERT_EQ(insert.partition.size(), 2U);
  EXPECT_NE(insert.partition[0].value, nullptr);
  EXPECT_EQ(insert.partition[1].value, nullptr);
  ASSERT_EQ(insert.columns.size(), 2U);
  EXPECT_TRUE(parsed<InsertStatement>("INSERT INTO t BY NAME TABLE u").by_name);
  EXPECT_NE(parsed<InsertStatement>("INSERT INTO t REPLACE WHERE a > 1 SELECT 2").replace_where,
            nullptr);
}

TEST(ParseInsertTest, CommonTablesAndFromMayStandBefore) {
  const auto with =
      parsed<InsertStatement>("WITH a AS (SELECT 1) INSERT INTO t WITH b AS (TABLE a) TABLE b");
  ASSERT_EQ(with.query->ctes.size(), 2U);
  EXPECT_EQ(with.query->ctes[0].name.name, "a");
  const auto from = parsed<InsertStatement>("FROM u JOIN v INSERT INTO t SELECT u.a");
  EXPECT_EQ(dump(*from.query), dump(**parse_query(Fragment::whole("SELECT u.a FROM u JOIN v"))));
}

TEST(ParseChangeTest, UpdateAndDeleteTakeAnAliasWithAndWithoutAs) {
  const auto update = parsed<UpdateStatement>("UPDATE t u SET u.a = 1, b = u.c + 1 WHERE u.a > 0");
  EXPECT_EQ(update.alias.name->name, "u");
  ASSERT_EQ(update.assignments.size(), 2U);
  EXPECT_EQ(update.assignments[0].column.text(), "u.a");
  EXPECT_NE(update.where, nullptr);
  EXPECT_FALSE(parsed<UpdateStatement>("UPDATE t SET a = 1").alias.name.has_value());
  EXPECT_EQ(parsed<DeleteStatement>("DELETE FROM t AS d WHERE d.a = 1").alias.name->name, "d");
  EXPECT_EQ(parsed<DeleteStatement>("DELETE FROM t").where, nullptr);
}

TEST(ParseChangeTest, EveryClauseOfAMergeIsRead) {
  const auto merge = parsed<MergeStatement>(
      "MERGE WITH SCHEMA EVOLUTION INTO t AS a USING (SELECT 1 AS x) b ON a.x = b.x "
      "WHEN MATCHED AND a.y THEN DELETE WHEN MATCHED THEN UPDATE SET * "
      "WHEN NOT MATCHED BY TARGET AND b.x > 0 THEN INSERT (x, y) VALUES (b.x, 2) "
      "WHEN NOT MATCHED THEN INSERT * "
      "WHEN NOT MATCHED BY SOURCE THEN UPDATE SET y = 0");
  EXPECT_TRUE(merge.with_schema_evolution);
  ASSERT_EQ(merge.clauses.size(), 5U);
  EXPECT_NE(merge.clauses[0].condition, nullptr);
  EXPECT_EQ(merge.clauses[0].action, MergeAction::kDelete);
  EXPECT_EQ(merge.clauses[1].action, MergeAction::kUpdateAll);
  EXPECT_EQ(merge.clauses[2].match, MergeMatch::kNotMatched);
  EXPECT_EQ(merge.clauses[2].assignments.size(), 2U);
  EXPECT_EQ(merge.clauses[3].action, MergeAction::kInsertAll);
  EXPECT_EQ(merge.clauses[4].match, MergeMatch::kNotMatchedBySource);
}

TEST(ParseChangeTest, CommonTablesMayStandBeforeEveryChange) {
  const char* const before = "WITH a AS (SELECT 1) ";
  EXPECT_EQ(parsed<UpdateStatement>(std::string(before) + "UPDATE t SET a = 1").with->ctes.size(),
            1U);
  EXPECT_EQ(parsed<DeleteStatement>(std::string(before) + "DELETE FROM t").with->ctes.size(), 1U);
  EXPECT_EQ(parsed<MergeStatement>(std::string(before) +
                                   "MERGE INTO t USING a ON true WHEN MATCHED THEN DELETE")
                .with->ctes.size(),
            1U);
}

// The condition of what is wrong with a MERGE that ends so.
std::string refusal_of(const std::string& clauses) {
  const auto statement =
      parse_session_statement(Fragment::whole("MERGE INTO t USING s ON t.a = s.a " + clauses));
  return statement ? "" : statement.diagnostic().condition;
}

TEST(ParseChangeTest, TheClausesOfAMergeStandInOrderAndTheLastAloneLacksACondition) {
  EXPECT_EQ(refusal_of(""), "MERGE_WITHOUT_WHEN");
  EXPECT_EQ(refusal_of("WHEN MATCHED THEN DELETE WHEN MATCHED THEN DELETE"),
            "NON_LAST_MATCHED_CLAUSE_OMIT_CONDITION");
  EXPECT_EQ(refusal_of("WHEN NOT MATCHED THEN INSERT * WHEN NOT MATCHED THEN INSERT *"),
            "NON_LAST_NOT_MATCHED_BY_TARGET_CLAUSE_OMIT_CONDITION");
  EXPECT_EQ(refusal_of("WHEN NOT MATCHED THEN INSERT * WHEN MATCHED THEN DELETE"),
            "PARSE_SYNTAX_ERROR");
  EXPECT_EQ(refusal_of("WHEN NOT MATCHED THEN INSERT (a, b) VALUES (1)"),
            "MERGE_INSERT_VALUE_COUNT_MISMATCH");
}

TEST(ParseShowTest, EachThingIsToldByItsWords) {
  EXPECT_EQ(parsed<ShowStatement>("SHOW TABLES").kind, ShowKind::kTables);
  const auto extended = parsed<ShowStatement>("SHOW TABLE EXTENDED IN s LIKE 'a*'");
  EXPECT_EQ(extended.kind, ShowKind::kTablesExtended);
  EXPECT_EQ(extended.scope->text(), "s");
  EXPECT_EQ(extended.pattern, "a*");
  EXPECT_EQ(parsed<ShowStatement>("SHOW DATABASES 'x*'").pattern, "x*");
  EXPECT_EQ(parsed<ShowStatement>("SHOW COLUMNS IN t FROM s").scope->text(), "s");
  EXPECT_EQ(parsed<ShowStatement>("SHOW TBLPROPERTIES t (a.b)").key, "a.b");
  EXPECT_EQ(parsed<ShowStatement>("SHOW USER FUNCTIONS LIKE abs").functions, "USER");
  EXPECT_EQ(parsed<ShowStatement>("SHOW CURRENT NAMESPACE").kind, ShowKind::kCurrentNamespace);
}

TEST(ParseShowTest, DescribeTakesTablesColumnsQueriesSchemasAndFunctions) {
  const auto table = parsed<DescribeStatement>("DESC TABLE EXTENDED s.t c");
  EXPECT_EQ(table.kind, DescribeKind::kTable);
  EXPECT_TRUE(table.extended);
  EXPECT_EQ(table.column->text(), "c");
  // Words that are no keywords name tables.
  EXPECT_EQ(parsed<DescribeStatement>("DESCRIBE extended").name.text(), "extended");
  EXPECT_EQ(parsed<DescribeStatement>("DESCRIBE QUERY SELECT 1").kind, DescribeKind::kQuery);
  EXPECT_EQ(parsed<DescribeStatement>("DESC WITH a AS (SELECT 1) TABLE a").kind,
            DescribeKind::kQuery);
  EXPECT_EQ(parsed<DescribeStatement>("DESCRIBE DATABASE EXTENDED d").kind, DescribeKind::kSchema);
  EXPECT_EQ(parsed<DescribeStatement>("DESCRIBE FUNCTION EXTENDED <=>").function, "<=>");
}

TEST(ParseAlterTest, ChangesAreToldByTheirWords) {
  const auto added = parsed<AlterTable>("ALTER TABLE t ADD COLUMNS (a INT, b STRING)");
  EXPECT_EQ(std::get<AddColumns>(added.change).columns.size(), 2U);
  EXPECT_TRUE(std::get<UnsetProperties>(
                  parsed<AlterTable>("ALTER TABLE t UNSET TBLPROPERTIES IF EXISTS (a)").change)
                  .if_exists);
  EXPECT_EQ(std::get<RenameTo>(parsed<AlterTable>("ALTER VIEW v RENAME TO w").change).name.text(),
            "w");
  EXPECT_EQ(
      std::get<OtherChange>(parsed<AlterTable>("ALTER TABLE t REPLACE COLUMNS (a INT)").change)
          .keywords,
      "REPLACE COLUMNS");
  EXPECT_EQ(std::get<ViewQuery>(parsed<AlterTable>("ALTER VIEW v AS SELECT 1;").change).text,
            "SELECT 1");
}

TEST(ParseAlterTest, AColumnsChangesAreReadOneByOne) {
  const auto altered = parsed<AlterTable>(
      "ALTER TABLE t ALTER COLUMN a SET NOT NULL, s.b COMMENT 'x', c SET DEFAULT 1 + 1, d FIRST");
  const auto& columns = std::get<AlterColumns>(altered.change).columns;
  ASSERT_EQ(columns.size(), 4U);
  EXPECT_EQ(columns[0].nullable, std::optional(false));
  EXPECT_EQ(columns[1].column.text(), "s.b");
  EXPECT_EQ(columns[2].default_value->text, "1 + 1");
  EXPECT_TRUE(columns[3].place.first);
  const auto added =
      parsed<AlterTable>("ALTER TABLE t ADD COLUMNS (s.b INT AFTER a COMMENT 'x', c INT FIRST)");
  const auto& fields = std::get<AddColumns>(added.change).columns;
  EXPECT_EQ(fields[0].parents.front().name, "s");
  EXPECT_EQ(fields[0].place.after->name, "a");
  EXPECT_EQ(fields[0].column.comment, "x");
  EXPECT_TRUE(fields[1].place.first);
}

struct ErrorCase {
  std::string name;
  std::string text;
  std::string error;  // the first line
};

class TableErrorTest : public testing::TestWithParam<ErrorCase> {};

TEST_P(TableErrorTest, IsSaidWithItsPlace) {
  const auto statement = parse_session_statement(Fragment::whole(GetParam().text, "q"));
  ASSERT_FALSE(statement);
  const std::string text = statement.diagnostic().text();
  EXPECT_EQ(text.substr(0, text.find('\n')), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    Statement, TableErrorTest,
    testing::Values(
        ErrorCase{
            "ColumnWithoutType", "CREATE TABLE t (a)",
            "q:1:17: error[PARSE_SYNTAX_ERROR]: Syntax error at the column 'a' of the table; a "
            "table's column has a type"},
        ErrorCase{"TwoExpressions",
                  "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a) GENERATED ALWAYS AS (a))",
                  "q:1:54: error[CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE]: CREATE TABLE column b "
                  "specifies descriptor \"GENERATED ALWAYS AS\" more than once, which is invalid."},
        ErrorCase{"TwoComments", "CREATE TABLE t (a INT COMMENT 'x' COMMENT 'y')",
                  "q:1:35: error[CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE]: CREATE TABLE column a "
                  "specifies descriptor \"COMMENT\" more than once, which is invalid."},
        ErrorCase{"GeneratedByDefaultOfNoIdentity",
                  "CREATE TABLE t (a INT, b INT GENERATED BY DEFAULT AS (a))",
                  "q:1:54: error[PARSE_SYNTAX_ERROR]: Syntax error at or near '('; expected "
                  "IDENTITY"},
        ErrorCase{"ASequenceWithTwoStarts",
                  "CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (START WITH 1 START WITH "
                  "2))",
                  "q:1:69: error[IDENTITY_COLUMNS_DUPLICATED_SEQUENCE_GENERATOR_OPTION]: "
                  "Duplicated IDENTITY column sequence generator option: START."},
        ErrorCase{"ASequenceWithoutAStep",
                  "CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 0))",
                  "q:1:56: error[IDENTITY_COLUMNS_ILLEGAL_STEP]: IDENTITY column step cannot be "
                  "0."},
        ErrorCase{"ASequenceBeyondBigint",
                  "CREATE TABLE t (a BIGINT GENERATED ALWAYS AS IDENTITY (START WITH "
                  "9223372036854775808))",
                  "q:1:67: error[PARSE_SYNTAX_ERROR]: Syntax error at or near "
                  "'9223372036854775808'; expected an integer that a BIGINT holds"},
        ErrorCase{"ASequenceOfTexts", "CREATE TABLE t (a STRING GENERATED BY DEFAULT AS IDENTITY)",
                  "q:1:19: error[IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE]: DataType STRING is not "
                  "supported for IDENTITY columns."},
        ErrorCase{"AGeneratedColumnThatIsAdded",
                  "ALTER TABLE t ADD COLUMN b INT GENERATED ALWAYS AS (a)",
                  "q:1:26: error[PARSE_SYNTAX_ERROR]: Syntax error at or near 'GENERATED': a "
                  "column that is added has none"},
        ErrorCase{
            "TwoFormats", "CREATE TABLE t (a INT) USING csv USING json",
            "q:1:34: error[DUPLICATE_CLAUSES]: Found duplicate clauses: USING. Please, remove "
            "one of them"},
        ErrorCase{"Buckets", "CREATE TABLE t (a INT) CLUSTERED BY (a) INTO 2 BUCKETS",
                  "q:1:24: error[UNSUPPORTED_FEATURE]: CLUSTERED BY is not supported"},
        ErrorCase{
            "InsertWithoutQuery", "INSERT INTO t",
            "q:1:14: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected "
            "a query"},
        ErrorCase{"UnequalInsertOfMerge",
                  "MERGE INTO t USING u ON 1 = 1 WHEN NOT MATCHED THEN INSERT (a, b) VALUES (1)",
                  "q:1:60: error[MERGE_INSERT_VALUE_COUNT_MISMATCH]: The number of provided values "
                  "(1) must "
                  "match the number of expected columns (2) in the INSERT clause of MERGE."},
        ErrorCase{
            "MergeWithoutClauses", "MERGE INTO t USING u ON 1 = 1",
            "q:1:1: error[MERGE_WITHOUT_WHEN]: There must be at least one WHEN clause in a MERGE "
            "statement."},
        ErrorCase{
            "ExtendedWithoutPattern", "SHOW TABLE EXTENDED",
            "q:1:20: error[PARSE_SYNTAX_ERROR]: Syntax error at or near end of input; expected "
            "LIKE"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::sql
