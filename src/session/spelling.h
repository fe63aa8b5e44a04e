// Texts and names as SQL writes them.

#pragma once

#include <string>

namespace tarn::session {

// 'it\'s'
std::string text_literal(const std::string& text);
// `a``b`
std::string back_quoted(const std::string& name);

}  // namespace tarn::session
