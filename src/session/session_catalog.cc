#include "session/session_catalog.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/check.h"
#include "catalog/warehouse.h"
#include "session/answer.h"
#include "source/table_changes.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::session {

plan::DatasetName full_name(const std::vector<std::string>& parts,
                            const plan::CurrentNames& current) {
  plan::DatasetName name{
      .catalog = current.catalog, .schema = current.schema, .table = parts.back()};
  if (parts.size() >= 2) {
    name.schema = parts[parts.size() - 2];
  }
  if (parts.size() >= 3) {
    name.catalog = parts[parts.size() - 3];
  }
  return name;
}

namespace {

// A view's name without case and without what it may be qualified with; nothing where no temporary
// view can have the name.
std::optional<std::string> key_of(const std::vector<std::string>& name) {
  const auto is = [&name](size_t part, std::string_view word) {
    return types::equal_ignoring_case(name[part], word);
  };
  const std::string last = types::case_folded(name.back());
  switch (name.size()) {
    case 1:
      return last;
    case 2:
      if (is(0, TemporaryViews::kGlobalSchema)) {
        return fmt::format("{}.{}", TemporaryViews::kGlobalSchema, last);
      }
      return is(0, "session") ? std::optional(last) : std::nullopt;
    case 3:
      return is(0, "system") && is(1, "session") ? std::optional(last) : std::nullopt;
    default:
      return std::nullopt;
  }
}

// 'schema.t', as the first argument of table_changes().
Result<plan::DatasetName> named_table(const plan::TableFunctionArgument& argument,
                                      const plan::CurrentNames& names) {
  const auto* text = std::get_if<std::string>(&argument.value.content);
  if (text == nullptr || !argument.type.is(types::TypeKind::kString)) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "table_changes takes the table's name as a text",
                 .condition = "UNEXPECTED_INPUT_TYPE",
                 .sqlstate = "42K09"};
  }
  const auto parsed = sql::parse_name(sql::Fragment::whole(*text, "the name of the table"));
  if (!parsed) {
    return parsed.diagnostic().as_error();
  }
  return full_name(parts_of(*parsed), names);
}

}  // namespace

std::shared_ptr<const TemporaryView> TemporaryViews::find(
    const std::vector<std::string>& name) const {
  const std::optional<std::string> key = key_of(name);
  const auto found = key ? views_.find(*key) : views_.end();
  return found == views_.end() ? nullptr : found->second;
}

void TemporaryViews::put(const std::vector<std::string>& name, TemporaryView view) {
  const std::optional<std::string> key = key_of(name);
  CHECK(key.has_value());
  views_.insert_or_assign(*key, std::make_shared<TemporaryView>(std::move(view)));
}

bool TemporaryViews::drop(const std::vector<std::string>& name) {
  const std::optional<std::string> key = key_of(name);
  return key && views_.erase(*key) > 0;
}

void TemporaryViews::rename(const std::vector<std::string>& from,
                            const std::vector<std::string>& to) {
  const std::optional<std::string> old_key = key_of(from);
  const std::optional<std::string> key = key_of(to);
  CHECK(old_key.has_value() && key.has_value());
  const std::shared_ptr<TemporaryView> view = views_.at(*old_key);
  view->name = fmt::format("{}", fmt::join(to, "."));
  views_.erase(*old_key);
  views_.insert_or_assign(*key, view);
}

std::vector<std::string> TemporaryViews::names() const {
  std::vector<std::string> names;
  for (const auto& [key, view] : views_) {
    names.push_back(view->name);
  }
  return names;
}

SessionCatalog::SessionCatalog(const OwnThings& own, const source::ReadContext& reading,
                               const std::string& warehouse, plan::CurrentNames names,
                               std::vector<std::string> making)
    : own_(own),
      reading_(reading),
      warehouse_(warehouse),
      names_(std::move(names)),
      making_(std::move(making)),
      tables_(reading, warehouse,
              {.catalog = names_.catalog, .schema = names_.schema, .table = ""}) {}

