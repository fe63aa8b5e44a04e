// The bytes of a deletion vector: which rows of a data file are deleted (Delta Transaction Log
// Protocol, "Deletion Vector Format"). They are outside bytes: anything may stand in them. Pure.
//
// A number of 4 bytes says how the 64-bit set lies behind it. 1681511377 is the portable form of
// the RoaringBitmap format specification: a count of 8 bytes, then each 32-bit bitmap behind the
// upper half of its rows. 1681511376 is Delta's first form, which its Java library still reads: a
// count of 4 bytes, then each bitmap behind its length; its place is the upper half. Both are
// little endian; the protocol's own example of one in a log has these three numbers of Delta's
// first form in big endian, and is read, too.

#pragma once

#include <string_view>

#include "base/result.h"
#include "types/row_set.h"

namespace tarn::delta {

// kCorrupt says what does not fit.
Result<types::RowSet> parse_row_bitmap(std::string_view bytes);

}  // namespace tarn::delta
