// Values of partition columns as text (protocol, "Partition Value Serialization"). Pure.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "types/type.h"
#include "types/value.h"

namespace tarn::delta {

// NULL, and the empty string and binary, are nothing: the protocol has one text for them. kInvalid
// where the type cannot partition a table.
Result<std::optional<std::string>> partition_text(const types::Value& value,
                                                  const types::DataType& type);
// The way back; "" is NULL too. A TIMESTAMP without a zone is read as UTC. kCorrupt where the text
// is not of the type.
Result<types::Value> partition_value(const std::optional<std::string>& text,
                                     const types::DataType& type);

// The folder that the files of a partition lie in, below the table: "day=2026-01-01/store=7". Names
// are escaped as Hive does. Nothing reads it back: the log has the values.
std::string partition_folder(
    const std::vector<std::pair<std::string, std::optional<std::string>>>& values);

}  // namespace tarn::delta