Result<plan::Relation> SessionCatalog::table(const plan::TableReference& reference) {
  std::shared_ptr<const TemporaryView> view = own_.views.find(reference.name);
  const bool is_temporary = view != nullptr;
  if (is_temporary) {
    temporary_read_ = {.kind = "VIEW", .name = view->name};
  } else {
    ASSIGN_OR_RETURN(view, kept_view(reference.name));
  }
  if (view == nullptr) {
    Result<plan::Relation> found = tables_.table(reference);
    if (!found) {
      return plan::with_suggestion(found.error(),
                                   nearest(reference.name.back(), own_.views.names()));
    }
    return found;
  }
  const bool is_made_now =
      is_temporary
          ? !making_.empty() && key_of(making_) == key_of(reference.name)
          : making_.size() == 3 &&
                types::equal_ignoring_case(view->name, fmt::format("{}", fmt::join(making_, ".")));
  if (is_made_now) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("Recursive view `{}` detected: its query reads the view "
                                        "itself.",
                                        view->name),
                 .condition = "RECURSIVE_VIEW",
                 .sqlstate = "42K0H"};
  }
  return read(std::move(view));
}

plan::Relation SessionCatalog::read(std::shared_ptr<const TemporaryView> view) {
  read_.push_back(view);
  return plan::ViewRelation{.name = view->name,
                            .query = view->query.get(),
                            .text = view->text,
                            .scope = &scope_of(view->names),
                            .kept = view->columns,
                            .settings = view->settings.get()};
}

Result<std::shared_ptr<const TemporaryView>> SessionCatalog::kept_view(
    const std::vector<std::string>& name) const {
  const plan::DatasetName dataset = full_name(name, names_);
  const catalog::Warehouse warehouse(reading_.files, warehouse_);
  ASSIGN_OR_RETURN(const std::optional<catalog::View> stored, warehouse.find_view(dataset));
  if (!stored) {
    return std::shared_ptr<const TemporaryView>();
  }
  // Shared with diagnostics that point into it.
  auto text = std::make_shared<const SourceText>(
      SourceText{.path = "view " + dataset.text(), .text = stored->query});
  const plan::CurrentNames names{.catalog = stored->current_catalog,
                                 .schema = stored->current_schema};
  auto settings = settings_of(stored->settings, names);
  auto fragment =
      sql::Fragment::of(text, {.begin = 0, .end = static_cast<uint32_t>(stored->query.size())});
  auto parsed = sql::parse_query(settings == nullptr ? fragment : fragment.with(settings->reading));
  if (!parsed) {
    return parsed.diagnostic().as_error().within("view " + dataset.text());
  }
  TemporaryView view{.name = dataset.text(),
                     .query = std::move(parsed).value(),
                     .text = std::move(text),
                     .columns = {},
                     .names = names,
                     .settings = std::move(settings)};
  for (size_t i = 0; i < stored->schema.size(); ++i) {
    view.columns.push_back({.name = stored->schema[i].name,
                            .in_query = stored->query_columns[i],
                            .type = stored->schema[i].type});
  }
  return std::make_shared<const TemporaryView>(std::move(view));
}

std::optional<plan::Variable> SessionCatalog::variable(const std::vector<std::string>& name) {
  const DeclaredVariable* const found = own_.variables.find(name);
  if (found == nullptr) {
    return std::nullopt;
  }
  temporary_read_ = {.kind = "VARIABLE", .name = found->variable.name};
  return found->variable;
}

Result<std::optional<plan::FunctionReference>> SessionCatalog::function(
    const std::vector<std::string>& name) {
  std::shared_ptr<const SessionFunction> found = own_.functions.find(name);
  if (found != nullptr) {
    temporary_read_ = {.kind = "FUNCTION", .name = found->function->name};
  } else if (name.size() == 1 || (name.size() <= 3 && !own_name(name))) {
    ASSIGN_OR_RETURN(found, kept_function(name));
  }
  if (found == nullptr) {
    return std::optional<plan::FunctionReference>();
  }
  called_.push_back(found);
  // Names inside a body mean what they mean to whoever calls it, not to its maker: as in Spark.
  return std::optional(plan::FunctionReference{
      .function = found->function, .scope = this, .settings = found->settings.get()});
}

