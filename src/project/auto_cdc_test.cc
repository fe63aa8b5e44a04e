// AUTO CDC: the clauses held against the columns of the source.

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

class AutoCdcTest : public ::testing::TestWithParam<Case> {};

TEST_P(AutoCdcTest, IsRefusedWithItsPlace) {
  EXPECT_EQ(testing::complaints(GetParam().sql), GetParam().complaints);
}

INSTANTIATE_TEST_SUITE_P(
    Projects, AutoCdcTest,
    ::testing::Values(
        Case{"AutoCdcOfAnUnknownKey",
             "CREATE STREAMING TABLE t FLOW AUTO CDC FROM STREAM(orders) KEYS (idd) SEQUENCE BY at",
             "a.sql:1:66: error[AUTOCDC_KEY_NOT_IN_SELECTED_SCHEMA]: Using case-insensitive column "
             "name comparison, the AutoCDC key column `idd` is not present in the flow's selected "
             "source schema. AutoCDC requires every key column to be present in the source "
             "change-data feed and retained by any configured column selection; did you mean "
             "'id'?\n"},
        Case{"AutoCdcOfAnUnknownColumn",
             "CREATE STREAMING TABLE t FLOW AUTO CDC FROM STREAM(orders) KEYS (id) SEQUENCE BY at "
             "COLUMNS * EXCEPT (prize)",
             "a.sql:1:103: error[AUTOCDC_COLUMNS_NOT_FOUND_IN_SCHEMA]: Using case-insensitive "
             "column name comparison, the following columns are not present in the source schema: "
             "prize. Available columns: id, item, price, at; did you mean 'price'?\n"},
        Case{"AutoCdcOfAnUnknownSequence",
             "CREATE STREAMING TABLE t FLOW AUTO CDC FROM STREAM(orders) KEYS (id) SEQUENCE BY att",
             "a.sql:1:82: error[UNRESOLVED_COLUMN.WITH_SUGGESTION]: A column, variable, or "
             "function parameter with name `att` cannot be resolved. Did you mean one of the "
             "following? [`at`, `id`, `item`, `price`]; did you mean 'at'?\n"},
        Case{"AutoCdcDeleteThatIsNoCondition",
             "CREATE STREAMING TABLE t FLOW AUTO CDC FROM STREAM(orders) KEYS (id) APPLY AS DELETE "
             "WHEN item SEQUENCE BY at",
             "a.sql:1:91: error[DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN]: Cannot resolve \"item\" due "
             "to data type mismatch: Filter expression \"item\" of type \"STRING\" is not a "
             "boolean.\n"},
        Case{"AutoCdcType2WithoutItsColumns",
             "CREATE STREAMING TABLE t (id INT, item STRING, price DECIMAL(10,2), at TIMESTAMP) "
             "FLOW AUTO CDC FROM STREAM(orders) KEYS (id) SEQUENCE BY at STORED AS SCD TYPE 2",
             "a.sql:1:27: error[USER_SPECIFIED_AND_INFERRED_SCHEMA_NOT_COMPATIBLE]: Table "
             "'spark_catalog.default.t' has a user-specified schema that is incompatible with the "
             "schema inferred from its query. Declared schema: id int, item string, price "
             "decimal(10,2), at timestamp. Inferred schema: id int, item string, price "
             "decimal(10,2), at timestamp, __START_AT timestamp, __END_AT timestamp; column "
             "`__START_AT` of the query is not declared\n"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace tarn::project
