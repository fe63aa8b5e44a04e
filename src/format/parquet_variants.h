// VARIANTs in Parquet files: groups of `metadata` and `value`. Newer writers say so in the footer
// (the logical type VARIANT), which to some readers makes the group one value of their own; without
// it the group is a struct of two binaries, and its bytes come as they are. Pure.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tarn::format {

struct VariantGroups {
  bool is_annotated = false;  // at least one group says that it is a VARIANT
  // At least one group keeps parts of its values in columns of their own (Parquet format, "Variant
  // Shredding"): `metadata` and `value` alone are not the value.
  bool is_shredded = false;
  // The file's metadata without what it says about VARIANTs, where it says anything.
  std::string plain_metadata = {};
};

// kData: the metadata is broken.
Result<VariantGroups> variant_groups_of(std::string_view metadata);

}  // namespace tarn::format
