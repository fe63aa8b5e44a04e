#include "runtime/event_table.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "base/failpoint.h"
#include "delta/table.h"
#include "runtime/event.h"
#include "sink/delta_sink.h"
#include "storage/path.h"
#include "types/column.h"

namespace tarn::runtime {
namespace {

using nlohmann::json;
using types::Column;
using types::DataType;
using types::Field;
using types::TypeKind;

// A value of the spool in a column; what is absent, or of another kind, is NULL.
void append(const json& value, Column& column) {
  const DataType& type = column.type();
  switch (type.kind()) {
    case TypeKind::kString:
      return value.is_string() ? column.append_bytes(value.get_ref<const std::string&>())
                               : column.append_null();
    case TypeKind::kLong:
      return value.is_number_integer() ? column.append(value.get<int64_t>()) : column.append_null();
    case TypeKind::kBoolean:
      return value.is_boolean() ? column.append(static_cast<uint8_t>(value.get<bool>() ? 1 : 0))
                                : column.append_null();
    case TypeKind::kTimestamp: {
      const auto time = value.is_string()
                            ? types::parse_timestamp(value.get_ref<const std::string&>(), {})
                            : std::nullopt;
      return time ? column.append(*time) : column.append_null();
    }
    case TypeKind::kArray:
      if (!value.is_array()) {
        return column.append_null();
      }
      for (const json& element : value) {
        append(element, column.child(0));
      }
      return column.append_list();
    case TypeKind::kStruct: {
      if (!value.is_object()) {
        return column.append_null();
      }
      for (size_t i = 0; i < type.fields().size(); ++i) {
        const auto member = value.find(type.fields()[i].name);
        append(member == value.end() ? json() : *member, column.child(i));
      }
      return column.append_struct();
    }
    default:
      CHECK(false);
  }
}

types::Batch rows_of(std::string_view lines) {
  types::Batch rows = types::Batch::empty(event_schema());
  while (!lines.empty()) {
    const size_t end = lines.find('\n');
    const json event = json::parse(lines.substr(0, end), nullptr, false);
    lines = end == std::string_view::npos ? std::string_view() : lines.substr(end + 1);
    if (!event.is_object()) {
      continue;
    }
    for (size_t i = 0; i < event_schema().size(); ++i) {
      const auto member = event.find(event_schema()[i].name);
      append(member == event.end() ? json() : *member, rows.columns[i]);
    }
    ++rows.rows;
  }
  return rows;
}

// How many bytes of events the table has.
Result<int64_t> bytes_in(delta::Table& table, const std::string& app_id) {
  ASSIGN_OR_RETURN(const auto snapshot, table.snapshot());
  const auto recorded = snapshot->txns.find(app_id);
  return recorded == snapshot->txns.end() ? 0 : recorded->second.txn.version;
}

Status append_rows(const EventTableHost& host, const Workspace& workspace, delta::Table& table,
                   types::Batch rows, const sink::Token& token) {
  ASSIGN_OR_RETURN(sink::DeltaSink sink,
                   sink::DeltaSink::open(table, host.files, host.random, event_schema(),
                                         storage::join(workspace.tarn_folder(), "event_scratch")));
  plan::IdSource ids;
  const plan::ScanId scan = ids.next_scan();
  auto node = std::make_shared<plan::Node>(plan::Node{
      .content = plan::Scan{.id = scan, .source = plan::HandoverSource{}}, .output = {}});
  for (const Field& field : event_schema()) {
    node->output.push_back({.id = ids.next_attribute(), .name = field.name, .type = field.type});
  }
  auto batches = std::make_shared<std::vector<types::Batch>>();
  batches->push_back(std::move(rows));
  ASSIGN_OR_RETURN(const auto connection, host.engine.connect());
  const plan::PlanPtr plan = node;
  const engine::Bindings bindings = {{scan, engine::Collected{.batches = std::move(batches)}}};
  const engine::Moment moment{.now = host.clock.now(), .time_zone = "UTC"};
  RETURN_IF_ERROR(sink.append(
      token, {.connection = *connection, .plan = plan, .bindings = bindings, .moment = moment}));
  return ok();
}

}  // namespace

const types::Schema& event_schema() {
  static const types::Schema schema = [] {
    const DataType text = types::string_type();
    const DataType number = types::long_type();
    const DataType frame = DataType::structure({{.name = "declaring_class", .type = text},
                                                {.name = "method_name", .type = text},
                                                {.name = "file_name", .type = text},
                                                {.name = "line_number", .type = number}});
    const DataType exception =
        DataType::structure({{.name = "class_name", .type = text},
                             {.name = "message", .type = text},
                             {.name = "stack", .type = DataType::array(frame)}});
    return types::Schema{
        {.name = "id", .type = text},
        {.name = "sequence",
         .type = DataType::structure(
             {{.name = "data_plane_id",
               .type = DataType::structure(
                   {{.name = "instance", .type = text}, {.name = "seq_no", .type = number}})},
              {.name = "control_plane_seq_no", .type = number}})},
        {.name = "origin",
         .type = DataType::structure({{.name = "pipeline_id", .type = text},
                                      {.name = "pipeline_name", .type = text},
                                      {.name = "update_id", .type = text},
                                      {.name = "flow_id", .type = text},
                                      {.name = "flow_name", .type = text},
                                      {.name = "dataset_name", .type = text},
                                      {.name = "batch_id", .type = number},
                                      {.name = "request_id", .type = text}})},
        {.name = "timestamp", .type = types::timestamp_type()},
        {.name = "message", .type = text},
        {.name = "level", .type = text},
        {.name = "maturity_level", .type = text},
        {.name = "error",
         .type = DataType::structure({{.name = "fatal", .type = types::boolean()},
                                      {.name = "exceptions", .type = DataType::array(exception)}})},
        {.name = "details", .type = text},
        {.name = "event_type", .type = text},
    };
  }();
  return schema;
}

Status move_events_into_table(const EventTableHost& host, const Workspace& workspace,
                              const std::string& pipeline_id) {
  ASSIGN_OR_RETURN(const std::string text, host.files.read(workspace.event_log()));
  const Spool spool = parse_spool(text);
  if (spool.lines.empty()) {
    return ok();
  }
  delta::Table table(delta::TableHost{.files = host.files,
                                      .clock = host.clock,
                                      .random = host.random,
                                      .checkpoints = host.checkpoints},
                     workspace.event_table());
  ASSIGN_OR_RETURN(const bool exists, delta::has_table(host.files, table.path()));
  if (!exists) {
    RETURN_IF_ERROR(table.create({.schema = event_schema()}));
  }
  const int64_t end = spool.begin + static_cast<int64_t>(spool.lines.size());
  const sink::Token token{.flow_id = pipeline_id + "/event_log", .batch = {end}};
  // A process that died before the spool began anew left lines that the table has.
  ASSIGN_OR_RETURN(const int64_t held, bytes_in(table, token.flow_id));
  const auto known = static_cast<size_t>(std::clamp(held, spool.begin, end) - spool.begin);
  types::Batch rows = rows_of(spool.lines.substr(known));
  if (rows.rows > 0) {
    RETURN_IF_ERROR(append_rows(host, workspace, table, std::move(rows), token));
  }
  reach_failpoint("events-in-table");
  return host.files.replace(workspace.event_log(), spool_header(end, told_batches(text)));
}

}  // namespace tarn::runtime
