#include "format/parquet_footer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "format/thrift_reader.h"

namespace tarn::format {
namespace {

using types::DataType;
using types::Field;
using types::Schema;
using types::TypeKind;

constexpr std::string_view kSparkSchema = "org.apache.spark.sql.parquet.row.metadata";

enum class Physical : int8_t {
  kNone = -1,  // a group
  kBoolean = 0,
  kInt32 = 1,
  kInt64 = 2,
  kInt96 = 3,
  kFloat = 4,
  kDouble = 5,
  kByteArray = 6,
  kFixed = 7,
};

// What a column means: logical types and their older names, converted types, in one.
enum class Meaning : uint8_t {
  kNone,
  kString,
  kMap,
  kList,
  kDecimal,
  kDate,
  kTime,
  kInstant,    // of milliseconds or microseconds
  kWallClock,  // likewise
  kNanos,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kUint8,
  kUint16,
  kUint32,
  kUint64,
  kVoid,
  kBytes,
  kVariant,
  kOther,
};

struct Element {
  Physical physical = Physical::kNone;
  bool is_repeated = false;
  std::string name;
  int32_t children = 0;
  Meaning meaning = Meaning::kNone;
  int precision = 0;
  int scale = 0;
  std::optional<int64_t> field_id = {};
};

struct Metadata {
  std::vector<Element> elements;
  std::string spark_schema;
};

Error broken() {
  return {.code = ErrorCode::kData,
          .message = "the file is no Parquet file, or its footer is broken",
          .condition = "FAILED_READ_FILE.NO_HINT",
          .sqlstate = "KD001"};
}

Meaning meaning_of_converted(int64_t converted) {
  static constexpr Meaning kMeanings[] = {
      Meaning::kString,  Meaning::kMap,   Meaning::kMap,    Meaning::kList,   Meaning::kString,
      Meaning::kDecimal, Meaning::kDate,  Meaning::kTime,   Meaning::kTime,   Meaning::kInstant,
      Meaning::kInstant, Meaning::kUint8, Meaning::kUint16, Meaning::kUint32, Meaning::kUint64,
      Meaning::kInt8,    Meaning::kInt16, Meaning::kInt32,  Meaning::kInt64,  Meaning::kString,
      Meaning::kBytes,   Meaning::kOther};
  const bool is_known = converted >= 0 && converted < static_cast<int64_t>(std::size(kMeanings));
  return is_known ? kMeanings[converted] : Meaning::kOther;
}

// Calls `take(field)` for each field of a struct; what it does not read it must skip.
template <typename Take>
void for_each_field(ThriftReader& reader, Take&& take) {
  for (ThriftField field = reader.field(0); field.type != ThriftType::kStop;
       field = reader.field(field.id)) {
    take(field);
  }
}

Meaning read_timestamp(ThriftReader& reader) {
  bool is_instant = false;
  bool is_nanos = false;
  for_each_field(reader, [&](ThriftField field) {
    if (field.id == 1) {
      is_instant = field.type == ThriftType::kTrue;
    } else if (field.id == 2 && field.type == ThriftType::kStruct) {
      for_each_field(reader, [&](ThriftField unit) {
        is_nanos = unit.id == 3;
        reader.skip(unit.type);
      });
    } else {
      reader.skip(field.type);
    }
  });
  return is_nanos ? Meaning::kNanos : is_instant ? Meaning::kInstant : Meaning::kWallClock;
}

Meaning read_integer(ThriftReader& reader) {
  int width = 0;
  bool is_signed = true;
  for_each_field(reader, [&](ThriftField field) {
    if (field.id == 1 && field.type == ThriftType::kByte) {
      width = reader.byte();
    } else if (field.id == 2) {
      is_signed = field.type == ThriftType::kTrue;
    } else {
      reader.skip(field.type);
    }
  });
  switch (width) {
    case 8:
      return is_signed ? Meaning::kInt8 : Meaning::kUint8;
    case 16:
      return is_signed ? Meaning::kInt16 : Meaning::kUint16;
    case 32:
      return is_signed ? Meaning::kInt32 : Meaning::kUint32;
    default:
      return is_signed ? Meaning::kInt64 : Meaning::kUint64;
  }
}

// The union LogicalType: the id of its one field says which.
void read_logical_type(ThriftReader& reader, Element& element) {
  for_each_field(reader, [&](ThriftField field) {
    switch (field.id) {
      case 1:
      case 4:
      case 12:
        element.meaning = Meaning::kString;
        break;
      case 2:
        element.meaning = Meaning::kMap;
        break;
      case 3:
        element.meaning = Meaning::kList;
        break;
      case 5:
        element.meaning = Meaning::kDecimal;  // with the element's own precision and scale
        break;
      case 6:
        element.meaning = Meaning::kDate;
        break;
      case 7:
        element.meaning = Meaning::kTime;
        break;
      case 8:
        element.meaning = read_timestamp(reader);
        return;
      case 10:
        element.meaning = read_integer(reader);
        return;
      case 11:
        element.meaning = Meaning::kVoid;
        break;
      case 13:
      case 14:
        element.meaning = Meaning::kBytes;
        break;
      case 16:
        element.meaning = Meaning::kVariant;
        break;
      default:
        element.meaning = Meaning::kOther;
    }
    reader.skip(field.type);
  });
}

Element read_element(ThriftReader& reader) {
  Element element;
  std::optional<int64_t> converted;
  for_each_field(reader, [&](ThriftField field) {
    switch (field.id) {
      case 1:
        element.physical = static_cast<Physical>(reader.integer());
        break;
      case 3:
        element.is_repeated = reader.integer() == 2;
        break;
      case 4:
        element.name = reader.binary();
        break;
      case 5:
        element.children = static_cast<int32_t>(reader.integer());
        break;
      case 6:
        converted = reader.integer();
        break;
      case 7:
        element.scale = static_cast<int>(reader.integer());
        break;
      case 8:
        element.precision = static_cast<int>(reader.integer());
        break;
      case 9:
        element.field_id = reader.integer();
        break;
      case 10:
        read_logical_type(reader, element);
        break;
      default:
        reader.skip(field.type);
    }
  });
  if (element.meaning == Meaning::kNone && converted) {
    element.meaning = meaning_of_converted(*converted);
  }
  return element;
}

void read_key_value(ThriftReader& reader, Metadata& metadata) {
  std::string_view key;
  std::string_view value;
  for_each_field(reader, [&](ThriftField field) {
    if (field.id == 1) {
      key = reader.binary();
    } else if (field.id == 2) {
      value = reader.binary();
    } else {
      reader.skip(field.type);
    }
  });
  if (key == kSparkSchema) {
    metadata.spark_schema = value;
  }
}

Metadata read_metadata(ThriftReader& reader) {
  Metadata metadata;
  for_each_field(reader, [&](ThriftField field) {
    const bool is_list = field.type == ThriftType::kList;
    if ((field.id != 2 && field.id != 5) || !is_list) {
      reader.skip(field.type);
      return;
    }
    const ThriftList list = reader.list();
    for (uint32_t at = 0; at < list.size && !reader.is_broken(); ++at) {
      if (field.id == 2) {
        metadata.elements.push_back(read_element(reader));
      } else {
        read_key_value(reader, metadata);
      }
    }
  });
  return metadata;
}

// ---- elements, which stand in the order of a walk from the root, as types

class SchemaBuilder {
 public:
  explicit SchemaBuilder(const std::vector<Element>& elements) : elements_(elements) {}

