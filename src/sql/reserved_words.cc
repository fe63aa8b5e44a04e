#include "sql/reserved_words.h"

#include <algorithm>

#include "sql/keyword.h"

namespace tarn::sql {
namespace {

// Those of Spark 4.2.1's grammar that ANSI's SQL reserves, sorted; but for CURRENT_DATE and its
// kin, which are calls by themselves.
constexpr std::string_view kReserved[] = {
    "ALL",      "AND",       "ANY",        "AS",      "AUTHORIZATION", "BOTH",    "CASE",
    "CAST",     "CHECK",     "COLLATE",    "COLUMN",  "CONSTRAINT",    "CREATE",  "CROSS",
    "DISTINCT", "ELSE",      "END",        "ESCAPE",  "EXCEPT",        "EXECUTE", "FALSE",
    "FETCH",    "FILTER",    "FOR",        "FOREIGN", "FROM",          "FULL",    "GRANT",
    "GROUP",    "HAVING",    "IN",         "INNER",   "INTERSECT",     "INTO",    "IS",
    "JOIN",     "LATERAL",   "LEADING",    "LEFT",    "NATURAL",       "NOT",     "NULL",
    "OFFSET",   "ON",        "ONLY",       "OR",      "ORDER",         "OUTER",   "OVERLAPS",
    "PRIMARY",  "RECURSIVE", "REFERENCES", "RIGHT",   "SELECT",        "SOME",    "SQL",
    "TABLE",    "THEN",      "TIME",       "TO",      "TRAILING",      "UNION",   "UNIQUE",
    "UNKNOWN",  "USER",      "USING",      "WHEN",    "WHERE",         "WITH",    "WITHIN"};
static_assert(std::ranges::is_sorted(kReserved));

}  // namespace

bool is_reserved(std::string_view word) {
  return std::ranges::binary_search(kReserved, upper_case(word));
}

}  // namespace tarn::sql
