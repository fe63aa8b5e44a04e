// What XML texts are worth: scalars of a type, and variants.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "format/xml_options.h"
#include "format/xml_tree.h"
#include "types/type.h"
#include "types/value.h"
#include "types/variant.h"

namespace tarn::format {

// Without the blanks around it, where the options say so.
std::string_view xml_text(std::string_view text, const XmlOptions& options);

// The value of a text, NULL among them; nothing where the text is none of that type.
std::optional<types::Value> xml_scalar(std::string_view text, const types::DataType& type,
                                       const XmlOptions& options);

// An element and all below it: attributes and elements are fields, elements of one name an array.
std::string xml_variant(const XmlNode& element, const XmlOptions& options);
// The same of a whole run of text.
std::string xml_text_variant(std::string_view text, const XmlOptions& options);

}  // namespace tarn::format
