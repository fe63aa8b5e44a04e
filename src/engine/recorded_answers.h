// What Spark answered (testdata/record_spark.py asked it), and the same of ours. For tests only.

#pragma once

#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "engine/test_plans.h"
#include "engine/time_zones.h"

namespace tarn::engine::test {

using Cells = std::vector<std::string>;

// "\t", "\n" and "\\" as the characters that they stand for.
inline std::string unescaped(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      plain += text[i];
      continue;
    }
    const char next = text[++i];
    plain += next == 't' ? '\t' : next == 'n' ? '\n' : '\\';
  }
  return plain;
}

// The lines of a recorded file, cell by cell.
inline std::vector<Cells> recorded(const std::string& file) {
  std::ifstream in(std::string(TARN_SOURCE_DIR) + "/src/engine/testdata/" + file);
  CHECK(in.good());
  std::vector<Cells> lines;
  for (std::string line; std::getline(in, line);) {
    Cells cells;
    for (size_t begin = 0; begin <= line.size();) {
      const size_t end = std::min(line.find('\t', begin), line.size());
      cells.push_back(unescaped(std::string_view(line).substr(begin, end - begin)));
      begin = end + 1;
    }
    lines.push_back(std::move(cells));
  }
  return lines;
}

// "! CONDITION SQLSTATE message"
inline std::string refusal(const Error& error) {
  return "! " + error.condition + " " + error.sqlstate + " " + error.message;
}

// A plan's rows or its error in the words of the recorded files.
inline std::string answer_of(Connection& connection, const PlanPtr& plan,
                             const std::string& zone = "UTC") {
  const auto stream = connection.query(plan, {}, {.now = 0, .time_zone = zone});
  if (!stream) return refusal(stream.error());
  std::string text = "= ";
  types::Batch batch;
  while (true) {
    const auto more = (*stream)->next(batch);
    if (!more) return refusal(more.error());
    if (!*more) return text;
    for (size_t row = 0; row < batch.rows; ++row) {
      if (text.size() > 2) text += '\n';
      for (size_t i = 0; i < batch.columns.size(); ++i) {
        if (i > 0) text += '\t';
        text += types::hive_text(batch.columns[i].value_at(row), batch.columns[i].type(),
                                 {zone, &icu_time_zones()});
      }
    }
  }
}

inline std::string answer_of(const PlanPtr& plan, const std::string& zone = "UTC") {
  const auto connection = connect();
  return answer_of(*connection, plan, zone);
}

// Spark's answer to a query of expressions.sql.
inline std::string spark_answer(std::string_view query, std::string_view zone = "UTC") {
  static const std::vector<Cells> all = recorded("expressions.tsv");
  for (const Cells& line : all) {
    if (line[0] == zone && line[1] == query) return line[2];
  }
  return "nobody asked Spark: " + std::string(query);
}

}  // namespace tarn::engine::test
