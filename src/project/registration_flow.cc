// CREATE FLOW, and the clauses of AUTO CDC wherever it stands.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "project/registration.h"
#include "types/utf8.h"

namespace tarn::project {
namespace {

// SELECT * FROM source.
sql::QueryPtr select_all_from(sql::TableSource source) {
  const Span span = source.span;
  sql::Select select;
  select.span = span;
  select.items.push_back({.expression = std::make_unique<sql::Expression>(span, sql::Star{}),
                          .aliases = {},
                          .span = span});
  select.from.push_back({.source = std::move(source), .joins = {}, .span = span});
  sql::QueryPtr query(new sql::Query);
  query->span = span;
  query->body = std::make_unique<sql::QueryBody>();
  query->body->span = span;
  query->body->node = std::move(select);
  return query;
}

}  // namespace

void Registration::add_flow(sql::CreateFlow& create) {
  Flow flow = flow_here();
  flow.comment = create.comment.value_or("");
  const sql::Name* target = nullptr;
  if (auto* insert = std::get_if<sql::InsertFlow>(&create.body)) {
    check_insert(*insert);
    target = &insert->target;
    flow.kind = insert->once ? FlowKind::kOnce : FlowKind::kAppend;
    flow.query = insert->query.get();
    flow.query_text = insert->query_text;
  } else {
    auto& body = std::get<sql::AutoCdcFlow>(create.body);
    target = &body.target;
    read_auto_cdc(body.cdc, flow);
  }
  flow.target_place = place_of(target->span);
  const std::optional<DatasetName> target_name = qualified(*target);

  // APPLY CHANGES INTO has no name of its own.
  const sql::Name& name = create.name ? *create.name : *target;
  flow.place = place_of(name.span);
  if (create.name && name.parts.size() > 1) {
    complain(name.span, {.condition = "MULTIPART_FLOW_NAME_NOT_SUPPORTED",
                         .sqlstate = "0A000",
                         .message = fmt::format("Flow with multipart name '{}' is not supported.",
                                                name.text()),
                         .hint = fmt::format("write CREATE FLOW {}", name.last().name)});
    return;
  }
  if (!target_name) {
    return;
  }
  flow.target = *target_name;
  flow.name =
      create.name ? DatasetName{scope_.catalog, scope_.schema, name.parts[0].name} : *target_name;
  project_.flows.push_back(std::move(flow));
}

void Registration::check_insert(const sql::InsertFlow& insert) {
  for (const sql::OtherClause& clause : insert.clauses) {
    if (clause.keywords.starts_with("PARTITION")) {
      refuse(clause.span, "Partition spec may not be specified for flow target.");
    } else if (clause.keywords.starts_with("IF NOT EXISTS")) {
      refuse(clause.span, "IF NOT EXISTS not supported for flows.");
    } else {
      refuse(clause.span, fmt::format("{} is not supported for flows.", clause.keywords));
    }
  }
  if (!insert.columns.empty()) {
    refuse(insert.columns.front().span, "Column schema may not be specified for flow target.",
           "name the columns in the query: BY NAME matches them");
  }
  if (insert.overwrite) {
    refuse(insert.target.span, "INSERT OVERWRITE flows not supported.",
           "a flow appends; a materialized view replaces its rows");
  } else if (!insert.by_name) {
    refuse(insert.target.span, "Only INSERT INTO by name flows supported.",
           fmt::format("write INSERT INTO {} BY NAME", insert.target.text()));
  }
}

void Registration::read_auto_cdc(sql::AutoCdc& cdc, Flow& flow) {
  for (const sql::OtherClause& clause : cdc.clauses) {
    disallow(clause.span, fmt::format("{} of AUTO CDC is not supported.", clause.keywords),
             "STORED AS SCD TYPE 2 keeps the history");
  }
  flow.kind = FlowKind::kAutoCdc;
  const bool type_2 = cdc.scd_type == sql::ScdType::kType2;
  CHECK(!cdc.keys.empty() && cdc.sequence_by != nullptr);  // the parser asks for both
  for (size_t i = 0; i < cdc.keys.size(); ++i) {
    const sql::Name& key = cdc.keys[i];
    if (key.parts.size() != 1) {
      complain(key.span,
               {.condition = "AUTOCDC_MULTIPART_COLUMN_IDENTIFIER",
                .sqlstate = "22023",
                .message = fmt::format("Expected a single column identifier; got the multi-part "
                                       "identifier {}.",
                                       key.text())});
    }
    const bool repeated =
        std::any_of(cdc.keys.begin(), cdc.keys.begin() + static_cast<std::ptrdiff_t>(i),
                    [&key](const sql::Name& earlier) {
                      return types::equal_ignoring_case(earlier.text(), key.text());
                    });
    if (repeated) {
      complain(key.span, {.message = fmt::format("The key {} stands twice.", key.text())});
    }
  }
  // Whether a query streams is seen once it is resolved.
  const bool is_query = std::holds_alternative<sql::SubqueryTable>(cdc.source.node);
  if (!cdc.source.stream && !is_query) {
    disallow(cdc.source.span, "AUTO CDC source must be a streaming query", "write FROM STREAM(..)");
  }
  if (cdc.truncate_when != nullptr && type_2) {
    disallow(cdc.truncate_when->span, "APPLY AS TRUNCATE WHEN goes with SCD TYPE 1 only.");
  }
  if (cdc.track_history && !type_2) {
    disallow(cdc.track_history->span, "TRACK HISTORY ON goes with SCD TYPE 2 only.",
             "write STORED AS SCD TYPE 2");
  }
  flow.cdc = &cdc;
  flow.query_text = source_->text.substr(cdc.span.begin, cdc.span.end - cdc.span.begin);
  flow.query = project_.made_queries.emplace_back(select_all_from(std::move(cdc.source))).get();
}

}  // namespace tarn::project
