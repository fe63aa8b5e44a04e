// Changes of a text, at places that are known before any is made.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace tarn::lowering {

struct Edit {
  Span span;  // of the text
  std::string text;
};

class Edits {
 public:
  void replace(Span span, std::string text) {
    edits_.push_back({.span = span, .text = std::move(text)});
  }
  // The stretch `within` of `text` with the edits that lie in it. Of two edits one of which holds
  // the other, the outer one counts.
  std::string apply(std::string_view text, Span within) const;

 private:
  std::vector<Edit> edits_;
};

}  // namespace tarn::lowering
