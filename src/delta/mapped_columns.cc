#include "delta/mapped_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "delta/json_object.h"

namespace tarn::delta {
namespace {

using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

constexpr const char* kPhysicalName = "delta.columnMapping.physicalName";
constexpr const char* kId = "delta.columnMapping.id";

// What stands at a field for its place in the files.
struct FieldNames {
  int64_t id = 0;
  std::string in_files;
};

std::optional<FieldNames> names_of(const Field& field) {
  const auto id = field.metadata.find(kId);
  const auto name = field.metadata.find(kPhysicalName);
  if (id == field.metadata.end() || name == field.metadata.end()) {
    return std::nullopt;
  }
  const auto number = parse_json(id->second);
  const auto text = parse_json(name->second);
  if (!number || !number->is_number_integer() || !text || !text->is_string()) {
    return std::nullopt;
  }
  return FieldNames{.id = number->get<int64_t>(), .in_files = text->get<std::string>()};
}

void set_names(Field& field, const FieldNames& names) {
  field.metadata[kId] = std::to_string(names.id);
  field.metadata[kPhysicalName] = nlohmann::json(names.in_files).dump();
}

// Goes over all fields, those in structs, arrays and maps too, beside those that a table has.
class FieldWalk {
 public:
  virtual ~FieldWalk() = default;

  // `table` are the fields at the same place of the table.
  Result<Schema> fields(const Schema& wanted, const Schema& table) {
    Schema done;
    for (Field field : wanted) {
      const auto place = types::find_field(table, field.name);
      const Field* known = place ? &table[*place] : nullptr;
      RETURN_IF_ERROR(name(field, known));
      ASSIGN_OR_RETURN(field.type, type(field.type, known == nullptr ? nullptr : &known->type));
      done.push_back(std::move(field));
    }
    return done;
  }

 private:
  virtual Status name(Field& field, const Field* known) = 0;

  Result<DataType> type(const DataType& wanted, const DataType* table) {
    if (table != nullptr && table->kind() != wanted.kind()) {
      table = nullptr;
    }
    switch (wanted.kind()) {
      case TypeKind::kStruct: {
        ASSIGN_OR_RETURN(Schema inner,
                         fields(wanted.fields(), table == nullptr ? Schema() : table->fields()));
        return DataType::structure(std::move(inner));
      }
      case TypeKind::kArray: {
        ASSIGN_OR_RETURN(DataType element,
                         type(wanted.element(), table == nullptr ? nullptr : &table->element()));
        return DataType::array(std::move(element), wanted.contains_null());
      }
      case TypeKind::kMap: {
        ASSIGN_OR_RETURN(DataType key,
                         type(wanted.key(), table == nullptr ? nullptr : &table->key()));
        ASSIGN_OR_RETURN(DataType value,
                         type(wanted.value(), table == nullptr ? nullptr : &table->value()));
        return DataType::map(std::move(key), std::move(value), wanted.contains_null());
      }
      default:  // the flat types: no field in them
        return wanted;
    }
  }
};

Error changed_meanwhile(const Field& field) {
  return {
      .code = ErrorCode::kConflict,
      .message = fmt::format("the columns of the table were changed meanwhile: '{}' has another "
                             "name in its files; run the update again",
                             field.name),
      .condition = "DELTA_METADATA_CHANGED",
      .sqlstate = "2D521"};
}

class Naming final : public FieldWalk {
 public:
  Naming(int64_t max_id, const RandomSource& random)
      : known_max_(max_id), max_(max_id), random_(random) {}

  int64_t max_id() const { return max_; }

 private:
  Status name(Field& field, const Field* known) override {
    const std::optional<FieldNames> carried = names_of(field);
    if (known != nullptr) {
      const std::optional<FieldNames> kept = names_of(*known);
      if (!kept) {
        return Error{ErrorCode::kCorrupt, fmt::format("the table maps its columns, and its column "
                                                      "'{}' has no id or name in the schema",
                                                      known->name)};
      }
      if (carried && (carried->id != kept->id || carried->in_files != kept->in_files)) {
        return changed_meanwhile(field);
      }
      for (const char* key : {kId, kPhysicalName}) {
        field.metadata[key] = known->metadata.at(key);  // its text as another writer wrote it
      }
      return ok();
    }
    if (carried && carried->id <= known_max_) {
      return changed_meanwhile(field);
    }
    const FieldNames names =
        carried ? *carried : FieldNames{.id = max_ + 1, .in_files = "col-" + make_uuid(random_)};
    max_ = std::max(max_, names.id);
    set_names(field, names);
    return ok();
  }

  const int64_t known_max_;
  int64_t max_;
  const RandomSource& random_;
};

class OwnNames final : public FieldWalk {
 public:
  int64_t max_id() const { return max_; }

 private:
  Status name(Field& field, const Field*) override {
    set_names(field, {.id = ++max_, .in_files = field.name});
    return ok();
  }

  int64_t max_ = 0;
};

class NoNames final : public FieldWalk {
 private:
  Status name(Field& field, const Field*) override {
    std::erase_if(field.metadata,
                  [](const auto& each) { return each.first.starts_with("delta.columnMapping."); });
    return ok();
  }
};

class MaxId final : public FieldWalk {
 public:
  int64_t max_id() const { return max_; }

 private:
  Status name(Field& field, const Field*) override {
    if (const auto names = names_of(field)) {
      max_ = std::max(max_, names->id);
    }
    return ok();
  }

  int64_t max_ = 0;
};

}  // namespace

Result<MappedColumns> mapped_columns(const Metadata& metadata, const Schema& schema) {
  MaxId highest;
  ASSIGN_OR_RETURN([[maybe_unused]] const Schema same, highest.fields(schema, {}));
  int64_t recorded = 0;
  if (const auto at = metadata.configuration.find(kMaxColumnId);
      at != metadata.configuration.end()) {
    const std::string& text = at->second;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), recorded);
    if (problem != std::errc() || end != text.data() + text.size()) {
      return Error{ErrorCode::kCorrupt, fmt::format("{} = '{}' is no number", kMaxColumnId, text)};
    }
  }
  return MappedColumns{.schema = schema, .max_id = std::max(recorded, highest.max_id())};
}

Result<MappedColumns> with_names(const Schema& schema, const MappedColumns& table,
                                 const RandomSource& random) {
  Naming naming(table.max_id, random);
  ASSIGN_OR_RETURN(Schema named, naming.fields(schema, table.schema));
  return MappedColumns{.schema = std::move(named), .max_id = naming.max_id()};
}

MappedColumns with_their_own_names(const Schema& schema) {
  OwnNames naming;
  Schema named = naming.fields(schema, {}).value();
  return {.schema = std::move(named), .max_id = naming.max_id()};
}

Schema without_names(const Schema& schema) { return NoNames().fields(schema, {}).value(); }

}  // namespace tarn::delta
