#include "session/schema_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "plan/coercion.h"
#include "session/refusals.h"
#include "types/declared_type.h"
#include "types/utf8.h"

namespace tarn::session {
namespace {

using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  std::ranges::transform(schema, std::back_inserter(names), &Field::name);
  return names;
}

Error no_field(const Schema& schema, const std::string& name) {
  return column_not_found(name, names_of(schema));
}

// Carries `edit` out on the list of fields that the parents lead to.
using Edit = std::function<Status(Schema& fields)>;

Status edit_under(Schema& fields, std::span<const sql::Identifier> parents, const Edit& edit) {
  if (parents.empty()) {
    return edit(fields);
  }
  const auto at = types::find_field(fields, parents.front().name);
  if (!at || !fields[*at].type.is(TypeKind::kStruct)) {
    return no_field(fields, parents.front().name);
  }
  Schema inner = fields[*at].type.fields();
  RETURN_IF_ERROR(edit_under(inner, parents.subspan(1), edit));
  fields[*at].type = DataType::structure(std::move(inner));
  return ok();
}

// Where a field that is put anew stands; at the end where no place is given.
Result<size_t> place_in(const Schema& fields, const sql::ColumnPlace& place) {
  if (place.first) {
    return size_t{0};
  }
  if (!place.after) {
    return fields.size();
  }
  const auto at = types::find_field(fields, place.after->name);
  if (!at) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = fmt::format("No such struct field `{}` in {}.", place.after->name,
                                        fmt::join(names_of(fields), ", ")),
                 .condition = "FIELD_NOT_FOUND",
                 .sqlstate = "42704"};
  }
  return *at + 1;
}

}  // namespace

Result<const Field*> field_at(const Schema& schema, const sql::Name& name) {
  const Schema* fields = &schema;
  const Field* found = nullptr;
  for (const sql::Identifier& part : name.parts) {
    const auto at = fields == nullptr ? std::nullopt : types::find_field(*fields, part.name);
    if (!at) {
      return column_not_found(name.text(), names_of(schema));
    }
    found = &(*fields)[*at];
    fields = found->type.is(TypeKind::kStruct) ? &found->type.fields() : nullptr;
  }
  return found;
}

Status add_field(Schema& schema, const Field& field, const sql::AddedColumn& added) {
  return edit_under(schema, added.parents, [&](Schema& fields) -> Status {
    if (types::find_field(fields, field.name)) {
      std::string name;
      for (const sql::Identifier& parent : added.parents) {
        name += parent.name + ".";
      }
      return Error{.code = ErrorCode::kInvalid,
                   .message = fmt::format("Cannot add the column `{}{}`, because it is there "
                                          "already.",
                                          name, field.name),
                   .condition = "FIELD_ALREADY_EXISTS",
                   .sqlstate = "42710"};
    }
    ASSIGN_OR_RETURN(const size_t at, place_in(fields, added.place));
    fields.insert(fields.begin() + static_cast<ptrdiff_t>(at), field);
    return ok();
  });
}

Status put_field(Schema& schema, const sql::Name& name, Field field,
                 const sql::ColumnPlace& place) {
  const std::span<const sql::Identifier> parents(name.parts.data(), name.parts.size() - 1);
  return edit_under(schema, parents, [&](Schema& fields) -> Status {
    const auto at = types::find_field(fields, name.last().name);
    CHECK(at.has_value());
    if (!place.is_given()) {
      fields[*at] = std::move(field);
      return ok();
    }
    fields.erase(fields.begin() + static_cast<ptrdiff_t>(*at));
    ASSIGN_OR_RETURN(const size_t to, place_in(fields, place));
    fields.insert(fields.begin() + static_cast<ptrdiff_t>(to), std::move(field));
    return ok();
  });
}

Error changed_type(const std::string& table, const Field& field, const DataType& type) {
  return {.code = ErrorCode::kUnsupported,
          .message = fmt::format("ALTER TABLE ALTER/CHANGE COLUMN is not supported for changing "
                                 "{}'s column `{}` with type \"{}\" to `{}` with type \"{}\".",
                                 table, field.name, types::declared_type(field).sql(), field.name,
                                 type.sql()),
          .condition = "NOT_SUPPORTED_CHANGE_COLUMN",
          .sqlstate = "0A000"};
}

Error changed_nullability(const Field& field) {
  return legacy("2330", "Cannot change nullable column to non-nullable: " + field.name + ".");
}

Status change_type(const std::string& table, Field& field, const DataType& type) {
  const DataType before = types::declared_type(field);
  if (before == type) {
    return ok();
  }
  const bool has_length = before.is_char() || before.is_varchar();
  const bool grows = has_length && ((type.is(TypeKind::kString) && !types::has_lengths(type)) ||
                                    (type.is_varchar() && type.length() >= before.length()));
  if (!grows && !has_length && !before.is(TypeKind::kVariant) &&
      plan::can_up_cast(field.type, types::without_lengths(type))) {
    return Error{.code = ErrorCode::kUnsupported,
                 .message = fmt::format("ALTER TABLE CHANGE COLUMN is not supported for changing "
                                        "column {} from {} to {}.",
                                        field.name, before.sql(), type.sql()),
                 .condition = "DELTA_UNSUPPORTED_ALTER_TABLE_CHANGE_COL_OP",
                 .sqlstate = "0AKDC"};
  }
  if (!grows) {
    return changed_type(table, field, type);
  }
  field.metadata.erase(std::string(types::kDeclaredTypeKey));
  field.type = type;
  field = types::stored_field(std::move(field));
  return ok();
}

}  // namespace tarn::session
