// The words that the grammar knows. None of them is reserved (Spark's default): each may name a
// column or a table wherever the grammar does not need it as a word.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tarn::sql {

// clang-format off
#define TARN_SQL_KEYWORDS(K) \
  K(All, "ALL") K(Always, "ALWAYS") K(And, "AND") K(Anti, "ANTI") K(Any, "ANY") \
  K(Apply, "APPLY") K(As, "AS") K(Asc, "ASC") K(Auto, "AUTO") K(Between, "BETWEEN") \
  K(Bernoulli, "BERNOULLI") K(Both, "BOTH") K(Bucket, "BUCKET") K(By, "BY") K(Case, "CASE") \
  K(Cast, "CAST") K(Catalog, "CATALOG") K(Cdc, "CDC") K(Changes, "CHANGES") K(Check, "CHECK") \
  K(Cluster, "CLUSTER") K(Collate, "COLLATE") K(Collation, "COLLATION") K(Columns, "COLUMNS") \
  K(Comment, "COMMENT") K(Constraint, "CONSTRAINT") K(Create, "CREATE") K(Cron, "CRON") \
  K(Cross, "CROSS") K(Cube, "CUBE") K(Current, "CURRENT") K(Database, "DATABASE") \
  K(Default, "DEFAULT") K(Delay, "DELAY") K(Delete, "DELETE") K(Desc, "DESC") \
  K(Distinct, "DISTINCT") K(Distribute, "DISTRIBUTE") K(Div, "DIV") K(Drop, "DROP") \
  K(Else, "ELSE") K(End, "END") K(Escape, "ESCAPE") K(Every, "EVERY") K(Except, "EXCEPT") \
  K(Exists, "EXISTS") K(Expect, "EXPECT") K(Extract, "EXTRACT") K(Fail, "FAIL") \
  K(False, "FALSE") K(Filter, "FILTER") K(First, "FIRST") K(Flow, "FLOW") \
  K(Following, "FOLLOWING") K(For, "FOR") K(Foreign, "FOREIGN") K(From, "FROM") \
  K(Full, "FULL") K(Generated, "GENERATED") K(Group, "GROUP") K(Grouping, "GROUPING") \
  K(Having, "HAVING") K(History, "HISTORY") K(Identifier, "IDENTIFIER") \
  K(Identity, "IDENTITY") K(If, "IF") K(Ignore, "IGNORE") K(Ilike, "ILIKE") K(In, "IN") \
  K(Incremental, "INCREMENTAL") K(Inner, "INNER") K(Insert, "INSERT") \
  K(Intersect, "INTERSECT") K(Interval, "INTERVAL") K(Into, "INTO") K(Is, "IS") \
  K(Join, "JOIN") K(Key, "KEY") K(Keys, "KEYS") K(Last, "LAST") K(Lateral, "LATERAL") \
  K(Leading, "LEADING") K(Left, "LEFT") K(Like, "LIKE") K(Limit, "LIMIT") K(Live, "LIVE") \
  K(Local, "LOCAL") K(Location, "LOCATION") K(Mask, "MASK") \
  K(Materialized, "MATERIALIZED") K(Minus, "MINUS") K(Name, "NAME") \
  K(Namespace, "NAMESPACE") K(Natural, "NATURAL") K(None, "NONE") K(Not, "NOT") \
  K(Null, "NULL") K(Nulls, "NULLS") K(Of, "OF") K(Offset, "OFFSET") K(On, "ON") \
  K(Once, "ONCE") K(Options, "OPTIONS") K(Or, "OR") K(Order, "ORDER") K(Out, "OUT") \
  K(Outer, "OUTER") K(Over, "OVER") K(Overlay, "OVERLAY") K(Overwrite, "OVERWRITE") \
  K(Partition, "PARTITION") K(Partitioned, "PARTITIONED") K(Percent, "PERCENT") \
  K(Pivot, "PIVOT") K(Placing, "PLACING") K(Position, "POSITION") K(Preceding, "PRECEDING") \
  K(Primary, "PRIMARY") K(Private, "PRIVATE") K(Qualify, "QUALIFY") K(Range, "RANGE") K(Recursive, "RECURSIVE") \
  K(Refresh, "REFRESH") K(Regexp, "REGEXP") K(Repeatable, "REPEATABLE") \
  K(Replace, "REPLACE") K(Respect, "RESPECT") K(Right, "RIGHT") K(Rlike, "RLIKE") \
  K(Rollup, "ROLLUP") K(Row, "ROW") K(Rows, "ROWS") K(Scd, "SCD") K(Schedule, "SCHEDULE") \
  K(Schema, "SCHEMA") K(Select, "SELECT") K(Semi, "SEMI") K(Sequence, "SEQUENCE") \
  K(Set, "SET") K(Setminus, "SETMINUS") K(Sets, "SETS") K(Some, "SOME") K(Sort, "SORT") \
  K(Stored, "STORED") K(Stream, "STREAM") K(Streaming, "STREAMING") K(Struct, "STRUCT") \
  K(Substr, "SUBSTR") K(Substring, "SUBSTRING") K(System, "SYSTEM") \
  K(SystemTime, "SYSTEM_TIME") K(SystemVersion, "SYSTEM_VERSION") K(Table, "TABLE") \
  K(Tablesample, "TABLESAMPLE") K(Tblproperties, "TBLPROPERTIES") K(Temp, "TEMP") \
  K(Temporary, "TEMPORARY") K(Then, "THEN") K(Time, "TIME") K(Timestamp, "TIMESTAMP") \
  K(To, "TO") K(Track, "TRACK") K(Trailing, "TRAILING") K(Trigger, "TRIGGER") K(Trim, "TRIM") \
  K(True, "TRUE") K(Truncate, "TRUNCATE") K(TryCast, "TRY_CAST") K(Type, "TYPE") \
  K(Unbounded, "UNBOUNDED") K(Union, "UNION") K(Unique, "UNIQUE") K(Unknown, "UNKNOWN") \
  K(Unpivot, "UNPIVOT") K(Update, "UPDATE") K(Updates, "UPDATES") K(Use, "USE") \
  K(Using, "USING") K(Values, "VALUES") K(Version, "VERSION") K(View, "VIEW") \
  K(Violation, "VIOLATION") K(Watermark, "WATERMARK") K(When, "WHEN") K(Where, "WHERE") \
  K(Window, "WINDOW") K(With, "WITH") K(Within, "WITHIN") K(Zone, "ZONE")
// clang-format on

enum class Keyword : uint8_t {
  kNoKeyword,
#define TARN_SQL_ENUMERATOR(name, text) k##name,
  TARN_SQL_KEYWORDS(TARN_SQL_ENUMERATOR)
#undef TARN_SQL_ENUMERATOR
};

// The keyword that `word` is, in any case, or kNoKeyword.
Keyword keyword_of(std::string_view word);
// "SELECT".
std::string_view text_of(Keyword keyword);

// Spark's strictNonReserved words, which cannot name a table's alias: ANTI, CROSS, EXCEPT, ..
bool is_strict(Keyword keyword);

// True where a clause may begin with the word, so that an alias before it must be written with AS
// unless what follows shows that it is a name.
bool begins_clause(Keyword keyword);

// ASCII letters without regard to case.
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::string upper_case(std::string_view text);

}  // namespace tarn::sql