  Result<Schema> build() {
    if (elements_.empty()) {
      return broken();
    }
    at_ = 1;
    return fields_of(elements_.front(), 0);
  }

 private:
  static constexpr int kDepthMax = 100;

  Result<const Element*> next() {
    if (at_ >= elements_.size()) {
      return broken();
    }
    return &elements_[at_++];
  }

  Result<Schema> fields_of(const Element& group, int depth) {
    if (depth > kDepthMax || group.children < 0) {
      return broken();
    }
    Schema fields;
    for (int32_t child = 0; child < group.children; ++child) {
      ASSIGN_OR_RETURN(const Element* element, next());
      ASSIGN_OR_RETURN(DataType type, type_of(*element, depth));
      if (element->is_repeated) {
        type = DataType::array(std::move(type));
      }
      fields.push_back({.name = element->name, .type = std::move(type)});
    }
    return fields;
  }

  Result<DataType> type_of(const Element& element, int depth) {
    if (element.physical != Physical::kNone) {
      return scalar_of(element);
    }
    if (element.meaning == Meaning::kList && element.children == 1) {
      return list_of(element, depth);
    }
    if (element.meaning == Meaning::kMap && element.children == 1) {
      return map_of(depth);
    }
    ASSIGN_OR_RETURN(Schema fields, fields_of(element, depth + 1));
    if (element.meaning == Meaning::kVariant) {
      return types::variant_type();
    }
    return DataType::structure(std::move(fields));
  }

