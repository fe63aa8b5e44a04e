// More functions of strings: characters, parts, words, sounds and distances.

#include <algorithm>

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"
#include "types/utf8.h"

namespace tarn::plan {

namespace {

using types::boolean;
using types::DataType;
using types::int_type;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

bool all_binary(const CallSite& call) {
  for (const ExpressionPtr& argument : call.arguments) {
    if (!argument->type.is(TypeKind::kBinary)) return false;
  }
  return true;
}

Result<Signature> bit_length_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, (fixed<int_type, Want::kStringOrBinary>(call)));
  if (signature.arguments[0].is(TypeKind::kBinary)) signature.variant = "bit_length.binary";
  return signature;
}

Result<Signature> overlay_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 3, 4));
  constexpr std::array kWants = {Want::kStringOrBinary, Want::kStringOrBinary, Want::kInt,
                                 Want::kInt};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 4, string_type()));
  if (signature.arguments[0] != signature.arguments[1]) {
    return different_types({.name = call.name, .arguments = call.arguments.subspan(0, 2)});
  }
  signature.result = signature.arguments[0];
  if (signature.result.is(TypeKind::kBinary)) signature.variant = "overlay.binary";
  return signature;
}

Result<Signature> reverse_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (type.is(TypeKind::kArray)) {
    return Signature{.arguments = {type}, .result = type, .variant = "reverse.array"};
  }
  ASSIGN_OR_RETURN(DataType text, accept(call, 0, Want::kStringOrBinary));
  Signature signature{.arguments = {text}, .result = text};
  if (text.is(TypeKind::kBinary)) signature.variant = "reverse.binary";
  return signature;
}

Result<Signature> levenshtein_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kInt};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 2, int_type()));
  if (call.arguments.size() == 3) signature.variant = "levenshtein.within";
  return signature;
}

Error not_one_character(std::string_view parameter) {
  return Error{.code = ErrorCode::kInvalid,
               .message = "Length of " + std::string(parameter) + " should be 1.",
               .condition = "DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE",
               .sqlstate = "42K09"};
}

bool is_one_character(const std::string& text) {
  size_t end = 0;
  if (!text.empty()) types::next_code_point(text, end);
  return end > 0 && end == text.size();
}

// What replaces the characters of each kind is a constant of one character, or NULL.
Result<Signature> mask_rule(const CallSite& call) {
  constexpr std::array<std::string_view, 5> kParameters = {"input", "upperChar", "lowerChar",
                                                           "digitChar", "otherChar"};
  RETURN_IF_ERROR(expect_arguments(call, 5, 5));
  Signature signature{.result = string_type()};
  for (size_t at = 0; at < kParameters.size(); ++at) {
    const DataType& type = call.arguments[at]->type;
    if (!type.is(TypeKind::kString) && !type.is(TypeKind::kVoid)) {
      return unexpected_input_type(call, at, "\"STRING\"");
    }
    signature.arguments.push_back(string_type());
  }
  for (size_t at = 1; at < kParameters.size(); ++at) {
    const Expression& argument = *call.arguments[at];
    if (is_null_literal(argument)) continue;
    const auto text = literal_string(argument);
    if (!text) return not_foldable(call, at, kParameters[at], "STRING");
    if (!is_one_character(*text)) return not_one_character(kParameters[at]);
  }
  signature.nullable = call.arguments[0]->nullable;
  return signature;
}

Result<Signature> sentences_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 3));
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kString};
  return fixed_signature(call, kWants, 3,
                         DataType::array(DataType::array(string_type(), false), false));
}

Result<Signature> btrim_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 2));
  constexpr std::array kWants = {Want::kString, Want::kString};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 1, string_type()));
  if (call.arguments.size() == 2) signature.variant = "btrim.characters";
  return signature;
}

// elt(n, ..): all binaries, or all strings.
Result<Signature> elt_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, SIZE_MAX));
  ASSIGN_OR_RETURN(DataType index, accept(call, 0, Want::kInt));
  Signature signature{.arguments = {index}, .may_be_null = true};
  const CallSite values{.name = call.name, .arguments = call.arguments.subspan(1)};
  signature.result = all_binary(values) ? types::binary_type() : string_type();
  for (size_t at = 1; at < call.arguments.size(); ++at) {
    if (!all_binary(values)) RETURN_IF_ERROR(accept(call, at, Want::kString));
    signature.arguments.push_back(signature.result);
  }
  return signature;
}

