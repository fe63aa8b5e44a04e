// Puts a Fragment together from pieces of a file and what stands in the place of others: inside
// this room only.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sql/substitution.h"

namespace tarn::sql {

// Builds a Fragment piece by piece.
class Substitution {
 public:
  Substitution(std::shared_ptr<const SourceText> source, Span span) : span_(span) {
    out_.source_ = std::move(source);
  }

  // The file's bytes [begin, end), relative to the span, as they are.
  void keep(size_t begin, size_t end) {
    if (begin == end && !out_.pieces_.empty()) {
      return;
    }
    add_piece(begin, end, false);
    out_.text_ += std::string_view(out_.source_->text).substr(span_.begin + begin, end - begin);
  }

  // `value` in the place of the file's bytes [begin, end), relative to the span.
  void replace(size_t begin, size_t end, const std::string& value) {
    add_piece(begin, end, true);
    out_.text_ += value;
  }

  Fragment finish() && { return std::move(out_); }

 private:
  void add_piece(size_t begin, size_t end, bool replaced) {
    out_.pieces_.push_back({.begin = static_cast<uint32_t>(out_.text_.size()),
                            .source_begin = span_.begin + static_cast<uint32_t>(begin),
                            .source_end = span_.begin + static_cast<uint32_t>(end),
                            .replaced = replaced});
  }

  Span span_;
  Fragment out_;
};

}  // namespace tarn::sql
