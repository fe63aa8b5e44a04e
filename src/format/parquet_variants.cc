#include "format/parquet_variants.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "format/thrift_reader.h"

namespace tarn::format {
namespace {

constexpr int16_t kSchema = 2;  // fields of FileMetaData, SchemaElement and LogicalType
constexpr int16_t kName = 4;
constexpr int16_t kChildren = 5;
constexpr int16_t kLogicalType = 10;
constexpr int16_t kVariant = 16;
constexpr int kDepthMax = 100;

struct Element {
  std::string_view name;
  int64_t children = 0;
};

class Footer {
 public:
  explicit Footer(std::string_view bytes) : bytes_(bytes), reader_(bytes) {}

  Result<VariantGroups> groups() {
    read();
    size_t at = 0;
    if (reader_.is_broken() || is_beyond_ || !walk(at, 0)) {
      return Error{.code = ErrorCode::kData,
                   .message = "the file is no Parquet file, or its footer is broken",
                   .condition = "FAILED_READ_FILE.NO_HINT",
                   .sqlstate = "KD001"};
    }
    groups_.is_annotated = !cuts_.empty();
    if (groups_.is_annotated) {
      groups_.plain_metadata = without_cuts();
    }
    return std::move(groups_);
  }

 private:
  void read() {
    for (ThriftField field = reader_.field(0); field.type != ThriftType::kStop;
         field = reader_.field(field.id)) {
      if (field.id != kSchema || field.type != ThriftType::kList) {
        reader_.skip(field.type);
        continue;
      }
      const ThriftList list = reader_.list();
      for (uint32_t at = 0; at < list.size && !reader_.is_broken(); ++at) {
        read_element();
      }
    }
  }

  void read_element() {
    Element element;
    bool is_cut = false;
    size_t begin = position();
    for (ThriftField field = reader_.field(0); field.type != ThriftType::kStop;
         field = reader_.field(field.id)) {
      // A field says its number as the distance from the one before it, which must stay.
      is_beyond_ = is_beyond_ || is_cut;
      if (field.id == kName) {
        element.name = reader_.binary();
      } else if (field.id == kChildren) {
        element.children = reader_.integer();
      } else if (field.id == kLogicalType && field.type == ThriftType::kStruct) {
        is_cut = read_logical_type();
        if (is_cut) {
          cuts_.emplace_back(begin, position());
        }
      } else {
        reader_.skip(field.type);
      }
      begin = position();
    }
    elements_.push_back(element);
  }

  bool read_logical_type() {
    bool is_variant = false;
    for (ThriftField field = reader_.field(0); field.type != ThriftType::kStop;
         field = reader_.field(field.id)) {
      is_variant = is_variant || field.id == kVariant;
      reader_.skip(field.type);
    }
    return is_variant;
  }

  // Elements stand in the order of a walk from the root. False: they are not a tree.
  bool walk(size_t& at, int depth) {
    if (at >= elements_.size() || depth > kDepthMax) {
      return false;
    }
    const Element& element = elements_[at++];
    bool has_metadata = false;
    bool has_typed_value = false;
    for (int64_t child = 0; child < element.children; ++child) {
      if (at >= elements_.size()) {
        return false;
      }
      has_metadata = has_metadata || elements_[at].name == "metadata";
      has_typed_value = has_typed_value || elements_[at].name == "typed_value";
      if (!walk(at, depth + 1)) {
        return false;
      }
    }
    groups_.is_shredded = groups_.is_shredded || (has_metadata && has_typed_value);
    return true;
  }

  std::string without_cuts() const {
    std::string rest;
    size_t at = 0;
    for (const auto& [begin, end] : cuts_) {
      rest += bytes_.substr(at, begin - at);
      at = end;
    }
    return rest += bytes_.substr(at);
  }

  size_t position() const { return bytes_.size() - reader_.rest(); }

  std::string_view bytes_;
  ThriftReader reader_;
  std::vector<Element> elements_;
  std::vector<std::pair<size_t, size_t>> cuts_;
  bool is_beyond_ = false;
  VariantGroups groups_;
};

}  // namespace

Result<VariantGroups> variant_groups_of(std::string_view metadata) {
  return Footer(metadata).groups();
}

}  // namespace tarn::format
