// Schemas out of data, against what Spark answered (testdata/record_inference.py asked it).

#include <gtest/gtest.h>
#include <simdjson.h>

#include <fstream>

#include "format/csv_inference.h"
#include "format/json_inference.h"

namespace tarn::format {
namespace {

struct Question {
  std::string format;
  Options options;
  std::vector<std::string> files;
  std::string schema;
  bool differs = false;  // the line says why
  std::string line;
};

std::string text_at(simdjson::dom::element element, std::string_view key) {
  return std::string(std::string_view(element[key]));
}

std::vector<Question> recorded() {
  std::ifstream in(std::string(TARN_SOURCE_DIR) + "/src/format/testdata/inference.jsonl");
  CHECK(in.good());
  std::vector<Question> questions;
  simdjson::dom::parser parser;
  for (std::string line; std::getline(in, line);) {
    const simdjson::dom::element json = parser.parse(line);
    Question question{.format = text_at(json, "format"),
                      .options = {},
                      .files = {},
                      .schema = text_at(json, "schema"),
                      .differs = json["differs"].error() == simdjson::SUCCESS,
                      .line = line};
    for (const auto [name, value] : simdjson::dom::object(json["options"])) {
      question.options[std::string(name)] = std::string(std::string_view(value));
    }
    for (const simdjson::dom::element file : simdjson::dom::array(json["files"])) {
      question.files.emplace_back(std::string_view(file));
    }
    questions.push_back(std::move(question));
  }
  return questions;
}

std::string text_of(const Result<types::Schema>& schema) {
  if (!schema) {
    return "error " + schema.error().condition;
  }
  std::string text;
  for (const types::Field& field : *schema) {
    text += (text.empty() ? "" : ", ") + field.name + " " + field.type.text();
  }
  return text;
}

Result<types::Schema> infer(SchemaInference& inference, const std::vector<std::string>& files,
                            size_t chunk) {
  for (const std::string& file : files) {
    inference.begin_file();
    for (size_t at = 0; at < file.size(); at += chunk) {
      RETURN_IF_ERROR(inference.feed(std::string_view(file).substr(at, chunk)));
    }
    RETURN_IF_ERROR(inference.end_file());
  }
  return inference.schema();
}

Result<types::Schema> infer(const Question& question, size_t chunk) {
  if (question.format == "json") {
    ASSIGN_OR_RETURN(auto parsed, parse_json_options(question.options));
    JsonInference inference(std::move(parsed.options));
    return infer(inference, question.files, chunk);
  }
  ASSIGN_OR_RETURN(auto parsed, parse_csv_options(question.options));
  CsvInference inference(std::move(parsed.options));
  return infer(inference, question.files, chunk);
}

TEST(InferenceTest, SparksAnswersAreOurs) {
  int compared = 0;
  for (const Question& question : recorded()) {
    const std::string ours = text_of(infer(question, 1 << 20));
    if (question.differs) {
      EXPECT_NE(ours, question.schema) << question.line;
    } else {
      EXPECT_EQ(ours, question.schema) << question.line;
    }
    ++compared;
  }
  EXPECT_GT(compared, 80);
}

TEST(InferenceTest, CutsBetweenChunksDoNotShow) {
  for (const Question& question : recorded()) {
    EXPECT_EQ(text_of(infer(question, 3)), text_of(infer(question, 1 << 20))) << question.line;
  }
}

TEST(CsvInferenceTest, ByNameEachFilesHeaderAddsItsColumns) {
  CsvInference inference({.header = true, .by_name = true, .infer_types = true});
  EXPECT_EQ(text_of(infer(inference, {"a,b\n1,x\n", "c,a\n2.5,3000000000\n"}, 100)),
            "a bigint, b string, c double");
}

}  // namespace
}  // namespace tarn::format
