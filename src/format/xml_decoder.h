// XML documents in strings to values of one type, with Spark's rules (from_xml).
//
// The root's name does not count. An element becomes the field of its name, ignoring case, an
// attribute the field of the prefix and its name, text beside them the field of the value tag.
// A document that is malformed gives NULL in each field; a value that does not fit ends the
// reading, so that what stands before it stays. Not thread-safe; give each thread its own.

#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "format/xml_options.h"
#include "types/column.h"

namespace tarn::format {

class XmlDecoder {
 public:
  // `type` is a STRUCT or a VARIANT. kInvalid: the column for malformed records is no STRING.
  static Result<std::unique_ptr<XmlDecoder>> of(types::DataType type, XmlOptions options);
  ~XmlDecoder();

  // Appends one value. An error under FAILFAST alone.
  Status decode(std::string_view document, types::Column& out);

 private:
  struct State;
  explicit XmlDecoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tarn::format
