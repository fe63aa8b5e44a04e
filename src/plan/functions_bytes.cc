// Texts and bytes: encodings, hashes, encryption, URLs.

#include "plan/coercion.h"
#include "plan/constants.h"
#include "plan/function_families.h"
#include "plan/type_rules.h"
#include "types/utf8.h"

namespace tarn::plan {

namespace {

using types::binary_type;
using types::boolean;
using types::DataType;
using types::int_type;
using types::long_type;
using types::string_type;
using types::TypeKind;

constexpr auto kNative = Implementation::kNative;

Result<Signature> hex_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 1, 1));
  if (call.arguments[0]->type.is_numeric()) {
    return Signature{.arguments = {long_type()}, .result = string_type(), .variant = "hex.long"};
  }
  return fixed_signature(call, std::array{Want::kStringOrBinary}, 1, string_type());
}

bool holds_map(const DataType& type) {
  switch (type.kind()) {
    case TypeKind::kMap:
      return true;
    case TypeKind::kArray:
      return holds_map(type.element());
    case TypeKind::kStruct:
      for (const types::Field& field : type.fields()) {
        if (holds_map(field.type)) return true;
      }
      return false;
    default:
      return false;
  }
}

// Equal maps may hold their entries in another order, so a map has no hash.
Result<Signature> hash_rule(const CallSite& call, DataType result) {
  RETURN_IF_ERROR(expect_arguments(call, 1, SIZE_MAX));
  Signature signature{.result = std::move(result), .nullable = false};
  for (const ExpressionPtr& argument : call.arguments) {
    if (holds_map(argument->type)) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "Input to the function `" + std::string(call.name) +
                              "` cannot contain elements of the \"MAP\" type: the same map may "
                              "have different hashes.",
                   .condition = "DATATYPE_MISMATCH.HASH_MAP_TYPE",
                   .sqlstate = "42K09"};
    }
  }
  for (const ExpressionPtr& argument : call.arguments) {
    if (contains_variant(argument->type)) {
      return Error{.code = ErrorCode::kInvalid,
                   .message = "Input to the function `" + std::string(call.name) +
                              "` cannot contain elements of the \"VARIANT\" type yet.",
                   .condition = "DATATYPE_MISMATCH.HASH_VARIANT_TYPE",
                   .sqlstate = "42K09"};
    }
    signature.arguments.push_back(argument->type);
  }
  return signature;
}
Result<Signature> hash_of_int(const CallSite& call) { return hash_rule(call, int_type()); }
Result<Signature> hash_of_long(const CallSite& call) { return hash_rule(call, long_type()); }

// The format is a constant, and must be one of four.
Result<Signature> to_binary_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kString, Want::kString};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 1, binary_type()));
  signature.may_be_null = true;
  if (call.arguments.size() == 1) {
    signature.variant = call.name == "try_to_binary" ? "try_to_binary.hex" : "to_binary.hex";
    return signature;
  }
  if (is_null_literal(*call.arguments[1])) return signature;
  const auto format = literal_string(*call.arguments[1]);
  if (!format) return not_foldable(call, 1, "fmt", "STRING");
  for (const char* known : {"hex", "utf-8", "utf8", "base64"}) {
    if (types::equal_ignoring_case(*format, known)) return signature;
  }
  if (call.name == "try_to_binary") {
    signature.variant = "try_to_binary.unknown";
    return signature;
  }
  return Error{.code = ErrorCode::kInvalid,
               .message =
                   "The fmt value must to be a case-insensitive \"STRING\" literal of "
                   "'hex', 'utf-8', 'utf8', or 'base64', but got '" +
                   *format + "'.",
               .condition = "DATATYPE_MISMATCH.INVALID_ARG_VALUE",
               .sqlstate = "42K09"};
}

Result<Signature> utf8_rule(const CallSite& call) {
  return fixed_signature(call, std::array{Want::kStringOrBinary}, 1, string_type());
}
Result<Signature> utf8_test_rule(const CallSite& call) {
  return fixed_signature(call, std::array{Want::kStringOrBinary}, 1, boolean());
}
Result<Signature> try_utf8_rule(const CallSite& call) {
  ASSIGN_OR_RETURN(Signature signature, utf8_rule(call));
  signature.may_be_null = true;
  return signature;
}

