#include "session/routines.h"

#include <utility>

#include "base/check.h"
#include "sql/parse.h"
#include "types/utf8.h"

namespace tarn::session {

std::optional<std::string> own_name(const std::vector<std::string>& name) {
  const auto is = [&name](size_t part, std::string_view word) {
    return types::equal_ignoring_case(name[part], word);
  };
  const bool is_own = name.size() == 1 || (name.size() == 2 && is(0, "session")) ||
                      (name.size() == 3 && is(0, "system") && is(1, "session"));
  return is_own ? std::optional(types::case_folded(name.back())) : std::nullopt;
}

const DeclaredVariable* Variables::find(const std::vector<std::string>& name) const {
  const auto key = own_name(name);
  const auto found = key ? variables_.find(*key) : variables_.end();
  return found == variables_.end() ? nullptr : &found->second;
}

DeclaredVariable* Variables::find(const std::vector<std::string>& name) {
  return const_cast<DeclaredVariable*>(std::as_const(*this).find(name));
}

void Variables::put(const std::vector<std::string>& name, DeclaredVariable variable) {
  const auto key = own_name(name);
  CHECK(key.has_value());
  variables_.insert_or_assign(*key, std::move(variable));
}

bool Variables::drop(const std::vector<std::string>& name) {
  const auto key = own_name(name);
  return key && variables_.erase(*key) > 0;
}

namespace {

sql::Fragment fragment_of(std::string text, const std::string& place) {
  const auto size = static_cast<uint32_t>(text.size());
  auto source =
      std::make_shared<const SourceText>(SourceText{.path = place, .text = std::move(text)});
  return sql::Fragment::of(std::move(source), {.begin = 0, .end = size});
}

}  // namespace

Result<SessionFunction> function_of(const std::string& name, catalog::Function definition,
                                    std::shared_ptr<const plan::SessionSettings> settings) {
  const std::string place = "function " + name;
  auto function = std::make_shared<plan::SqlFunction>();
  function->name = name;
  function->is_table = definition.is_table;
  for (const types::Field& each : definition.parameters) {
    plan::FunctionParameter parameter{.name = each.name, .type = each.type};
    if (const auto text = definition.defaults.find(each.name); text != definition.defaults.end()) {
      const auto fragment = fragment_of(text->second, place + ", default of " + each.name);
      auto parsed = sql::parse_expression(fragment);
      if (!parsed) {
        return parsed.diagnostic().as_error().within(place);
      }
      parameter.default_value = std::move(parsed).value();
      parameter.default_text = fragment.source();
    }
    function->parameters.push_back(std::move(parameter));
  }
  if (definition.is_table) {
    function->columns = definition.returns;
  } else {
    function->returns = definition.returns.front().type;
  }
  const sql::Fragment body = fragment_of(definition.body, place);
  function->text = body.source();
  if (definition.is_query) {
    auto parsed = sql::parse_query(body);
    if (!parsed) {
      return parsed.diagnostic().as_error().within(place);
    }
    function->query = std::move(parsed).value();
  } else {
    auto parsed = sql::parse_expression(body);
    if (!parsed) {
      return parsed.diagnostic().as_error().within(place);
    }
    function->expression = std::move(parsed).value();
  }
  return SessionFunction{.function = std::move(function),
                         .settings = std::move(settings),
                         .definition = std::move(definition)};
}

std::shared_ptr<const SessionFunction> TemporaryFunctions::find(
    const std::vector<std::string>& name) const {
  const auto key = own_name(name);
  const auto found = key ? functions_.find(*key) : functions_.end();
  return found == functions_.end() ? nullptr : found->second;
}

void TemporaryFunctions::put(const std::vector<std::string>& name, SessionFunction function) {
  const auto key = own_name(name);
  CHECK(key.has_value());
  functions_.insert_or_assign(*key, std::make_shared<const SessionFunction>(std::move(function)));
}

bool TemporaryFunctions::drop(const std::vector<std::string>& name) {
  const auto key = own_name(name);
  return key && functions_.erase(*key) > 0;
}

std::vector<std::string> TemporaryFunctions::names() const {
  std::vector<std::string> names;
  for (const auto& [key, function] : functions_) {
    names.push_back(function->function->name);
  }
  return names;
}

}  // namespace tarn::session
