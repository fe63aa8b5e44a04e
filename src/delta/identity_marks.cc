#include "delta/identity_marks.h"

#include <fmt/format.h>

#include "types/identity_column.h"

namespace tarn::delta {

Status move_marks(const std::vector<MovedMark>& marks, types::Schema& schema,
                  const std::string& table_path) {
  for (const MovedMark& mark : marks) {
    const auto at = types::find_field(schema, mark.column);
    auto identity = at ? types::identity_of(schema[*at]) : std::nullopt;
    if (!identity || identity->mark != mark.from) {
      return Error{.code = ErrorCode::kConflict,
                   .message = fmt::format("writing to {}: a concurrent update took numbers of the "
                                          "identity column {}; run the update again",
                                          table_path, mark.column),
                   .condition = "DELTA_METADATA_CHANGED",
                   .sqlstate = "2D521"};
    }
    identity->mark = mark.to;
    types::set_identity(schema[*at], *identity);
  }
  return ok();
}

types::Schema with_farther_marks(types::Schema schema, const types::Schema& newest) {
  for (types::Field& column : schema) {
    const auto at = types::find_field(newest, column.name);
    const auto known = at ? types::identity_of(newest[*at]) : std::nullopt;
    auto identity = types::identity_of(column);
    const bool is_same =
        identity && known && identity->start == known->start && identity->step == known->step;
    if (is_same && known->mark) {
      identity->mark = identity->mark_behind(*known->mark);
      types::set_identity(column, *identity);
    }
  }
  return schema;
}

bool moves_only_marks(const Metadata& before, const Metadata& after) {
  Metadata same = after;
  same.schema_text = before.schema_text;
  if (same != before) {
    return false;
  }
  const auto old_columns = types::schema_from_json(before.schema_text);
  const auto new_columns = types::schema_from_json(after.schema_text);
  return old_columns && new_columns && types::has_identity(*old_columns) &&
         types::without_marks(*old_columns) == types::without_marks(*new_columns);
}

}  // namespace tarn::delta
