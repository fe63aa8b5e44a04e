// Writes s-expressions: for dump*.cc alone.

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "sql/ast.h"

namespace tarn::sql {

class DumpWriter {
 public:
  void word(std::string_view text);
  void open(std::string_view name);
  void close() { text_ += ')'; }

  void add(const ExpressionPtr& expression);
  void add(const ExpressionList& expressions);
  void add(std::string_view name, const std::vector<Name>& names);
  void add(std::string_view name, const std::vector<Identifier>& names);
  void add(std::string_view name, const std::vector<SortItem>& items);
  void add(std::string_view name, const WindowSpec& window);

  // (name child child)
  template <typename... Children>
  void list(std::string_view name, const Children&... children) {
    open(name);
    (add(children), ...);
    close();
  }

  std::string finish() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace tarn::sql
