// Texts, and bytes, as JSON strings.

#pragma once

#include <string>
#include <string_view>

namespace tarn::types {

// "text" with its quotes; what must be escaped is.
void append_json_string(std::string& out, std::string_view text);

// RFC 4648, with padding.
std::string base64_text(std::string_view bytes);

}  // namespace tarn::types
