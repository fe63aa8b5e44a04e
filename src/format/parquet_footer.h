// The schema of a Parquet file out of its footer (Apache Parquet format: FileMetaData in Thrift's
// compact protocol), as Spark's types. No row is read.
//
//   file .. metadata, its length (4 bytes, little endian), "PAR1"
//
// A file that Spark wrote says its schema in its own words as well; these count. All columns are
// nullable, as in Spark. Pure.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "types/type.h"

namespace tarn::format {

// The bytes at a file's end that say how long its metadata is.
inline constexpr uint64_t kParquetTailBytes = 8;

// The length of the metadata, which lies before these 8 bytes. kData: not a Parquet file's end.
Result<uint64_t> parquet_metadata_bytes(std::string_view tail);

// kData: the metadata is broken. kUnsupported: a column has a type that Spark has none for, named.
Result<types::Schema> parquet_schema_of(std::string_view metadata);

// What the columns and fields of a file are called that have an id (`field_id`), by it, however
// deep they lie. kData as above.
Result<std::map<int64_t, std::string>> parquet_field_names(std::string_view metadata);

}  // namespace tarn::format
