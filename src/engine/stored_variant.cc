#include "engine/stored_variant.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "format/parquet_footer.h"
#include "format/parquet_variants.h"
#include "plan/coercion.h"

namespace tarn::engine {
namespace {

using types::DataType;
using types::TypeKind;

class File {
 public:
  File(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

  std::optional<uint64_t> size() const {
    struct stat status{};
    if (::fstat(descriptor_, &status) != 0) return std::nullopt;
    return static_cast<uint64_t>(status.st_size);
  }

  // Nothing where the file has no such bytes.
  std::optional<std::string> read(uint64_t at, size_t size) const {
    std::string bytes(size, '\0');
    size_t done = 0;
    while (done < size) {
      const ssize_t count =
          ::pread(descriptor_, bytes.data() + done, size - done, static_cast<off_t>(at + done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return std::nullopt;
      done += static_cast<size_t>(count);
    }
    return bytes;
  }

  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

 private:
  int descriptor_;
};

// A file's metadata and where it begins. Nothing where the file is none of Parquet's, or is not
// there: DuckDB has the words for that.
struct Footer {
  uint64_t begin = 0;
  std::string metadata;
};

std::optional<Footer> footer_of(const File& file) {
  const auto size = file.is_open() ? file.size() : std::nullopt;
  if (!size || *size < format::kParquetTailBytes) return std::nullopt;
  const uint64_t end = *size - format::kParquetTailBytes;
  const auto tail = file.read(end, format::kParquetTailBytes);
  if (!tail) return std::nullopt;
  const Result<uint64_t> bytes = format::parquet_metadata_bytes(*tail);
  if (!bytes || *bytes > end) return std::nullopt;
  auto metadata = file.read(end - *bytes, *bytes);
  if (!metadata) return std::nullopt;
  return Footer{.begin = end - *bytes, .metadata = *std::move(metadata)};
}

Error failed(std::string_view doing, const std::string& path) {
  return {ErrorCode::kUnavailable, fmt::format("{} {}: {}", doing, path, std::strerror(errno))};
}

Error shredded(const std::string& path) {
  return {.code = ErrorCode::kUnsupported,
          .message = "reading " + path +
                     ": it keeps parts of a VARIANT in columns of their own (it is shredded), "
                     "which this version of Tarn does not read; write the table anew with "
                     "'delta.enableVariantShredding' = 'false'",
          .condition = "UNSUPPORTED_FEATURE",
          .sqlstate = "0A000"};
}

class Copies final : public PlainCopies {
 public:
  Copies() = default;
  Copies(const Copies&) = delete;
  Copies& operator=(const Copies&) = delete;
  ~Copies() override {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }

  // The path of the file, or of its copy.
  Result<std::string> readable(const std::string& path) {
    const File file(path, O_RDONLY | O_CLOEXEC);
    const std::optional<Footer> footer = footer_of(file);
    if (!footer) return path;
    const auto groups = format::variant_groups_of(footer->metadata);
    if (!groups) return path;
    if (groups->is_shredded) return shredded(path);
    if (!groups->is_annotated) return path;
    return copied(path, file, *footer, groups->plain_metadata);
  }

 private:
  Result<std::string> copied(const std::string& path, const File& from, const Footer& footer,
                             const std::string& metadata) {
    RETURN_IF_ERROR(make_folder());
    std::string target = (folder_ / fmt::format("{}.parquet", count_++)).string();
    const File to(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
    if (!to.is_open()) return failed("making", target);
    if (!copy_bytes(from, footer.begin, to)) return failed("copying " + path + " to", target);
    std::string length;
    for (unsigned shift = 0; shift < 32; shift += 8) {
      length += static_cast<char>(metadata.size() >> shift & 0xFF);
    }
    if (!to.write(metadata) || !to.write(length) || !to.write("PAR1")) {
      return failed("writing", target);
    }
    return target;
  }

  static bool copy_bytes(const File& from, uint64_t size, const File& to) {
    constexpr uint64_t kPieceBytes = 1 << 20;
    for (uint64_t at = 0; at < size;) {
      const auto piece = from.read(at, std::min(kPieceBytes, size - at));
      if (!piece || !to.write(*piece)) return false;
      at += piece->size();
    }
    return true;
  }

  Status make_folder() {
    if (!folder_.empty()) return ok();
    std::error_code failure;
    std::string name = (std::filesystem::temp_directory_path(failure) / "tarn-variants-XXXXXX");
    if (failure || ::mkdtemp(name.data()) == nullptr) return failed("making the folder", name);
    folder_ = name;
    return ok();
  }

  std::filesystem::path folder_;
  size_t count_ = 0;
};

bool is_struct_with_variant(const DataType& type) {
  return type.is(TypeKind::kStruct) && holds_variant(type);
}

// Whether a scan meets VARIANTs. A column that is not read is not looked at by DuckDB either,
// unless it brings the fields of one file's structs together with those of another's.
bool meets_variants(const plan::Node& scan, const ParquetFiles& files) {
  const auto reads = [](const plan::Attribute& column) { return holds_variant(column.type); };
  return std::ranges::any_of(scan.output, reads) ||
         std::ranges::any_of(files.schema, is_struct_with_variant, &types::Field::type);
}

}  // namespace

bool holds_variant(const types::Schema& schema) {
  return std::ranges::any_of(schema,
                             [](const types::Field& field) { return holds_variant(field.type); });
}

bool holds_variant(const DataType& type) { return plan::contains_variant(type); }

DataType stored_type(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kVariant:
      return DataType::structure({{.name = "metadata", .type = types::binary_type()},
                                  {.name = "value", .type = types::binary_type()}});
    case TypeKind::kArray:
      return DataType::array(stored_type(type.element()), type.contains_null());
    case TypeKind::kMap:
      return DataType::map(stored_type(type.key()), stored_type(type.value()),
                           type.contains_null());
    case TypeKind::kStruct: {
      std::vector<types::Field> fields = type.fields();
      for (types::Field& field : fields) field.type = stored_type(field.type);
      return DataType::structure(std::move(fields));
    }
    default:  // the flat types, of which there are many
      return type;
  }
}

Result<ReadableFiles> with_plain_variants(const plan::Node& plan, const Bindings& bindings) {
  ReadableFiles readable;
  auto copies = std::make_shared<Copies>();
  for (const plan::Node* node : plan::scans_of(plan)) {
    const plan::ScanId id = std::get<plan::Scan>(node->content).id;
    const auto bound = bindings.find(id);
    if (bound == bindings.end()) continue;
    const auto* const files = std::get_if<ParquetFiles>(&bound->second);
    if (files == nullptr || !meets_variants(*node, *files)) continue;
    if (!readable.bindings) readable.bindings = bindings;
    for (ParquetFile& file : std::get<ParquetFiles>(readable.bindings->at(id)).files) {
      ASSIGN_OR_RETURN(file.path, copies->readable(file.path));
    }
  }
  readable.copies = std::move(copies);
  return readable;
}

}  // namespace tarn::engine