Result<std::shared_ptr<const SessionFunction>> SessionCatalog::kept_function(
    const std::vector<std::string>& name) const {
  const plan::DatasetName dataset = full_name(name, names_);
  const catalog::Warehouse warehouse(reading_.files, warehouse_);
  ASSIGN_OR_RETURN(std::optional<catalog::Function> stored, warehouse.find_function(dataset));
  if (!stored) {
    return std::shared_ptr<const SessionFunction>();
  }
  const plan::CurrentNames names{.catalog = stored->current_catalog,
                                 .schema = stored->current_schema};
  auto settings = settings_of(stored->settings, names);
  const plan::DatasetName shown{.catalog = types::case_folded(dataset.catalog),
                                .schema = types::case_folded(dataset.schema),
                                .table = types::case_folded(dataset.table)};
  ASSIGN_OR_RETURN(SessionFunction function,
                   function_of(shown.text(), *std::move(stored), std::move(settings)));
  return std::make_shared<const SessionFunction>(std::move(function));
}

std::shared_ptr<const plan::SessionSettings> SessionCatalog::settings_of(
    const std::map<std::string, std::string>& kept, const plan::CurrentNames& names) const {
  if (kept.empty()) {
    return nullptr;  // made by a Tarn that did not keep them
  }
  const plan::SettingMap map(kept.begin(), kept.end());
  plan::SessionSettings settings = plan::session_settings(map, own_.settings.time_zone);
  settings.regions = own_.settings.regions;
  settings.constants = own_.settings.constants;
  settings.user = own_.settings.user;
  settings.current_catalog = names.catalog;
  settings.current_schema = names.schema;
  return std::make_shared<const plan::SessionSettings>(std::move(settings));
}

plan::Catalog& SessionCatalog::scope_of(const plan::CurrentNames& names) {
  const auto is_same = [&names](const plan::CurrentNames& other) {
    return other.catalog == names.catalog && other.schema == names.schema;
  };
  if (is_same(names_)) {
    return *this;
  }
  for (const auto& scope : scopes_) {
    if (is_same(scope->names_)) {
      return *scope;
    }
  }
  scopes_.push_back(std::make_unique<SessionCatalog>(own_, reading_, warehouse_, names, making_));
  return *scopes_.back();
}

Result<plan::Relation> SessionCatalog::table_function(
    const plan::TableFunctionReference& reference) {
  if (reference.name != "table_changes") {
    return tables_.table_function(reference);
  }
  const bool is_named =
      std::ranges::any_of(reference.arguments, [](const auto& each) { return !each.name.empty(); });
  if (reference.arguments.size() < 2 || reference.arguments.size() > 3 || is_named) {
    return Error{.code = ErrorCode::kInvalid,
                 .message =
                     "table_changes takes a table's name, a start and an end: "
                     "table_changes('t', start[, end])",
                 .condition = "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
                 .sqlstate = "42605"};
  }
  ASSIGN_OR_RETURN(const plan::DatasetName name, named_table(reference.arguments[0], names_));
  const catalog::Warehouse warehouse(reading_.files, warehouse_);
  ASSIGN_OR_RETURN(const std::optional<catalog::Thing> thing, warehouse.find(name));
  if (!thing) {
    return table_not_found(quoted(name), "");
  }
  const auto* delta = std::get_if<catalog::DeltaTable>(&*thing);
  if (delta == nullptr) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = quoted(name) +
                            " is not a Delta table. table_changes is only supported "
                            "for Delta tables.",
                 .condition = "DELTA_TABLE_ONLY_OPERATION",
                 .sqlstate = "0AKDD"};
  }
  return source::table_changes(name, delta->path, reference, reading_);
}

}  // namespace tarn::session