template <const std::string_view& WithKey>
Result<Signature> parse_url_rule(const CallSite& call) {
  constexpr std::array kWants = {Want::kString, Want::kString, Want::kString};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 2, string_type()));
  for (size_t at = 0; at < call.arguments.size(); ++at) {
    const types::DataType& type = call.arguments[at]->type;
    // Nothing else becomes a text here.
    if (!type.is(types::TypeKind::kString) && !type.is(types::TypeKind::kVoid)) {
      return unexpected_input_type(call, at, "\"STRING\"");
    }
  }
  signature.may_be_null = true;
  if (call.arguments.size() == 3) signature.variant = WithKey;
  return signature;
}
constexpr std::string_view kParameter = "parse_url.parameter";
constexpr std::string_view kTryParameter = "try_parse_url.parameter";

// Where a body asks for binaries, a string comes as its UTF-8.
Result<Signature> encrypt_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 6));
  constexpr std::array kWants = {Want::kBinary, Want::kBinary, Want::kString,
                                 Want::kString, Want::kBinary, Want::kBinary};
  return fixed_signature(call, kWants, 6, binary_type());
}
Result<Signature> decrypt_rule(const CallSite& call) {
  RETURN_IF_ERROR(expect_arguments(call, 2, 5));
  constexpr std::array kWants = {Want::kBinary, Want::kBinary, Want::kString, Want::kString,
                                 Want::kBinary};
  ASSIGN_OR_RETURN(Signature signature, fixed_signature(call, kWants, 5, binary_type()));
  signature.may_be_null = true;
  return signature;
}

constexpr DefaultArgument kEncryption[] = {
    {.at = 2, .text = "GCM"}, {.at = 3, .text = "DEFAULT"}, {.at = 4}, {.at = 5}};
constexpr DefaultArgument kDecryption[] = {
    {.at = 2, .text = "GCM"}, {.at = 3, .text = "DEFAULT"}, {.at = 4}};

// Without ANSI, what needs more than 64 bits is the greatest number that they hold.
Result<Signature> conv_rule(const CallSite& call) {
  using enum Want;
  ASSIGN_OR_RETURN(Signature signature,
                   (fixed_may_be_null<string_type, kString, kInt, kInt>(call)));
  if (call.ansi == AnsiMode::kOff) signature.variant = "conv.within_bits";
  return signature;
}