  // The repeated part of a list is the element itself in files of older writers (Parquet format,
  // "Lists: backward-compatibility rules"), else a group around it.
  Result<DataType> list_of(const Element& list, int depth) {
    ASSIGN_OR_RETURN(const Element* repeated, next());
    const bool is_element = repeated->physical != Physical::kNone || repeated->children != 1 ||
                            repeated->name == "array" || repeated->name == list.name + "_tuple";
    if (is_element) {
      ASSIGN_OR_RETURN(DataType type, type_of(*repeated, depth + 1));
      return DataType::array(std::move(type));
    }
    ASSIGN_OR_RETURN(Schema wrapped, fields_of(*repeated, depth + 1));
    return DataType::array(std::move(wrapped.front().type));
  }

  Result<DataType> map_of(int depth) {
    ASSIGN_OR_RETURN(const Element* entries, next());
    ASSIGN_OR_RETURN(Schema entry, fields_of(*entries, depth + 1));
    if (entry.size() != 2) {
      return broken();
    }
    return DataType::map(std::move(entry[0].type), std::move(entry[1].type));
  }

  static Error unsupported(const Element& element) {
    return {.code = ErrorCode::kUnsupported,
            .message = "the Parquet column `" + element.name +
                       "` has a type that no type of Spark stands for",
            .condition = "PARQUET_TYPE_ILLEGAL",
            .sqlstate = "42846"};
  }

  static Result<DataType> decimal_of(const Element& element) {
    if (element.precision < 1 || element.precision > types::kMaxDecimalPrecision ||
        element.scale < 0 || element.scale > element.precision) {
      return unsupported(element);
    }
    return DataType::decimal(element.precision, element.scale);
  }

  static Result<DataType> scalar_of(const Element& element) {
    if (element.meaning == Meaning::kDecimal) {
      return decimal_of(element);
    }
    switch (element.physical) {
      case Physical::kBoolean:
        return types::boolean();
      case Physical::kInt32:
        return int32_of(element);
      case Physical::kInt64:
        return int64_of(element);
      case Physical::kInt96:
        return types::timestamp_type();
      case Physical::kFloat:
        return types::float_type();
      case Physical::kDouble:
        return types::double_type();
      case Physical::kByteArray:
        return element.meaning == Meaning::kString ? types::string_type() : types::binary_type();
      case Physical::kFixed:
        if (element.meaning == Meaning::kNone || element.meaning == Meaning::kBytes) {
          return types::binary_type();
        }
        return unsupported(element);
      case Physical::kNone:
        break;
    }
    return broken();
  }

  static Result<DataType> int32_of(const Element& element) {
    switch (element.meaning) {
      case Meaning::kNone:
      case Meaning::kInt32:
      case Meaning::kUint16:
      case Meaning::kVoid:
        return types::int_type();
      case Meaning::kInt8:
        return types::byte_type();
      case Meaning::kInt16:
      case Meaning::kUint8:
        return types::short_type();
      case Meaning::kUint32:
        return types::long_type();
      case Meaning::kDate:
        return types::date_type();
      default:
        return unsupported(element);
    }
  }

  static Result<DataType> int64_of(const Element& element) {
    switch (element.meaning) {
      case Meaning::kNone:
      case Meaning::kInt64:
        return types::long_type();
      case Meaning::kUint64:
        return DataType::decimal(20, 0);
      case Meaning::kInstant:
        return types::timestamp_type();
      case Meaning::kWallClock:
        return types::timestamp_ntz_type();
      default:
        return unsupported(element);
    }
  }

  const std::vector<Element>& elements_;
  size_t at_ = 0;
};

Schema nullable(Schema schema) {
  for (Field& field : schema) {
    field.nullable = true;
  }
  return schema;
}

}  // namespace

Result<uint64_t> parquet_metadata_bytes(std::string_view tail) {
  if (tail.size() != kParquetTailBytes || !tail.ends_with("PAR1")) {
    return broken();
  }
  uint64_t bytes = 0;
  for (int at = 3; at >= 0; --at) {
    bytes = bytes << 8 | static_cast<uint8_t>(tail[static_cast<size_t>(at)]);
  }
  return bytes;
}

Result<Schema> parquet_schema_of(std::string_view metadata) {
  ThriftReader reader(metadata);
  const Metadata read = read_metadata(reader);
  if (reader.is_broken()) {
    return broken();
  }
  if (!read.spark_schema.empty()) {
    if (auto schema = types::schema_from_json(read.spark_schema)) {
      return nullable(*std::move(schema));
    }
  }
  return SchemaBuilder(read.elements).build();
}

Result<std::map<int64_t, std::string>> parquet_field_names(std::string_view metadata) {
  ThriftReader reader(metadata);
  const Metadata read = read_metadata(reader);
  if (reader.is_broken()) {
    return broken();
  }
  std::map<int64_t, std::string> names;
  for (const Element& element : read.elements) {
    if (element.field_id) {
      names.emplace(*element.field_id, element.name);
    }
  }
  return names;
}

}  // namespace tarn::format
