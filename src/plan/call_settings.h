// What settings make of a call's arguments and of its result's type.
//
// Pure. The rules of functions know nothing of settings: what a setting changes is written into the
// call, as if the query had said so.

#pragma once

#include <vector>

#include "plan/function.h"
#include "plan/resolver.h"

namespace tarn::plan {

// spark.sql.function.concatBinaryAsString and eltOutputAsString make texts of binary values;
// spark.sql.jsonGenerator.ignoreNullFields is an option of to_json that the query left out, and
// spark.sql.timestampType one of schema_of_csv, schema_of_json and schema_of_xml.
void follow_settings(const Function& function, std::vector<ExpressionPtr>& arguments,
                     std::vector<std::string>& texts, const SessionSettings& settings);

// The function that a call of `name` means, which is `function` unless a setting gives it another:
// of spark.sql.timestampType = TIMESTAMP_NTZ, to_timestamp and make_timestamp are wall clocks'.
const Function& function_meant(const Function& function, std::string_view name,
                               const SessionSettings& settings);

// The function that is carried out for `function`: where the last of equal keys wins, another makes
// maps.
const Function& function_to_carry(const Function& function, const SessionSettings& settings);

// array() as an array of strings, map() as a map of them.
types::DataType of_texts(const types::DataType& collection);

}  // namespace tarn::plan
