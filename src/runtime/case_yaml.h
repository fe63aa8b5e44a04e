// What reading a case's YAML needs: nodes as the values that are meant, tables of rows, and
// complaints with their places. All complaints of a file are collected; a value that is wrong is
// read as an empty one.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/yaml.h"
#include "runtime/case_rows.h"

namespace tarn::runtime {

class CaseYaml {
 protected:
  using Keys = std::vector<std::string>;

  explicit CaseYaml(std::shared_ptr<const SourceText> source) : source_(std::move(source)) {}

  const std::shared_ptr<const SourceText>& source() const { return source_; }
  size_t mistakes() const { return mistakes_.size(); }
  std::vector<Diagnostic> take_mistakes() { return std::move(mistakes_); }

  void complain(Span span, std::string message, std::string hint = {});

  // The node as a map whose keys are all known; null pointer where it is no map.
  const YamlMap* map_of(const YamlNode& node, const std::string& what, const Keys& known);
  std::string text_of(const YamlNode& node, const std::string& what);
  bool boolean_of(const YamlNode& node, const std::string& what);
  int64_t count_of(const YamlNode& node, const std::string& what);
  Keys names_of(const YamlNode& node, const std::string& what);  // one, or a list

  // Rows in whatever form: a table of text, a list of maps, or a map with some of the keys `known`.
  CaseRows read_rows(const YamlNode& node, NestedForm form, const Keys& known);
  // [{a: 1}, {a: 2, b: x}]: a column for each key, in the order in which they appear.
  CaseRows read_maps(const YamlNode& node, NestedForm form);

 private:
  Span span_of_line(const YamlNode& node, int line) const;
  CaseRows checked(const YamlNode& node, RowsResult result);
  void apply_columns(const YamlNode& node, CaseRows& rows);

  std::shared_ptr<const SourceText> source_;  // shared with diagnostics
  std::vector<Diagnostic> mistakes_;
};

}  // namespace tarn::runtime
