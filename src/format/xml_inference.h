// The schema of an XML document: Spark's schema_of_xml.

#pragma once

#include <optional>
#include <string_view>

#include "format/xml_options.h"
#include "types/type.h"

namespace tarn::format {

// The struct that the root's attributes and elements make, fields in the order of their names;
// what says nothing of its type is STRING. Nothing: the document is malformed.
std::optional<types::DataType> xml_schema(std::string_view document, const XmlOptions& options);

}  // namespace tarn::format
