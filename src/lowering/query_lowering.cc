#include "lowering/query_lowering.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "lowering/edits.h"
#include "sql/lexer.h"
#include "sql/parse.h"
#include "sql/query_parts.h"

namespace tarn::lowering {
namespace {

constexpr std::string_view kLive = "LIVE";
constexpr std::string_view kDelta = "delta";

uint32_t size_of(std::string_view text) { return static_cast<uint32_t>(text.size()); }

// The end of the parentheses that begin at or behind `begin`.
uint32_t end_of_call(const std::string& text, uint32_t begin) {
  sql::Scanner scanner(std::string_view(text).substr(begin));
  int depth = 0;
  for (sql::Token token = scanner.next(); token.kind != sql::TokenKind::kEnd;
       token = scanner.next()) {
    depth += token.symbol == sql::Symbol::kLeftParen ? 1 : 0;
    if (token.symbol == sql::Symbol::kRightParen && --depth == 0) {
      return begin + token.end;
    }
  }
  return size_of(text);
}

class QueryLowering {
 public:
  QueryLowering(const project::Graph& graph, const project::GraphFlow& flow, size_t views_before,
                const std::string& root)
      : graph_(graph),
        flow_(flow),
        views_before_(views_before),
        root_(root),
        text_(flow.definition->query_text),
        tree_(std::move(sql::parse_query(sql::Fragment::whole(text_))).value()),
        parts_(sql::parts_of(*tree_)),
        in_file_(sql::parts_of(*flow.definition->query)) {
    // The same text, but for ${..}: what one says of it holds of the other.
    CHECK(parts_.sources.size() == in_file_.sources.size());
    CHECK(parts_.distinct_on.size() == in_file_.distinct_on.size());
  }

  LoweredQuery lower() {
    lower_live_names();
    lower_spelling();
    lower_sources();
    lower_distinct();
    out_.text = edits_.apply(text_, {0, size_of(text_)});
    return std::move(out_);
  }

 private:
  void refuse(Span in_file, std::string message, std::string hint = "") {
    out_.diagnostics.push_back({.condition = "UNSUPPORTED_EXPORT",
                                .sqlstate = "0A000",
                                .message = std::move(message),
                                .hint = std::move(hint),
                                .source = flow_.definition->place.source,
                                .span = in_file});
  }

  // Python's functions have the views' names, so that these are letters, digits and underscores.
  std::string view_name(const char* what) const {
    std::string name = flow_.definition->name.table;
    for (char& c : name) {
      c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    }
    const bool begins_well = std::isdigit(static_cast<unsigned char>(name.front())) == 0;
    return fmt::format("{}{}__{}_{}", begins_well ? "" : "_", name, what,
                       views_before_ + out_.views.size() + 1);
  }

  void lower_live_names() {
    for (const sql::Name* name : parts_.tables) {
      if (name->parts.size() == 2 && sql::equals_ignoring_case(name->parts[0].name, kLive)) {
        edits_.replace({name->parts[0].span.begin, name->parts[1].span.begin}, "");
      }
    }
  }

  // Spark's pipelines find a dataset by its name as it is spelt where it is defined.
  void lower_spelling() {
    for (const sql::Name* name : parts_.tables) {
      const auto dataset = is_common(*name) ? std::nullopt : dataset_of(*name);
      if (!dataset) {
        continue;
      }
      const project::DatasetName& own = graph_.datasets[*dataset].definition->name;
      respell(name->parts.back(), own.table);
      const bool has_schema =
          name->parts.size() == 3 ||
          (name->parts.size() == 2 && !sql::equals_ignoring_case(name->parts[0].name, kLive));
      if (has_schema) {
        respell(name->parts[name->parts.size() - 2], own.schema);
      }
    }
  }

  void respell(const sql::Identifier& part, const std::string& own) {
    if (part.name != own) {
      edits_.replace(part.span, "`" + own + "`");
    }
  }

  // A common table of the query, which hides a dataset of its name.
  bool is_common(const sql::Name& name) const {
    return name.parts.size() == 1 &&
           std::ranges::any_of(tree_->ctes, [&](const sql::CommonTable& common) {
             return sql::equals_ignoring_case(common.name.name, name.parts[0].name);
           });
  }

  // The source that the plan reads where the file has `span`.
  template <typename Source>
  const Source* planned(Span span) const {
    for (const plan::Node* node : plan::scans_of(*flow_.plan)) {
      const auto* source = std::get_if<Source>(&std::get<plan::Scan>(node->content).source);
      if (source != nullptr && node->span.begin >= span.begin && node->span.end <= span.end) {
        return source;
      }
    }
    return nullptr;
  }

