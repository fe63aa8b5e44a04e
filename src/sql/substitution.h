// ${name} in a statement becomes the value of a setting, as text, before the statement is parsed
// (SEMANTICS 12.9), also inside string literals and quoted names, as in Databricks and Hive.
//
// The text that is parsed then differs from the file's. A Fragment knows where its bytes come from,
// so that every span in a tree or a message speaks of the file as it was written.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace tarn::sql {

// Whether a backslash in a string literal escapes what follows, or stands for itself
// (spark.sql.parser.escapedStringLiterals).
enum class StringEscapes : uint8_t { kResolved, kAsWritten };

// What settings make of a text.
struct Reading {
  StringEscapes escapes = StringEscapes::kResolved;
  // spark.sql.ansi.enforceReservedKeywords: the words that SQL reserves name nothing.
  bool reserves_words = false;
  // spark.sql.ansi.doubleQuotedIdentifiers: "a b" is a name, as `a b` is.
  bool double_quoted_names = false;
  // spark.sql.ansi.relationPrecedence: JOIN binds before the comma between relations.
  bool joins_before_commas = false;
  // spark.sql.legacy.setopsPrecedence.enabled: set operations go from left to right, INTERSECT too.
  bool sets_from_left = false;
  // spark.sql.legacy.exponentLiteralAsDecimal.enabled: 1e3 is a DECIMAL.
  bool exact_exponents = false;
  // spark.sql.timestampType = TIMESTAMP_NTZ: TIMESTAMP is the type of a wall clock's reading.
  bool timestamps_are_local = false;
};

// Text to parse, and the way from its bytes back to the file's.
class Fragment {
 public:
  // All of `text`, as a file of its own; `path` is what messages call it.
  static Fragment whole(std::string text, std::string path = {});
  // The bytes `span` of a file, unchanged.
  static Fragment of(std::shared_ptr<const SourceText> source, Span span);

  const std::string& text() const { return text_; }
  // The same, to be read so.
  Fragment with(const Reading& reading) const;
  const Reading& reading() const { return reading_; }
  const std::shared_ptr<const SourceText>& source() const { return source_; }

  // The file's bytes that [begin, end) of the text came from. What came from a value is the whole
  // reference ${name}.
  Span source_span(uint32_t begin, uint32_t end) const;

 private:
  friend class Substitution;
  // Text from `begin` on came from the file's byte `source_begin` on; where `replaced` is set, all
  // of it came from the bytes [source_begin, source_end).
  struct Piece {
    uint32_t begin = 0;
    uint32_t source_begin = 0;
    uint32_t source_end = 0;
    bool replaced = false;
  };
  const Piece& piece_at(uint32_t offset) const;

  std::string text_;
  std::shared_ptr<const SourceText> source_;  // shared with the diagnostics that outlive a parse
  std::vector<Piece> pieces_;                 // never empty; the first begins at 0
  Reading reading_;
};

// The value of a name, or nothing.
using VariableLookup = std::function<std::optional<std::string>(std::string_view name)>;

struct SubstitutionResult {
  Fragment fragment;                    // references without a value stay as they are
  std::vector<Diagnostic> diagnostics;  // one for each reference without a value
};

// The bytes `span` of the file with each ${name} replaced. A value is not searched again. Comments
// are left alone.
SubstitutionResult substitute(std::shared_ptr<const SourceText> source, Span span,
                              const VariableLookup& lookup,
                              const std::vector<std::string>& known_names = {});

}  // namespace tarn::sql
