// What a row's file says of the row: the hidden column `_metadata`, and the functions
// input_file_name(), input_file_block_start() and input_file_block_length().
//
// As in Spark, the functions know the file as long as rows come one by one from one source of files
// (files or a table's data files): through projections, filters, generators, UNION ALL and joins
// with what is no file. Behind an operator that gathers rows (grouping, sorting, DISTINCT, LIMIT, a
// window) no row has a file any more: the name is empty, the others are -1.

#pragma once

#include <optional>

#include "plan/node.h"

namespace tarn::plan {

inline constexpr const char* kMetadataColumn = "_metadata";

// STRUCT<file_path, file_name, file_size, file_block_start, file_block_length,
// file_modification_time> (SEMANTICS 6.2).
types::DataType file_metadata_type();

// How many sources of files stand below an operator, as Spark counts them for its
// MULTI_SOURCES_UNSUPPORTED_FOR_EXPRESSION: the parts of a union are one.
size_t count_file_sources(const Node& node);

// The plan with one more column: the metadata of each row's file, NULL where it has none. Nothing
// where no row has one.
struct WithMetadata {
  PlanPtr plan;
  Attribute metadata;
};
std::optional<WithMetadata> with_file_metadata(const PlanPtr& plan, IdSource& ids);

// The call of `function` (lower case, one of the three) over that column; without one, what it is
// for rows of no file.
ExpressionPtr file_call(std::string_view function, const std::optional<Attribute>& metadata,
                        Span span);

// The three functions of one FROM, whose plan gets the column when the first of them is met.
class RowFile {
 public:
  // Both must outlive it.
  RowFile(PlanPtr& plan, IdSource& ids) : plan_(plan), ids_(ids) {}

  // More than one source of files stands below: no call can be answered.
  bool is_ambiguous() const { return count_file_sources(*plan_) > 1; }
  ExpressionPtr call(std::string_view function, Span span);
  // Whether the expression asks for the file.
  bool is_in(const Expression& expression) const;
  // The expression above an operator that gathers rows: the metadata is NULL there.
  ExpressionPtr gathered(const ExpressionPtr& expression) const;

 private:
  PlanPtr& plan_;
  IdSource& ids_;
  bool is_asked_ = false;
  std::optional<Attribute> metadata_;
};

}  // namespace tarn::plan
