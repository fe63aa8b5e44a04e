// The Python program that runs exported pipelines on one Spark, for as long as somebody asks it to:
// what `tarn test --engine spark` starts.
//
// A request and its answer are a line of JSON each, on standard input and output; the program ends
// with its input. Its first line says {"ready": true}, or {"missing": what is to be installed}.
//   {"do": "begin", "folder": F}    schemas keep their tables below F from now on
//   {"do": "update", "spec": .., "schemas": [names], "prepare": [statements],
//    "tables": [{"name", "path"}],
//    "refresh": [..], "full_refresh": [..], "full_refresh_all": b}
//                                   one update, as spark-pipelines runs it; `tables` are made known
//                                   before; {"failures": [{"flow", "conditions", "message"}]}
//   {"do": "rows", "table": .., "schema": .., "time_zone": ..}
//                                   {"columns": [[name, type]], "rows": [[text or null]]}
//   {"do": "end"}                   all tables go
// What could not be done is {"error": text}.

#pragma once

#include <string_view>

namespace tarn::lowering {

std::string_view spark_driver_text();

}  // namespace tarn::lowering