  // cloud_files() is a stream without the word STREAM, too.
  bool is_read_as_stream(Span span) const {
    return std::ranges::any_of(plan::scans_of(*flow_.plan), [&](const plan::Node* node) {
      return std::get<plan::Scan>(node->content).streaming && is_inside(node->span, span);
    });
  }

  void lower_sources() {
    for (size_t i = 0; i < parts_.sources.size(); ++i) {
      const auto* function = std::get_if<sql::TableFunction>(&parts_.sources[i]->node);
      const Span in_file = in_file_.sources[i]->span;
      if (function != nullptr) {
        lower_function(*parts_.sources[i], *function, in_file);
      } else if (parts_.sources[i]->stream && names_files(*parts_.sources[i])) {
        refuse(in_file,
               "Spark reads files by their format and path as tables only, not as a stream",
               "read them with read_files()");
      } else {
        lower_path(*parts_.sources[i], in_file);
      }
    }
  }

  // json.`path` and delta.`path`: Spark's relative paths begin where its driver was started.
  void lower_path(const sql::TableSource& source, Span in_file) {
    const auto* table = std::get_if<sql::TableName>(&source.node);
    if (table == nullptr || table->name.parts.size() != 2) {
      return;
    }
    std::string path;
    if (const auto* files = planned<plan::FileSource>(in_file)) {
      path = files->path;
    } else if (const auto* read = planned<plan::TableSource>(in_file);
               read != nullptr && sql::equals_ignoring_case(table->name.parts[0].name, kDelta)) {
      path = read->path;
    } else {
      return;
    }
    if (!path.starts_with('/') && path.find("://") == std::string::npos) {
      path = root_ + "/" + path;
    }
    edits_.replace(table->name.parts[1].span, "`" + path + "`");
  }

  // STREAM json.`path`
  static bool names_files(const sql::TableSource& source) {
    const auto* table = std::get_if<sql::TableName>(&source.node);
    return table != nullptr && table->name.parts.size() == 2 &&
           table->name.parts[1].name.find('/') != std::string::npos;
  }

  void lower_function(const sql::TableSource& source, const sql::TableFunction& function,
                      Span in_file) {
    std::string body;
    if (const auto* files = planned<plan::FileSource>(in_file)) {
      const bool is_stream = source.stream || is_read_as_stream(in_file);
      if (const std::string option = option_without_spark(*files, is_stream); !option.empty()) {
        return refuse(in_file, fmt::format("Spark's readers of files have no {}", option));
      }
      body = files_body(*files, is_stream);
    } else if (const auto* rate = planned<plan::RateSource>(in_file)) {
      body = rate_body(*rate);
    } else {
      return;  // range() and generators are Spark's own
    }
    std::string name = view_name("files");
    const uint32_t begin = function.name.span.begin;
    const bool says_stream = source.stream || !is_read_as_stream(in_file);
    edits_.replace({begin, end_of_call(text_, begin)}, (says_stream ? "" : "STREAM ") + name);
    file_reads_.push_back({begin, begin + 1});
    out_.views.push_back({.name = std::move(name), .body = std::move(body)});
  }

  // A dataset of the pipeline by the name that a query gives it.
  std::optional<size_t> dataset_of(const sql::Name& name) const {
    std::vector<std::string> parts;
    for (const sql::Identifier& part : name.parts) {
      parts.push_back(part.name);
    }
    if (parts.size() == 2 && sql::equals_ignoring_case(parts[0], kLive)) {
      parts.erase(parts.begin());
    }
    const project::Scope& scope = flow_.definition->scope;
    const auto find = [&](const project::DatasetName& wanted) -> std::optional<size_t> {
      for (size_t i = 0; i < graph_.datasets.size(); ++i) {
        if (project::key_of(graph_.datasets[i].definition->name) == project::key_of(wanted)) {
          return i;
        }
      }
      return std::nullopt;
    };
    if (parts.size() == 1) {
      if (const auto view = find({.catalog = "", .schema = "", .table = parts[0]})) {
        return view;
      }
      parts.insert(parts.begin(), scope.schema);
    }
    if (parts.size() == 2) {
      parts.insert(parts.begin(), scope.catalog);
    }
    return parts.size() == 3 ? find({parts[0], parts[1], parts[2]}) : std::nullopt;
  }

  void lower_distinct() {
    for (size_t i = 0; i < parts_.distinct_on.size(); ++i) {
      lower_distinct(*parts_.distinct_on[i], in_file_.distinct_on[i]->span);
    }
  }

  bool is_inside(Span inner, Span outer) const {
    return inner.begin >= outer.begin && inner.end <= outer.end;
  }

