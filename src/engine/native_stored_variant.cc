// VARIANTs between their bytes in memory and the two binaries that Parquet files keep, at any depth
// of a value.

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "engine/native.h"
#include "engine/native_call.h"
#include "engine/raise.h"
#include "engine/stored_variant.h"
#include "types/select.h"
#include "types/variant.h"
#include "types/variant_check.h"

namespace tarn::engine {
namespace {

using types::Column;
using types::DataType;
using types::TypeKind;

// What `leaf` makes of a VARIANT of the one form, in the other; all else stays as it is. `shape` is
// the type with VARIANTs, which one of the two columns has.
template <typename Leaf>
void append_mapped(const Column& from, size_t row, const DataType& shape, Column& to,
                   const Leaf& leaf) {
  if (!from.is_valid(row)) return to.append_null();
  if (shape.is(TypeKind::kVariant)) return leaf(from, row, to);
  if (!holds_variant(shape)) return types::append_row(from, row, to);
  switch (shape.kind()) {
    case TypeKind::kStruct:
      for (size_t i = 0; i < from.child_count(); ++i) {
        append_mapped(from.child(i), row, shape.fields()[i].type, to.child(i), leaf);
      }
      return to.append_struct();
    case TypeKind::kArray:
    case TypeKind::kMap:
      for (size_t i = 0; i < from.child_count(); ++i) {
        const bool is_map = shape.is(TypeKind::kMap);
        const DataType& part = !is_map ? shape.element() : i == 0 ? shape.key() : shape.value();
        for (uint32_t at = from.list_begin(row); at < from.list_end(row); ++at) {
          append_mapped(from.child(i), at, part, to.child(i), leaf);
        }
      }
      return to.append_list();
    default:
      CHECK(false);
  }
}

void append_checked(const Column& from, size_t row, Column& to) {
  const Column& metadata = from.child(0);
  const Column& value = from.child(1);
  const Result<std::string> bytes =
      types::checked_variant(metadata.is_valid(row) ? metadata.bytes_at(row) : "",
                             value.is_valid(row) ? value.bytes_at(row) : "");
  if (!bytes) throw RowError(bytes.error());
  to.append_bytes(*bytes);
}

void append_parts(const Column& from, size_t row, Column& to) {
  const std::string_view bytes = from.bytes_at(row);
  const size_t size = types::variant_metadata_bytes(bytes);
  to.child(0).append_bytes(bytes.substr(0, size));
  to.child(1).append_bytes(bytes.substr(size));
  to.append_struct();
}

// Out of files: (value of the stored type) to the type with VARIANTs.
class ReadVariant final : public Native {
 public:
  ReadVariant(DataType from, DataType to) : from_(std::move(from)), to_(std::move(to)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Column in = call.column(0, from_);
    Column out(to_);
    for (size_t row = 0; row < call.rows(); ++row) {
      append_mapped(in, row, to_, out, append_checked);
    }
    call.set_result(out);
  }

 private:
  DataType from_;
  DataType to_;
};

// Into files.
class StoredVariant final : public Native {
 public:
  StoredVariant(DataType from, DataType to) : from_(std::move(from)), to_(std::move(to)) {}

  void run(NativeCall& call, Scratch*) const override {
    const Column in = call.column(0, from_);
    Column out(to_);
    for (size_t row = 0; row < call.rows(); ++row) {
      append_mapped(in, row, from_, out, append_parts);
    }
    call.set_result(out);
  }

 private:
  DataType from_;
  DataType to_;
};

template <typename Body>
Result<NativePtr> made(const NativeSite& site) {
  return NativePtr(std::make_unique<Body>(site.arguments.front(), site.result));
}

constexpr std::array<NativeEntry, 2> kEntries = {{
    {.name = "read_variant", .make = made<ReadVariant>},
    {.name = "stored_variant", .make = made<StoredVariant>},
}};

}  // namespace

std::span<const NativeEntry> stored_variant_natives() { return kEntries; }

}  // namespace tarn::engine