constexpr DefaultArgument kAsLongAsGiven[] = {
    {.at = 3, .kind = DefaultArgument::Kind::kInteger, .integer = -1}};
constexpr DefaultArgument kMasks[] = {{.at = 1, .text = "X"},
                                      {.at = 2, .text = "x"},
                                      {.at = 3, .text = "n"},
                                      {.at = 4, .kind = DefaultArgument::Kind::kNull}};
constexpr DefaultArgument kNoLocale[] = {{.at = 1}, {.at = 2}};

Result<Signature> collation_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is(TypeKind::kString) && !type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"STRING\"");
  }
  return Signature{.arguments = {string_type()}, .result = string_type(), .nullable = false};
}

// str COLLATE UTF8_BINARY
Result<Signature> collate_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 2));
  const auto name = literal_string(*call.arguments[1]);
  if (!name) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "The second argument of collate() must be a constant string.",
                 .condition = "UNEXPECTED_INPUT_TYPE",
                 .sqlstate = "42K09"};
  }
  if (!types::equal_ignoring_case(*name, "UTF8_BINARY")) {
    static constexpr std::string_view kOthers[] = {"UTF8_LCASE", "UNICODE", "UNICODE_CI"};
    const bool known = std::ranges::any_of(
        kOthers, [&](std::string_view other) { return types::equal_ignoring_case(*name, other); });
    return Error{
        .code = known ? ErrorCode::kUnsupported : ErrorCode::kInvalid,
        .message = known ? "The collation " + *name + " is not supported."
                         : "The value " + *name + " does not represent a correct collation name.",
        .condition = known ? "UNSUPPORTED_FEATURE" : "COLLATION_INVALID_NAME",
        .sqlstate = known ? "0A000" : "42704"};
  }
  const DataType& type = call.arguments[0]->type;
  if (!type.is(TypeKind::kString) && !type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"STRING\"");
  }
  return Signature{.arguments = {string_type(), string_type()}, .result = string_type()};
}

// Nothing but a string, by no cast.
Result<Signature> soundex_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  const DataType& type = call.arguments[0]->type;
  if (!type.is(TypeKind::kString) && !type.is(TypeKind::kVoid)) {
    return unexpected_input_type(call, 0, "\"STRING\"");
  }
  return Signature{.arguments = {string_type()}, .result = string_type()};
}