  // Whether all that the SELECT reads is known when the pipeline is defined.
  bool is_known_before(const sql::QueryBody& body, Span in_file) {
    for (const Span read : file_reads_) {
      if (is_inside(read, body.span)) {
        refuse(in_file, "DISTINCT ON directly over files or a rate cannot be exported",
               "give what is read a streaming table of its own");
        return false;
      }
    }
    for (const sql::Name* name : sql::parts_of(body).tables) {
      const auto dataset = dataset_of(*name);
      if (is_common(*name) || (dataset && !graph_.datasets[*dataset].definition->is_table())) {
        refuse(in_file,
               fmt::format("DISTINCT ON over {} cannot be exported: Spark looks its tables up "
                           "before views and common tables are known",
                           name->text()),
               "write the query of " + name->text() + " in its place");
        return false;
      }
      if (dataset) {
        out_.looked_up.insert(*dataset);
      }
    }
    return true;
  }

  // The SELECT without its DISTINCT ON, with the keys as columns behind the others.
  Edits with_keys(const sql::Select& select, std::vector<std::string>& names) const {
    Edits edits = edits_;
    std::string keys;
    for (const sql::ExpressionPtr& key : select.distinct_on->keys) {
      names.push_back(fmt::format("__key_{}", names.size() + 1));
      keys += fmt::format(", {} AS {}", edits_.apply(text_, key->span), names.back());
    }
    edits.replace({select.distinct_on->span.begin, select.items.front().span.begin}, "");
    const uint32_t end = select.items.back().span.end;
    edits.replace({end, end}, keys);
    return edits;
  }

  void lower_distinct(const sql::QueryBody& body, Span in_file) {
    if (sql::parts_of(body).distinct_on.size() > 1) {
      return refuse(in_file, "DISTINCT ON within DISTINCT ON cannot be exported",
                    "give the inner query a table of its own");
    }
    if (flow_.is_streaming) {
      lower_streaming_distinct(body, in_file);
    } else {
      lower_batch_distinct(body);
    }
  }

  // Which of the rows of a key stays is nobody's to say in a batch.
  void lower_batch_distinct(const sql::QueryBody& body) {
    std::vector<std::string> keys;
    const std::string rows =
        with_keys(std::get<sql::Select>(body.node), keys).apply(text_, body.span);
    const std::string list = fmt::format("{}", fmt::join(keys, ", "));
    edits_.replace(body.span,
                   fmt::format("SELECT * EXCEPT ({}) FROM (\n{}\n)\n"
                               "QUALIFY row_number() OVER (PARTITION BY {} ORDER BY NULL) = 1",
                               list, rows, list));
  }

  void lower_streaming_distinct(const sql::QueryBody& body, Span in_file) {
    if (!is_known_before(body, in_file)) {
      return;
    }
    const auto& select = std::get<sql::Select>(body.node);
    DistinctRows distinct = {.within_watermark = select.distinct_on->within_watermark};
    Edits order = with_keys(select, distinct.keys);
    distinct.rows = order.apply(text_, body.span);
    for (const sql::TableSource* source : sql::parts_of(body).sources) {
      if (source->watermark && source->watermark->alias) {
        return refuse(in_file, "WATERMARK .. AS under DISTINCT ON cannot be exported",
                      "compute the column in a subquery, and give its name to WATERMARK");
      }
      if (source->watermark) {
        // The second reading gets no rows, and its watermark would hold back that of the first.
        order.replace(source->watermark->span, "");
      }
    }
    distinct.order = fmt::format("SELECT * EXCEPT ({}) FROM (\n{}\n) WHERE false",
                                 fmt::join(distinct.keys, ", "), order.apply(text_, body.span));
    std::string name = view_name("distinct");
    edits_.replace(body.span, "SELECT * FROM STREAM " + name);
    out_.views.push_back({.name = std::move(name), .body = distinct_body(distinct)});
  }

  const project::Graph& graph_;
  const project::GraphFlow& flow_;
  const size_t views_before_;
  const std::string& root_;
  const std::string& text_;
  const sql::QueryPtr tree_;
  const sql::QueryParts parts_;    // of text_
  const sql::QueryParts in_file_;  // the same, with the file's places
  Edits edits_;
  std::vector<Span> file_reads_;  // where functions stand that became Python views
  LoweredQuery out_;
};

}  // namespace

LoweredQuery lower_query(const project::Graph& graph, const project::GraphFlow& flow,
                         size_t views_before, const std::string& root) {
  return QueryLowering(graph, flow, views_before, root).lower();
}

}  // namespace tarn::lowering
