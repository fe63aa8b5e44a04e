// Options of from_xml and schema_of_xml, by the names and defaults of Spark's.

#pragma once

#include <string>

#include "base/result.h"
#include "format/record_decoder.h"
#include "types/datetime.h"

namespace tarn::format {

struct XmlOptions {
  ParseMode mode = ParseMode::kPermissive;
  std::string corrupt_column = "_corrupt_record";
  std::string attribute_prefix = "_";
  std::string value_tag = "_VALUE";  // the field of an element's text, beside others
  std::string wildcard_column = "xs_any";
  std::string variant_column = {};  // takes the whole record; empty: none does
  bool exclude_attributes = false;
  bool trims = true;  // ignoreSurroundingSpaces
  bool ignores_namespaces = false;
  std::optional<std::string> null_value = {};  // Spark's null, which no text is
  types::SessionZone zone = {};
  DateTimePatterns patterns = {};
  DateTimeHooks hooks = {};
  // For the inference of a schema alone.
  bool infer_types = true;
  bool prefers_decimal = false;
};

// kInvalid: a value is wrong. kUnsupported: an option or value that Spark knows and Tarn does not
// honour, named in the message. Unknown names are passed over, as in Spark.
Result<XmlOptions> parse_xml_options(const Options& options);

}  // namespace tarn::format
