#include "plan/coercion.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::int_type;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

// Strings, unless all arguments are arrays, or all are binaries.
Result<Signature> concat_rule(const CallSite& call) {
  bool arrays = false;
  bool all_binary = !call.arguments.empty();
  for (const ExpressionPtr& argument : call.arguments) {
    arrays = arrays || argument->type.is(TypeKind::kArray);
    all_binary = all_binary && argument->type.is(TypeKind::kBinary);
  }
  if (arrays) {
    for (size_t at = 0; at < call.arguments.size(); ++at) {
      const DataType& type = call.arguments[at]->type;
      if (type.is(TypeKind::kVoid)) return different_types(call);
      // Without ANSI what is no array becomes a text, and an INTERVAL does not.
      const bool is_span = type.is(TypeKind::kCalendarInterval) && call.ansi == AnsiMode::kOff;
      if (type.is(TypeKind::kMap) || type.is(TypeKind::kStruct) || is_span) {
        return unexpected_input_type(call, at, "(\"STRING\" or \"BINARY\" or \"ARRAY\")");
      }
    }
    return all_common(call, 1);
  }
  DataType type = all_binary ? types::binary_type() : string_type();
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    // A BINARY among strings is read as UTF-8.
    if (call.arguments[at]->type.is(TypeKind::kBinary)) continue;
    RETURN_IF_ERROR(accept(call, at, Want::kString));
  }
  return Signature{.arguments = std::vector<DataType>(call.arguments.size(), type), .result = type};
}

Result<Signature> concat_ws_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, SIZE_MAX));
  Signature signature{.result = string_type()};
  bool arrays = false;
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    if (at > 0 && call.arguments[at]->type.is(TypeKind::kArray)) {
      arrays = true;
      signature.arguments.push_back(DataType::array(string_type()));
      continue;
    }
    ASSIGN_OR_RETURN(DataType type, accept(call, at, Want::kString));
    signature.arguments.push_back(std::move(type));
  }
  signature.nullable = call.arguments[0]->nullable;
  if (arrays) {
    signature.variant = "concat_ws.arrays";
  } else if (call.arguments.size() == 1) {
    signature.variant = "concat_ws.nothing";
  }
  return signature;
}

Result<Signature> substring_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kStringOrBinary, Want::kInt, Want::kInt};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 3, string_type()));
  signature.result = signature.arguments[0];
  if (signature.result.is(TypeKind::kBinary)) signature.variant = "substring.binary";
  return signature;
}

Result<Signature> length_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, (fixed<int_type, Want::kStringOrBinary>(call)));
  if (signature.arguments[0].is(TypeKind::kBinary)) signature.variant = "octet_length.binary";
  return signature;
}

Result<Signature> octet_length_rule(const CallSite& call) { return length_rule(call); }

// trim(str), or trim(characters, str) as the parser hands it over.
Result<Signature> trim_rule(const CallSite& call) {
  return fixed_signature(call, std::array{Want::kString, Want::kString}, 1, string_type());
}
template <const std::string_view& Chars>
Result<Signature> trim_variant(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, trim_rule(call));
  if (call.arguments.size() == 2) signature.variant = Chars;
  return signature;
}
constexpr std::string_view kTrimChars = "trim.characters";
constexpr std::string_view kLtrimChars = "ltrim.characters";
constexpr std::string_view kRtrimChars = "rtrim.characters";

Result<Signature> replace_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kString};
  return fixed_signature(call, kWants, 3, string_type());
}

constexpr std::string_view kLpadBinary = "lpad.binary";
constexpr std::string_view kRpadBinary = "rpad.binary";
constexpr std::string_view kStartswithBinary = "startswith.binary";
constexpr std::string_view kEndswithBinary = "endswith.binary";
constexpr std::string_view kContainsBinary = "contains.binary";

bool are_binary(const CallSite& call, size_t count) {
  if (call.arguments.size() < count) return false;
  for (size_t at = 0; at < count; ++at) {
    if (!call.arguments[at]->type.is(TypeKind::kBinary)) return false;
  }
  return true;
}

// Two binaries are padded and tested as bytes; a binary and a string as strings.
template <const std::string_view& Variant>
Result<Signature> pad_rule(const CallSite& call) {
  if (call.arguments.size() == 3 && are_binary(call, 1) &&
      call.arguments[2]->type.is(TypeKind::kBinary)) {
    constexpr std::array kWants = {Want::kBinary, Want::kInt, Want::kBinary};
    ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 3, types::binary_type()));
    signature.variant = Variant;
    return signature;
  }
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  constexpr std::array kWants = {Want::kString, Want::kInt, Want::kString};
  return fixed_signature(call, kWants, 3, string_type());
}

