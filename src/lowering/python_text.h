// The Python that a lowered pipeline needs beside its SQL.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/node.h"

namespace tarn::lowering {

// A temporary view whose rows Python reads or makes.
struct PythonView {
  std::string name;
  std::string body;  // of the function, indented
};

// 'a\'b' as Python reads it.
std::string python_text(std::string_view text);

// An option that decides which rows come, and that Spark's readers do not have: "fileNamePattern".
// Empty: there is none.
std::string option_without_spark(const plan::FileSource& files, bool is_stream);

// spark.read or spark.readStream over files. `root`: the Python name of the folder where relative
// paths begin.
std::string files_body(const plan::FileSource& files, bool is_stream);
std::string rate_body(const plan::RateSource& rate);

struct DistinctRows {
  std::string rows = {};   // the query whose rows are distinguished, with the keys as columns
  std::string order = {};  // a query of the same columns without a row, and without the keys
  std::vector<std::string> keys = {};
  bool within_watermark = false;
};
std::string distinct_body(const DistinctRows& distinct);

// The file. `root`: the folder where relative paths begin.
std::string python_file(const std::vector<PythonView>& views, const std::string& root);

}  // namespace tarn::lowering
