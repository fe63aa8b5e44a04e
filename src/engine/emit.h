// A typed plan as DuckDB SQL. Pure: text and a list of what the text needs, no database.
//
// Rules (docs: DESIGN, "Rules of the emitter"): every column, relation and CTE has a generated name
// (c<attribute>, t<n>), so no name of a user's reaches DuckDB; structs are unnamed tuples and are
// taken apart by position; every cast is written out; AND and OR do not evaluate a raising right
// side that Spark would not have evaluated; DuckDB's operators stand bare only where they agree
// with Spark.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/connection.h"
#include "engine/relation.h"
#include "plan/node.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::engine {

// A C++ function that the text calls, to be registered before it runs. Functions of other types
// have other `sql_name`s, because DuckDB would cast arguments between them; those of the same types
// are one to DuckDB, and the last argument of a call, a text, says which of them is meant.
struct NativeUse {
  std::string sql_name;  // as called in the text
  std::string identity;  // one for one meaning: body, types, constants, zone
  std::string body;      // its name in the registry of C++ bodies
  std::vector<types::DataType> arguments;
  types::DataType result;
  std::map<size_t, types::Value> constants = {};  // arguments known when it is registered
  std::string time_zone = {};                     // the session's, where the body depends on it
  bool is_aggregate = false;                      // a body of native_aggregate.h
};

struct EmittedQuery {
  std::string sql;                 // one SELECT; its columns are in the order of the plan's output
  std::vector<NativeUse> natives;  // each once
  // Streaming rows go through a join: it must be planned with its sides as they are written.
  bool keeps_join_sides = false;
  // Columns are handed through and nothing else: there is nothing to optimize.
  bool is_plain = false;
};

// Who executes a text. The connection's number stands in calls of the pull function, so that two
// connections do not take each other's rows; the execution's own one stands where a text has a call
// that counts within an execution. A text without such calls is the same for every execution of a
// connection.
struct Executor {
  int64_t lane = 0;
  int64_t execution = 0;
};

class Emitter;

// Text of a column of the plan's output under the name that it has outside, made of its value's.
// Where the query is not plain, DuckDB optimizes it.
using OutputColumn =
    std::function<std::string(Emitter&, size_t column, const std::string& value, bool is_plain)>;

// The text of `plan`. Scans are written according to what `bindings` has for them.
// kUnsupported: something in the plan has no translation yet; the message names it.
Result<EmittedQuery> emit(const plan::PlanPtr& plan, const Bindings& bindings, const Moment& moment,
                          const Executor& executor, const OutputColumn& output = nullptr);

}  // namespace tarn::engine
