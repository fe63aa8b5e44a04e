#include "cli/json_lines.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "sql/parameters.h"
#include "sql/parse.h"
#include "types/value.h"

namespace tarn::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// What a line asks for.
struct Request {
  Json id = nullptr;
  bool reset = false;
  plan::SettingMap settings = {};
  std::optional<std::string> sql = {};
  sql::Parameters parameters = {};
};

Error not_a_request(std::string message) {
  return {.code = ErrorCode::kInvalid,
          .message = std::move(message),
          .condition = "INVALID_REQUEST",
          .sqlstate = "08P01"};
}

Status take_settings(const Json& given, Request& request) {
  if (!given.is_object()) {
    return not_a_request("'set' must be an object of keys and values");
  }
  for (const auto& [key, value] : given.items()) {
    if (!value.is_primitive() || value.is_null()) {
      return not_a_request(fmt::format("the value of '{}' in 'set' must be a text", key));
    }
    request.settings[key] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return ok();
}

// A value as SQL writes it. {"type": "DATE", "value": "2026-01-01"} is of that type; any other
// object is a map.
Result<std::string> sql_value(const Json& value) {
  if (value.is_null()) {
    return std::string("NULL");
  }
  if (value.is_boolean()) {
    return std::string(value.get<bool>() ? "TRUE" : "FALSE");
  }
  if (value.is_number_integer()) {
    const bool is_int = value.is_number_unsigned()
                            ? value.get<uint64_t>() <= std::numeric_limits<int32_t>::max()
                            : value.get<int64_t>() >= std::numeric_limits<int32_t>::min() &&
                                  value.get<int64_t>() <= std::numeric_limits<int32_t>::max();
    return value.dump() + (is_int ? "" : "L");
  }
  if (value.is_number()) {
    return value.dump() + "D";
  }
  if (value.is_string()) {
    return sql::literal_of_text(value.get<std::string>());
  }
  std::string list;
  if (value.is_array()) {
    for (const Json& element : value) {
      ASSIGN_OR_RETURN(const std::string text, sql_value(element));
      list += (list.empty() ? "" : ", ") + text;
    }
    return "array(" + list + ")";
  }
  if (value.size() == 2 && value.contains("type") && value.contains("value")) {
    const Json& type = value["type"];
    if (!type.is_string() || !sql::parse_data_type(sql::Fragment::whole(type.get<std::string>()))) {
      return not_a_request("the 'type' of a value in 'args' must be a data type's name");
    }
    ASSIGN_OR_RETURN(const std::string text, sql_value(value["value"]));
    return "CAST(" + text + " AS " + type.get<std::string>() + ")";
  }
  for (const auto& [key, element] : value.items()) {
    ASSIGN_OR_RETURN(const std::string text, sql_value(element));
    list += (list.empty() ? "" : ", ") + sql::literal_of_text(key) + ", " + text;
  }
  return "map(" + list + ")";
}

Status take_parameters(const Json& given, Request& request) {
  if (!given.is_structured()) {
    return not_a_request("'args' must be an object of names and values, or a list of values");
  }
  for (const auto& [key, value] : given.items()) {
    ASSIGN_OR_RETURN(std::string text, sql_value(value));
    if (given.is_array()) {
      request.parameters.positional.push_back(std::move(text));
    } else {
      request.parameters.named[key] = std::move(text);
    }
  }
  return ok();
}

Status take(const std::string& key, const Json& value, Request& request) {
  if (key == "args") {
    return take_parameters(value, request);
  }
  if (key == "sql") {
    if (!value.is_string()) {
      return not_a_request("'sql' must be a text");
    }
    request.sql = value.get<std::string>();
    return ok();
  }
  if (key == "reset") {
    if (!value.is_boolean()) {
      return not_a_request("'reset' must be true or false");
    }
    request.reset = value.get<bool>();
    return ok();
  }
  if (key == "set") {
    return take_settings(value, request);
  }
  return not_a_request(
      fmt::format("'{}' is no part of a request; id, sql, args, set and reset are", key));
}

// The id is known even where the rest is wrong, so that the answer can be told from others.
Status parse(const std::string& line, Request& request) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) {
    return not_a_request("a request is one line with a JSON object: {\"id\": 1, \"sql\": \"..\"}");
  }
  request.id = json.value("id", Json());
  for (const auto& [key, value] : json.items()) {
    if (key != "id") {
      RETURN_IF_ERROR(take(key, value, request));
    }
  }
  return ok();
}

std::string error_line(const Json& id, const Diagnostic& diagnostic) {
  const bool is_named = !diagnostic.condition.empty();
  Json error = {{"class", is_named ? diagnostic.condition : "INTERNAL_ERROR"},
                {"sqlstate", is_named ? diagnostic.sqlstate : "XX000"},
                {"message", diagnostic.message}};
  if (!diagnostic.hint.empty()) {
    error["hint"] = diagnostic.hint;
  }
  if (diagnostic.source != nullptr) {
    const Position position = diagnostic.source->position_of(diagnostic.span.begin);
    error["line"] = position.line;
    error["column"] = position.column;
  }
  return text_of({{"id", id}, {"error", std::move(error)}});
}

// "[["1",null],["2","x"]]"
Result<std::string> rows_text(engine::BatchReader& rows, const types::Schema& schema,
                              const types::SessionZone& zone) {
  std::string text = "[";
  types::Batch batch;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, rows.next(batch));
    if (!more) {
      return text + "]";
    }
    for (size_t row = 0; row < batch.rows; ++row) {
      text += text.size() == 1 ? "[" : ",[";
      for (size_t i = 0; i < batch.columns.size(); ++i) {
        const types::Value value = batch.columns[i].value_at(row);
        text += i == 0 ? "" : ",";
        text +=
            value.is_null() ? "null" : text_of(Json(types::hive_text(value, schema[i].type, zone)));
      }
      text += "]";
    }
  }
}

std::string answer_line(const Json& id, session::Answer answer, const types::SessionZone& zone) {
  if (!answer.diagnostics.empty()) {
    return error_line(id, answer.diagnostics.front());
  }
  std::string rows = "[]";
  if (answer.rows != nullptr) {
    auto read = rows_text(*answer.rows, answer.schema, zone);
    if (!read) {
      return error_line(id, answer.explained(read.error()));
    }
    rows = *std::move(read);
  }
  return fmt::format(R"({{"id":{},"schema":{},"rows":{}}})", text_of(id),
                     text_of(Json(types::DataType::structure(answer.schema).text())), rows);
}

}  // namespace

std::string JsonLines::answer(const std::string& line) {
  Request request;
  if (const Status parsed = parse(line, request); !parsed) {
    return error_line(request.id, Diagnostic::of(parsed.error()));
  }
  if (request.reset || session_ == nullptr) {
    session_.reset();
    auto opened = open_();
    if (!opened) {
      return error_line(request.id, Diagnostic::of(opened.error()));
    }
    session_ = *std::move(opened);
  }
  for (const auto& [key, value] : request.settings) {
    if (const Status done = session_->set(key, value); !done) {
      return error_line(request.id, Diagnostic::of(done.error()));
    }
  }
  session::Answer answer;
  if (request.sql) {
    auto text = std::make_shared<SourceText>();
    text->path = "sql";
    text->text = *std::move(request.sql);
    const Span whole = {0, static_cast<uint32_t>(text->text.size())};
    answer = session_->execute(sql::bind_parameters(std::move(text), whole, request.parameters));
  }
  return answer_line(request.id, std::move(answer), session_->zone());
}

}  // namespace tarn::cli
