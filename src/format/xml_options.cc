#include "format/xml_options.h"

#include "format/option_reader.h"
#include "types/utf8.h"

namespace tarn::format {

Result<XmlOptions> parse_xml_options(const Options& options) {
  OptionReader reader("xml", options);
  XmlOptions parsed;
  const auto mode = reader.text("mode");
  if (mode && types::equal_ignoring_case(*mode, "DROPMALFORMED")) {
    parsed.mode = ParseMode::kDropMalformed;
  } else if (mode && types::equal_ignoring_case(*mode, "FAILFAST")) {
    parsed.mode = ParseMode::kFailFast;
  }
  reader.read("columnNameOfCorruptRecord", parsed.corrupt_column);
  reader.read("attributePrefix", parsed.attribute_prefix);
  reader.read("valueTag", parsed.value_tag);
  reader.read("wildcardColName", parsed.wildcard_column);
  reader.read("singleVariantColumn", parsed.variant_column);
  reader.read("excludeAttribute", parsed.exclude_attributes);
  reader.read("ignoreSurroundingSpaces", parsed.trims);
  reader.read("ignoreNamespace", parsed.ignores_namespaces);
  parsed.null_value = reader.text("nullValue");
  reader.read("timeZone", parsed.zone.id);
  reader.read("dateFormat", parsed.patterns.date);
  reader.read("timestampFormat", parsed.patterns.timestamp);
  reader.read("timestampNTZFormat", parsed.patterns.timestamp_ntz);
  reader.read(kLocalTimesOption, parsed.patterns.times_are_local);
  reader.read("inferSchema", parsed.infer_types);
  reader.read("prefersDecimal", parsed.prefers_decimal);
  reader.text("preferDate");  // Spark tries dates first in any case
  reader.honour_only("locale", {"en-US"});
  reader.honour_only("rowValidationXSDPath", {});
  RETURN_IF_ERROR(reader.status());
  if (parsed.value_tag == parsed.attribute_prefix) {
    return Error{ErrorCode::kInvalid,
                 "'valueTag' and 'attributePrefix' options should not be the same."};
  }
  return parsed;
}

}  // namespace tarn::format