template <const std::string_view& Variant>
Result<Signature> bytes_test_rule(const CallSite& call) {
  if (!are_binary(call, 2)) {
    return fixed_signature(call, std::array{Want::kString, Want::kString}, 2, boolean());
  }
  ASSIGN_OR_RETURN(Signature signature, (fixed<boolean, Want::kBinary, Want::kBinary>(call)));
  signature.variant = Variant;
  return signature;
}

Result<Signature> left_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kStringOrBinary, Want::kInt};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 2, string_type()));
  signature.result = signature.arguments[0];
  if (signature.result.is(TypeKind::kBinary)) signature.variant = "left.binary";
  return signature;
}

// A missing start is 0, and nothing is found from there.
Result<Signature> locate_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 3));
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kInt};
  return fixed_signature(call, kWants, 3, int_type());
}

constexpr DefaultArgument kFromTheFirst[] = {
    {.at = 2, .kind = DefaultArgument::Kind::kInteger, .integer = 1}};

const Function kFunctions[] = {
    {.name = "concat",
     .rule = concat_rule,
     .implementation = Implementation::kEmitter,
     .body = "concat",
     .nulls = NullRule::kNullFromNull,
     .usage = "concat(expr1, expr2, ...), expr1 || expr2",
     .summary = "Strings, binaries or arrays put together; NULL if any is NULL."},
    {.name = "concat_ws",
     .rule = concat_ws_rule,
     .body = "concat_ws({*})",
     .nulls = NullRule::kCustom,
     .usage = "concat_ws(separator, expr, ...)",
     .summary = "Strings put together with a separator; NULLs are skipped."},
    {.name = "concat_ws.nothing",
     .rule = concat_ws_rule,
     .body = "CASE WHEN {0} IS NULL THEN NULL ELSE '' END"},
    {.name = "concat_ws.arrays",
     .rule = concat_ws_rule,
     .implementation = kNative,
     .body = "concat_ws_arrays",
     .nulls = NullRule::kCustom},
    {.name = "substring",
     .rule = substring_rule,
     .implementation = kNative,
     .body = "substring",
     .usage = "substring(str, pos[, len])",
     .summary = "Characters from a position that counts from 1, or from the end if negative."},
    {.name = "substring.binary",
     .rule = substring_rule,
     .implementation = kNative,
     .body = "substring_binary"},
    {.name = "substr", .alias_of = "substring"},
    {.name = "left",
     .rule = left_rule,
     .body = "left({0}, CASE WHEN {1} < 0 THEN 0 ELSE {1} END)",
     .traits = kRewrittenLate,
     .usage = "left(str, len)",
     .summary = "The first characters of a string, or bytes of a binary."},
    {.name = "left.binary", .rule = left_rule, .implementation = kNative, .body = "left_binary"},
    {.name = "right",
     .rule = fixed<string_type, Want::kString, Want::kInt>,
     .body = "right({0}, CASE WHEN {1} < 0 THEN 0 ELSE {1} END)",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kRewrittenLate,
     .usage = "right(str, len)",
     .summary = "The last characters of a string."},
    {.name = "trim",
     .rule = trim_variant<kTrimChars>,
     .body = "trim({0}, ' ')",
     .usage = "trim(str), trim(BOTH chars FROM str)",
     .summary = "The string without blanks, or the given characters, at both ends."},
    {.name = "trim.characters",
     .rule = trim_rule,
     .body = "trim({1}, {0})",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst},
    {.name = "ltrim",
     .rule = trim_variant<kLtrimChars>,
     .body = "ltrim({0}, ' ')",
     .usage = "ltrim(str), trim(LEADING chars FROM str)",
     .summary = "The string without blanks, or the given characters, in front."},
    {.name = "ltrim.characters",
     .rule = trim_rule,
     .body = "ltrim({1}, {0})",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst},
    {.name = "rtrim",
     .rule = trim_variant<kRtrimChars>,
     .body = "rtrim({0}, ' ')",
     .usage = "rtrim(str), trim(TRAILING chars FROM str)",
     .summary = "The string without blanks, or the given characters, at its end."},
    {.name = "rtrim.characters",
     .rule = trim_rule,
     .body = "rtrim({1}, {0})",
     .nulls = NullRule::kNullWhenComputed,
     .evaluation = Evaluation::kLastFirst},
    {.name = "upper",
     .rule = fixed<string_type, Want::kString>,
     .implementation = kNative,
     .body = "upper",
     .usage = "upper(str)",
     .summary = "The string in upper case."},
    {.name = "ucase", .alias_of = "upper"},
    {.name = "lower",
     .rule = fixed<string_type, Want::kString>,
     .implementation = kNative,
     .body = "lower",
     .usage = "lower(str)",
     .summary = "The string in lower case."},
    {.name = "lcase", .alias_of = "lower"},
    {.name = "length",
     .rule = length_rule,
     .body = "CAST(length({0}) AS INTEGER)",
     .traits = kHidesValue,
     .usage = "length(expr)",
     .summary = "Characters of a string, or bytes of a binary."},
    {.name = "len", .alias_of = "length"},
    {.name = "char_length", .alias_of = "length"},
    {.name = "character_length", .alias_of = "length"},
    {.name = "octet_length.binary",
     .rule = octet_length_rule,
     .body = "CAST(octet_length({0}) AS INTEGER)",
     .traits = kHidesValue},
    {.name = "octet_length",
     .rule = octet_length_rule,
     .body = "CAST(strlen({0}) AS INTEGER)",
     .traits = kHidesValue,
     .usage = "octet_length(expr)",
     .summary = "Bytes of a binary, or of a string in UTF-8."},
    {.name = "replace",
     .rule = replace_rule,
     .body = "replace({0}, {1}, {2})",
     .usage = "replace(str, search[, replace])",
     .summary = "The string with every occurrence of another replaced."},
    {.name = "repeat",
     .rule = fixed<string_type, Want::kString, Want::kInt>,
     .implementation = kNative,
     .body = "repeat",
     .usage = "repeat(str, n)",
     .summary = "The string n times in a row."},
    {.name = "lpad",
     .rule = pad_rule<kLpadBinary>,
     .implementation = kNative,
     .body = "lpad",
     .usage = "lpad(str, len[, pad])",
     .summary = "The string or binary made len long, filled in front."},
    {.name = "lpad.binary",
     .rule = pad_rule<kLpadBinary>,
     .implementation = kNative,
     .body = "lpad_binary"},
    {.name = "rpad",
     .rule = pad_rule<kRpadBinary>,
     .implementation = kNative,
     .body = "rpad",
     .usage = "rpad(str, len[, pad])",
     .summary = "The string or binary made len long, filled behind."},
    {.name = "rpad.binary",
     .rule = pad_rule<kRpadBinary>,
     .implementation = kNative,
     .body = "rpad_binary"},
    // A CHAR as it is read, and what CHAR and VARCHAR keep of a text (text_lengths.h).
    {.name = "char.padded",
     .rule = fixed<string_type, Want::kString, Want::kInt>,
     .implementation = kNative,
     .body = "char_padded"},
    {.name = "char.stored",
     .rule = fixed<string_type, Want::kString, Want::kInt>,
     .implementation = kNative,
     .body = "char_stored",
     .can_raise = true},
    {.name = "varchar.stored",
     .rule = fixed<string_type, Want::kString, Want::kInt>,
     .implementation = kNative,
     .body = "varchar_stored",
     .can_raise = true},
    {.name = "text.within",
     .rule = fixed<string_type, Want::kString, Want::kInt, Want::kString>,
     .implementation = kNative,
     .body = "text_within",
     .can_raise = true},
    {.name = "startswith",
     .rule = bytes_test_rule<kStartswithBinary>,
     .body = "starts_with({0}, {1})",
     .usage = "startswith(str, prefix)",
     .summary = "Whether the string or binary begins with another."},
    {.name = "startswith.binary",
     .rule = bytes_test_rule<kStartswithBinary>,
     .implementation = kNative,
     .body = "startswith_binary"},
    {.name = "endswith",
     .rule = bytes_test_rule<kEndswithBinary>,
     .body = "ends_with({0}, {1})",
     .usage = "endswith(str, suffix)",
     .summary = "Whether the string or binary ends with another."},
    {.name = "endswith.binary",
     .rule = bytes_test_rule<kEndswithBinary>,
     .implementation = kNative,
     .body = "endswith_binary"},
    {.name = "contains",
     .rule = bytes_test_rule<kContainsBinary>,
     .body = "contains({0}, {1})",
     .usage = "contains(str, part)",
     .summary = "Whether the string or binary holds another."},
    {.name = "contains.binary",
     .rule = bytes_test_rule<kContainsBinary>,
     .implementation = kNative,
     .body = "contains_binary"},
    {.name = "instr",
     .rule = fixed<int_type, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "instr",
     .usage = "instr(str, part)",
     .summary = "Where another string first stands in it, from 1; 0 if nowhere."},
    {.name = "position",
     .rule = locate_rule,
     .implementation = kNative,
     .body = "locate",
     .nulls = NullRule::kCustom,
     .ends_at_null = places(0, 1),
     .evaluation = Evaluation::kLastFirst,
     .usage = "position(part, str[, from])",
     .summary = "Where a string first stands in another, from 1; 0 if nowhere.",
     .defaults = kFromTheFirst},
    {.name = "locate", .alias_of = "position"},
};

}  // namespace

std::span<const Function> string_functions() { return kFunctions; }

}  // namespace tarn::plan