const Function kFunctions[] = {
    {.name = "btrim",
     .rule = btrim_rule,
     .body = "trim({0}, ' ')",
     .nulls = NullRule::kNullWhenComputed,
     .traits = kRewrittenLate,
     .usage = "btrim(str[, chars])",
     .summary = "The string without blanks, or the given characters, at both ends."},
    {.name = "btrim.characters", .rule = btrim_rule, .body = "trim({0}, {1})"},
    {.name = "bit_length",
     .rule = bit_length_rule,
     .body = "CAST(8 * strlen({0}) AS INTEGER)",
     .traits = kHidesValue,
     .usage = "bit_length(expr)",
     .summary = "Bits of a binary, or of a string in UTF-8."},
    {.name = "bit_length.binary",
     .rule = bit_length_rule,
     .body = "CAST(8 * octet_length({0}) AS INTEGER)",
     .traits = kHidesValue},
    {.name = "overlay",
     .rule = overlay_rule,
     .implementation = kNative,
     .body = "overlay",
     .usage = "overlay(str PLACING replacement FROM pos [FOR len])",
     .summary = "The string or binary with a part replaced by another.",
     .defaults = kAsLongAsGiven},
    {.name = "overlay.binary",
     .rule = overlay_rule,
     .implementation = kNative,
     .body = "overlay_binary"},
    {.name = "reverse",
     .rule = reverse_rule,
     .implementation = kNative,
     .body = "reverse",
     .usage = "reverse(expr)",
     .summary = "A string, binary or array with its order turned."},
    {.name = "reverse.binary",
     .rule = reverse_rule,
     .implementation = kNative,
     .body = "reverse_binary"},
    {.name = "reverse.array", .rule = reverse_rule, .body = "list_reverse({0})"},
    {.name = "initcap",
     .rule = fixed<string_type, Want::kString>,
     .implementation = kNative,
     .body = "initcap",
     .usage = "initcap(str)",
     .summary = "Each word with its first letter in upper case, the others in lower case."},
    {.name = "translate",
     .rule = fixed<string_type, Want::kString, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "translate",
     .usage = "translate(str, from, to)",
     .summary = "Characters of `from` replaced by those in the same place of `to`."},
    {.name = "ascii",
     .rule = fixed<int_type, Want::kString>,
     .implementation = kNative,
     .body = "ascii",
     .usage = "ascii(str)",
     .summary = "The code point of the first character; 0 of the empty string."},
    {.name = "chr",
     .rule = fixed<string_type, Want::kLong>,
     .implementation = kNative,
     .body = "chr",
     .usage = "chr(expr)",
     .summary = "The character with a number, modulo 256; the empty string if negative."},
    {.name = "char", .alias_of = "chr"},
    {.name = "space",
     .rule = fixed<string_type, Want::kInt>,
     .implementation = kNative,
     .body = "space",
     .usage = "space(n)",
     .summary = "n blanks."},
    {.name = "quote",
     .rule = fixed<string_type, Want::kString>,
     .implementation = kNative,
     .body = "quote",
     .usage = "quote(str)",
     .summary = "The string between single quotes, those inside with a backslash."},
    {.name = "substring_index",
     .rule = fixed<string_type, Want::kString, Want::kString, Want::kInt>,
     .implementation = kNative,
     .body = "substring_index",
     .usage = "substring_index(str, delimiter, count)",
     .summary = "What stands before the count-th delimiter, from the end if negative."},
    {.name = "split_part",
     .rule = fixed<string_type, Want::kString, Want::kString, Want::kInt>,
     .implementation = kNative,
     .body = "split_part",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "split_part(str, delimiter, n)",
     .summary = "The n-th part between delimiters, from the end if negative."},
    {.name = "find_in_set",
     .rule = fixed<int_type, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "find_in_set",
     .usage = "find_in_set(str, list)",
     .summary = "Where a string stands in a list with commas, from 1; 0 if nowhere."},
    {.name = "elt",
     .rule = elt_rule,
     .implementation = kNative,
     .body = "elt",
     .nulls = NullRule::kCustom,
     .ends_at_null = places(0),
     .can_raise = true,
     .evaluation = Evaluation::kChosen,
     .traits = kTriedWithoutAnsi | kRewrittenLate,
     .usage = "elt(n, expr1, expr2, ...)",
     .summary = "The n-th of the following arguments."},
    {.name = "soundex",
     .rule = soundex_rule,
     .implementation = kNative,
     .body = "soundex",
     .traits = kForgetsUntyped,
     .usage = "soundex(str)",
     .summary = "How an English word sounds: a letter and three digits."},
    {.name = "levenshtein",
     .rule = levenshtein_rule,
     .implementation = kNative,
     .body = "levenshtein",
     .usage = "levenshtein(str1, str2[, threshold])",
     .summary = "How many characters must change; -1 if more than the threshold."},
    {.name = "levenshtein.within",
     .rule = levenshtein_rule,
     .implementation = kNative,
     .body = "levenshtein_within"},
    {.name = "luhn_check",
     .rule = fixed<boolean, Want::kString>,
     .implementation = kNative,
     .body = "luhn_check",
     .traits = kRewrittenLate,
     .usage = "luhn_check(str)",
     .summary = "Whether digits end with the right check digit of Luhn's."},
    {.name = "mask",
     .rule = mask_rule,
     .implementation = kNative,
     .body = "mask",
     .nulls = NullRule::kCustom,
     .constants = places(1, 2, 3, 4),
     .traits = kForgetsUntyped | kHidesValue,
     .usage = "mask(str[, upper[, lower[, digit[, other]]]])",
     .summary = "Letters and digits replaced by a character for each kind.",
     .defaults = kMasks},
    {.name = "sentences",
     .rule = sentences_rule,
     .implementation = kNative,
     .body = "sentences",
     .nulls = NullRule::kCustom,
     .usage = "sentences(str[, language[, country]])",
     .summary = "The words of each sentence.",
     .defaults = kNoLocale},
    {.name = "collate",
     .rule = collate_rule,
     .body = "{0}",
     .constants = places(1),
     .usage = "collate(str, collation)",
     .summary = "The string itself: the collation is UTF8_BINARY, for there is no other."},
    {.name = "collation",
     .rule = collation_rule,
     .body = "'SYSTEM.BUILTIN.UTF8_BINARY'",
     .nulls = NullRule::kCustom,
     .traits = kForgetsUntyped,
     .usage = "collation(str)",
     .summary = "The collation of a string: UTF8_BINARY, for there is no other."},
};

}  // namespace

std::span<const Function> text_functions() { return kFunctions; }

}  // namespace tarn::plan