const Function kFunctions[] = {
    {.name = "md5",
     .rule = fixed<string_type, Want::kBinary>,
     .body = "md5({0})",
     .traits = kHidesValue,
     .usage = "md5(expr)",
     .summary = "The MD5 checksum in hexadecimal."},
    {.name = "sha1",
     .rule = fixed<string_type, Want::kBinary>,
     .body = "sha1({0})",
     .traits = kHidesValue,
     .usage = "sha1(expr)",
     .summary = "The SHA-1 hash in hexadecimal."},
    {.name = "sha", .alias_of = "sha1"},
    {.name = "sha2",
     .rule = fixed_may_be_null<string_type, Want::kBinary, Want::kInt>,
     .implementation = kNative,
     .body = "sha2",
     .traits = kHidesValue,
     .usage = "sha2(expr, bits)",
     .summary = "The SHA-2 hash of 224, 256 (or 0), 384 or 512 bits in hexadecimal."},
    {.name = "crc32",
     .rule = fixed<long_type, Want::kBinary>,
     .implementation = kNative,
     .body = "crc32",
     .traits = kHidesValue,
     .usage = "crc32(expr)",
     .summary = "The cyclic redundancy check of bytes."},
    {.name = "hash",
     .rule = hash_of_int,
     .implementation = kNative,
     .body = "hash",
     .nulls = NullRule::kCustom,
     .traits = kHidesValue,
     .usage = "hash(expr1, expr2, ...)",
     .summary = "Murmur 3 over all arguments, of 32 bits; NULLs do not count."},
    {.name = "xxhash64",
     .rule = hash_of_long,
     .implementation = kNative,
     .body = "xxhash64",
     .nulls = NullRule::kCustom,
     .traits = kHidesValue,
     .usage = "xxhash64(expr1, expr2, ...)",
     .summary = "xxHash over all arguments, of 64 bits; NULLs do not count."},
    {.name = "base64",
     .rule = fixed<string_type, Want::kBinary>,
     .implementation = kNative,
     .body = "base64",
     .usage = "base64(bin)",
     .summary = "The bytes in base 64, in lines of 76 characters."},
    {.name = "unbase64",
     .rule = fixed<binary_type, Want::kString>,
     .implementation = kNative,
     .body = "unbase64",
     .can_raise = true,
     .usage = "unbase64(str)",
     .summary = "The bytes that a text in base 64 stands for."},
    {.name = "hex",
     .rule = hex_rule,
     .implementation = kNative,
     .body = "hex",
     .usage = "hex(expr)",
     .summary = "A number, or each byte, in hexadecimal."},
    {.name = "hex.long", .rule = hex_rule, .implementation = kNative, .body = "hex_of_long"},
    {.name = "unhex",
     .rule = fixed_may_be_null<binary_type, Want::kString>,
     .implementation = kNative,
     .body = "unhex",
     .usage = "unhex(str)",
     .summary = "The bytes that hexadecimal digits stand for; NULL where there are others."},
    {.name = "bin",
     .rule = fixed<string_type, Want::kLong>,
     .implementation = kNative,
     .body = "bin",
     .usage = "bin(expr)",
     .summary = "A number in binary digits."},
    {.name = "conv",
     .rule = conv_rule,
     .implementation = kNative,
     .body = "conv",
     .can_raise = true,
     .usage = "conv(num, from, to)",
     .summary = "A number from one radix to another; signed if the second is negative."},
    {.name = "conv.within_bits",
     .rule = conv_rule,
     .implementation = kNative,
     .body = "conv_within_bits"},
    {.name = "encode",
     .rule = fixed<binary_type, Want::kString, Want::kString>,
     .implementation = kNative,
     .body = "encode",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "encode(str, charset)",
     .summary = "The string's bytes in a charset."},
    // Called by name it may be a CASE as well: resolve_text_call.cc.
    {.name = "decode",
     .rule = fixed<string_type, Want::kBinary, Want::kString>,
     .implementation = kNative,
     .body = "decode",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "decode(bin, charset), decode(expr, search, result, ...[, default])",
     .summary = "The string that bytes are in a charset; or the result beside the value."},
    {.name = "to_binary",
     .rule = to_binary_rule,
     .implementation = kNative,
     .body = "to_binary",
     .can_raise = true,
     .constants = places(1),
     .traits = kRewrittenLate,
     .usage = "to_binary(str[, fmt])",
     .summary = "The bytes of a text in hex, base64 or UTF-8."},
    {.name = "to_binary.hex",
     .rule = to_binary_rule,
     .implementation = kNative,
     .body = "to_binary_of_hex",
     .can_raise = true},
    {.name = "try_to_binary",
     .rule = to_binary_rule,
     .implementation = kNative,
     .body = "try_to_binary",
     .tries_arguments = true,
     .constants = places(1),
     .traits = kRewrittenLate,
     .usage = "try_to_binary(str[, fmt])",
     .summary = "to_binary(), NULL where that raises."},
    {.name = "try_to_binary.hex",
     .rule = to_binary_rule,
     .implementation = kNative,
     .body = "unhex"},
    {.name = "try_to_binary.unknown", .rule = to_binary_rule, .body = "NULL"},
    {.name = "is_valid_utf8",
     .rule = utf8_test_rule,
     .implementation = kNative,
     .body = "is_valid_utf8",
     .traits = kRewrittenLate,
     .usage = "is_valid_utf8(str)",
     .summary = "Whether the bytes are UTF-8."},
    {.name = "make_valid_utf8",
     .rule = utf8_rule,
     .implementation = kNative,
     .body = "make_valid_utf8",
     .traits = kRewrittenLate,
     .usage = "make_valid_utf8(str)",
     .summary = "The string with U+FFFD for what is not UTF-8."},
    {.name = "validate_utf8",
     .rule = utf8_rule,
     .implementation = kNative,
     .body = "validate_utf8",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "validate_utf8(str)",
     .summary = "The string; raises if it is not UTF-8."},
    {.name = "try_validate_utf8",
     .rule = try_utf8_rule,
     .implementation = kNative,
     .body = "try_validate_utf8",
     .traits = kRewrittenLate,
     .usage = "try_validate_utf8(str)",
     .summary = "The string; NULL if it is not UTF-8."},
    {.name = "url_encode",
     .rule = fixed<string_type, Want::kString>,
     .implementation = kNative,
     .body = "url_encode",
     .traits = kRewrittenLate,
     .usage = "url_encode(str)",
     .summary = "The string as an HTML form sends it."},
    {.name = "url_decode",
     .rule = fixed<string_type, Want::kString>,
     .implementation = kNative,
     .body = "url_decode",
     .can_raise = true,
     .traits = kRewrittenLate,
     .usage = "url_decode(str)",
     .summary = "What a form has sent, with its escapes resolved."},
    {.name = "try_url_decode",
     .rule = fixed_may_be_null<string_type, Want::kString>,
     .implementation = kNative,
     .body = "try_url_decode",
     .traits = kRewrittenLate,
     .usage = "try_url_decode(str)",
     .summary = "url_decode(), NULL where that raises."},
    {.name = "parse_url",
     .rule = parse_url_rule<kParameter>,
     .implementation = kNative,
     .body = "parse_url",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate | kForgetsUntyped | kTriedWithoutAnsi,
     .usage = "parse_url(url, part[, key])",
     .summary = "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY, USERINFO."},
    {.name = "parse_url.parameter",
     .rule = parse_url_rule<kParameter>,
     .implementation = kNative,
     .body = "parse_url_parameter",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kTriedWithoutAnsi},
    {.name = "try_parse_url",
     .rule = parse_url_rule<kTryParameter>,
     .implementation = kNative,
     .body = "try_parse_url",
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "try_parse_url(url, part[, key])",
     .summary = "parse_url(), NULL where that raises."},
    {.name = "try_parse_url.parameter",
     .rule = parse_url_rule<kTryParameter>,
     .implementation = kNative,
     .body = "try_parse_url_parameter",
     .evaluation = Evaluation::kInterpretedTogether},
    {.name = "aes_encrypt",
     .rule = encrypt_rule,
     .implementation = kNative,
     .body = "aes_encrypt",
     .determinism = Determinism::kVolatile,
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate | kHidesValue,
     .usage = "aes_encrypt(expr, key[, mode[, padding[, iv[, aad]]]])",
     .summary = "The bytes encrypted with AES: GCM, CBC or ECB.",
     .defaults = kEncryption},
    {.name = "aes_decrypt",
     .rule = decrypt_rule,
     .implementation = kNative,
     .body = "aes_decrypt",
     .can_raise = true,
     .evaluation = Evaluation::kInterpretedTogether,
     .traits = kRewrittenLate,
     .usage = "aes_decrypt(expr, key[, mode[, padding[, aad]]])",
     .summary = "What was encrypted with AES.",
     .defaults = kDecryption},
    {.name = "try_aes_decrypt",
     .rule = decrypt_rule,
     .implementation = kNative,
     .body = "try_aes_decrypt",
     .tries_arguments = true,
     .traits = kRewrittenLate,
     .usage = "try_aes_decrypt(expr, key[, mode[, padding[, aad]]])",
     .summary = "aes_decrypt(), NULL where that raises.",
     .defaults = kDecryption},
};

}  // namespace

std::span<const Function> bytes_functions() { return kFunctions; }

}  // namespace tarn::plan
