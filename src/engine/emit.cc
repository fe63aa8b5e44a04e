#include "engine/emit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "engine/emitter.h"
#include "engine/native.h"
#include "engine/native_aggregate.h"
#include "engine/sql_text.h"
#include "engine/statement_bounds.h"

namespace tarn::engine {
namespace {

// FNV-1a. Names must be the same for the same use, nothing more.
uint64_t hash_of(std::string_view text) {
  uint64_t hash = 14695981039346656037ULL;
  for (const unsigned char c : text) {
    hash = (hash ^ c) * 1099511628211ULL;
  }
  return hash;
}

// One name for one meaning: body, types (with the names of fields, which JSON needs), constants,
// zone.
std::string identity_of(const NativeUse& use) {
  std::string key = use.body;
  for (const types::DataType& type : use.arguments) {
    key += "|" + type.text();
  }
  key += ">" + use.result.text() + "@" + use.time_zone;
  for (const auto& [at, value] : use.constants) {
    key += fmt::format("|{}={}", at, types::hive_text(value, use.arguments[at]));
  }
  // A variant's name has a dot in it.
  std::string readable = use.body;
  std::ranges::replace(readable, '.', '_');
  return fmt::format("{}_{:016x}", readable, hash_of(key));
}

// One name for one signature.
std::string sql_name_of(const NativeUse& use, bool deterministic) {
  std::string key;
  for (const types::DataType& type : use.arguments) {
    key += type_sql(type) + "|";
  }
  key += ">" + type_sql(use.result);
  return fmt::format("tarn_{}{}_{:016x}", deterministic ? "" : "varying_", use.arguments.size(),
                     hash_of(key));
}

bool is_column(const plan::Expression& expression) {
  if (const auto* cast = std::get_if<plan::Cast>(&expression.content)) {
    return is_column(*cast->input);
  }
  return std::holds_alternative<plan::AttributeRef>(expression.content);
}

bool is_plain(const plan::Node& node, const Bindings& bindings) {
  if (const auto* scan = std::get_if<plan::Scan>(&node.content)) {
    const auto bound = bindings.find(scan->id);
    return bound != bindings.end() && std::holds_alternative<Pulled>(bound->second);
  }
  const auto* const project = std::get_if<plan::Project>(&node.content);
  return project != nullptr &&
         std::ranges::all_of(project->columns,
                             [](const auto& column) { return is_column(*column.expression); }) &&
         is_plain(*project->input, bindings);
}

bool has_join(const plan::Node& node) {
  if (std::holds_alternative<plan::Join>(node.content)) return true;
  for (const plan::PlanPtr& input : plan::inputs_of(node)) {
    if (has_join(*input)) return true;
  }
  return false;
}

}  // namespace

namespace {

// The literal that an argument is: round(x, 2L) takes an INT.
const plan::Literal* literal_of(const plan::Expression& argument) {
  if (const auto* literal = std::get_if<plan::Literal>(&argument.content)) return literal;
  const auto* cast = std::get_if<plan::Cast>(&argument.content);
  if (cast == nullptr || !argument.type.is(types::TypeKind::kInt)) return nullptr;
  const auto* literal = std::get_if<plan::Literal>(&cast->input->content);
  if (literal == nullptr || !cast->input->type.is_integral()) return nullptr;
  const auto* number = std::get_if<int64_t>(&literal->value.content);
  return number != nullptr && std::in_range<int32_t>(*number) ? literal : nullptr;
}

}  // namespace

std::string Emitter::column_name(plan::AttributeId id) { return fmt::format("c{}", id.value); }

std::string Emitter::next_name(std::string_view prefix) {
  return fmt::format("{}{}", prefix, next_number_++);
}

std::string Emitter::column_list(const std::vector<plan::Attribute>& columns) {
  std::vector<std::string> names;
  for (const plan::Attribute& column : columns) {
    names.push_back(column_name(column.id));
  }
  return names.empty() ? "true AS e0" : joined(names);
}

std::string Emitter::input(const plan::Node& node) {
  const auto* const scan = std::get_if<plan::Scan>(&node.content);
  if (scan != nullptr && !(keeps_order_ && scan->streaming)) {
    if (std::optional<std::string> pulled = pulled_scan(node, *scan)) return *std::move(pulled);
  }
  return fmt::format("({}) AS {}", relation(node), next_name("t"));
}

std::string Emitter::unsupported(const std::string& what) {
  if (!error_) error_ = Error{ErrorCode::kUnsupported, what};
  return "NULL";
}

std::string Emitter::native(std::string_view body, const Texts& arguments,
                            const std::vector<types::DataType>& types,
                            const types::DataType& result,
                            const std::vector<plan::ExpressionPtr>& literals) {
  const NativeEntry* entry = find_native(body);
  if (!entry) return unsupported(fmt::format("the function body '{}' is not built yet", body));
  NativeUse use{.body = std::string(body), .arguments = types, .result = result};
  if (entry->wants_zone) {
    use.time_zone = other_zone_.empty() ? moment_.time_zone : other_zone_;
  }
  for (size_t i = 0; entry->wants_constants && i < literals.size(); ++i) {
    if (const auto* literal = literal_of(*literals[i])) use.constants.emplace(i, literal->value);
  }
  use.identity = identity_of(use);
  use.sql_name = sql_name_of(use, entry->deterministic);
  const std::string text = fmt::format("{}({}{}'{}')", use.sql_name, joined(arguments),
                                       arguments.empty() ? "" : ", ", use.identity);
  if (native_names_.insert(use.identity).second) natives_.push_back(std::move(use));
  return text;
}

std::string Emitter::native_aggregate(std::string_view body,
                                      const std::vector<types::DataType>& types,
                                      const types::DataType& result) {
  if (find_native_aggregate(body) == nullptr) {
    return unsupported(fmt::format("the aggregate '{}' is not built yet", body));
  }
  NativeUse use{.body = std::string(body), .arguments = types, .result = result};
  use.is_aggregate = true;
  use.identity = "all_" + identity_of(use);
  use.sql_name = "tarn_" + use.identity;
  std::string name = use.sql_name;
  if (native_names_.insert(use.identity).second) natives_.push_back(std::move(use));
  return name;
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  return fmt::format("{}", fmt::join(texts, separator));
}

std::string balanced(
    std::vector<std::string> texts,
    const std::function<std::string(const std::string&, const std::string&)>& together) {
  CHECK(!texts.empty());
  while (texts.size() > 1) {
    std::vector<std::string> pairs;
    for (size_t at = 0; at + 1 < texts.size(); at += 2) {
      pairs.push_back(together(texts[at], texts[at + 1]));
    }
    if (texts.size() % 2 == 1) pairs.push_back(std::move(texts.back()));
    texts = std::move(pairs);
  }
  return std::move(texts.front());
}

std::string filled(std::string_view body, const std::vector<std::string>& arguments,
                   const types::DataType& type) {
  std::string text;
  for (size_t at = 0; at < body.size();) {
    const size_t open = body.find('{', at);
    const size_t close = open == std::string_view::npos ? open : body.find('}', open);
    if (close == std::string_view::npos) {
      text += body.substr(at);
      break;
    }
    text += body.substr(at, open - at);
    const std::string_view name = body.substr(open + 1, close - open - 1);
    if (name == "*") {
      text += joined(arguments);
    } else if (name == "type") {
      text += type_sql(type);
    } else {
      CHECK(name.size() == 1 && name[0] >= '0' && name[0] <= '9');
      const auto index = static_cast<size_t>(name[0] - '0');
      CHECK(index < arguments.size());
      text += arguments[index];
    }
    at = close + 1;
  }
  return text;
}

Result<EmittedQuery> emit(const plan::PlanPtr& plan, const Bindings& bindings, const Moment& moment,
                          const Executor& executor, const OutputColumn& output) {
  if (const auto error = beyond_bounds(*plan)) return *error;
  Emitter emitter(bindings, moment, executor);
  const bool keeps_order = plan::is_streaming(*plan) && has_join(*plan);
  if (keeps_order) emitter.keep_order();
  const bool plain = is_plain(*plan, bindings);
  if (!plain && !plan::is_streaming(*plan)) {
    emitter.share(shared_relations(*plan, bindings, [&](const plan::Node& node) {
      return Emitter(bindings, moment, executor).relation(node);
    }));
  }
  std::string sql = output ? emitter.relation_as(*plan, output, plain) : emitter.relation(*plan);
  if (emitter.error()) return *emitter.error();
  const std::string common = emitter.common_tables();
  if (!common.empty() && sql.starts_with("WITH"))
    sql = fmt::format("SELECT * FROM ({}) AS t0", sql);
  sql = common + sql;
  return EmittedQuery{.sql = std::move(sql),
                      .natives = emitter.take_natives(),
                      .keeps_join_sides = keeps_order,
                      .is_plain = plain};
}

}  // namespace tarn::engine
