// aes_encrypt() and aes_decrypt(), over OpenSSL. The initialization vector stands in front of what
// is encrypted; ECB has none. GCM has its tag behind.

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "engine/native_rows.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using Text = std::string_view;

constexpr size_t kGcmVector = 12;
constexpr size_t kCbcVector = 16;
constexpr size_t kGcmTag = 16;

enum class Mode : uint8_t { kEcb, kCbc, kGcm };

size_t vector_size(Mode mode) {
  return mode == Mode::kEcb ? 0 : mode == Mode::kCbc ? kCbcVector : kGcmVector;
}

[[noreturn]] void raise_crypto(Text function, Text detail) {
  throw RowError("INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR", "22023",
                 "The value of parameter(s) `expr`, `key` in `" + std::string(function) +
                     "` is invalid: " + std::string(detail) + ".");
}

Mode mode_of(Text function, Text mode, Text padding) {
  const auto is = [](Text a, Text b) { return types::equal_ignoring_case(a, b); };
  const bool by_default = is(padding, "DEFAULT");
  if (is(mode, "ECB") && (by_default || is(padding, "PKCS"))) return Mode::kEcb;
  if (is(mode, "CBC") && (by_default || is(padding, "PKCS"))) return Mode::kCbc;
  if (is(mode, "GCM") && (by_default || is(padding, "NONE"))) return Mode::kGcm;
  throw RowError("UNSUPPORTED_FEATURE.AES_MODE", "0A000",
                 "The feature is not supported: AES-" + std::string(mode) + " with the padding " +
                     std::string(padding) + " by the `" + std::string(function) + "` function.");
}

const EVP_CIPHER* cipher_of(Text function, Mode mode, size_t key_size) {
  static const std::array<std::array<const EVP_CIPHER*, 3>, 3> kCiphers = {{
      {EVP_aes_128_ecb(), EVP_aes_192_ecb(), EVP_aes_256_ecb()},
      {EVP_aes_128_cbc(), EVP_aes_192_cbc(), EVP_aes_256_cbc()},
      {EVP_aes_128_gcm(), EVP_aes_192_gcm(), EVP_aes_256_gcm()},
  }};
  if (key_size != 16 && key_size != 24 && key_size != 32) {
    throw RowError("INVALID_PARAMETER_VALUE.AES_KEY_LENGTH", "22023",
                   "The value of parameter(s) `key` in `" + std::string(function) +
                       "` is invalid: expects a binary value with 16, 24 or 32 bytes, but got " +
                       std::to_string(key_size) + " bytes.");
  }
  return kCiphers[static_cast<size_t>(mode)][key_size / 8 - 2];
}

const unsigned char* bytes_of(Text text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// One encryption or decryption.
class Cipher {
 public:
  Cipher(const EVP_CIPHER* cipher, Text key, Text vector, bool encrypts)
      : context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    CHECK(context_ != nullptr);
    CHECK(EVP_CipherInit_ex(context_.get(), cipher, nullptr, bytes_of(key),
                            vector.empty() ? nullptr : bytes_of(vector), encrypts ? 1 : 0) == 1);
  }

  void authenticate(Text bytes) {
    int size = 0;
    CHECK(EVP_CipherUpdate(context_.get(), nullptr, &size, bytes_of(bytes),
                           static_cast<int>(bytes.size())) == 1);
  }
  void expect_tag(Text tag) {
    std::string copy(tag);
    CHECK(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(copy.size()),
                              copy.data()) == 1);
  }
  std::string tag() {
    std::string tag(kGcmTag, '\0');
    CHECK(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, kGcmTag, tag.data()) == 1);
    return tag;
  }
  // Nothing: a wrong key, or bytes that were changed.
  std::optional<std::string> run(Text input) {
    std::string out(input.size() + 32, '\0');
    auto* const at = reinterpret_cast<unsigned char*>(out.data());
    int first = 0;
    int last = 0;
    if (EVP_CipherUpdate(context_.get(), at, &first, bytes_of(input),
                         static_cast<int>(input.size())) != 1 ||
        EVP_CipherFinal_ex(context_.get(), at + first, &last) != 1) {
      return std::nullopt;
    }
    out.resize(static_cast<size_t>(first + last));
    return out;
  }

 private:
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_;
};

std::string vector_for(Mode mode, Text given) {
  const size_t size = vector_size(mode);
  if (given.empty()) {
    std::string made(size, '\0');
    if (size > 0)
      CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(made.data()), static_cast<int>(size)) == 1);
    return made;
  }
  if (mode == Mode::kEcb) {
    throw RowError("UNSUPPORTED_FEATURE.AES_MODE_IV", "0A000",
                   "The feature is not supported: AES-ECB with an initialization vector (IV).");
  }
  if (given.size() != size) {
    throw RowError("INVALID_PARAMETER_VALUE.AES_IV_LENGTH", "22023",
                   "The value of parameter(s) `iv` in `aes_encrypt` is invalid: supports " +
                       std::to_string(size) + "-byte IVs for its mode, but got " +
                       std::to_string(given.size()) + " bytes.");
  }
  return std::string(given);
}

void refuse_authenticated(Mode mode, Text authenticated) {
  if (mode == Mode::kGcm || authenticated.empty()) return;
  throw RowError("UNSUPPORTED_FEATURE.AES_MODE_AAD", "0A000",
                 "The feature is not supported: this AES mode with additional authenticated data "
                 "(AAD).");
}

std::string aes_encrypt(Text text, Text key, Text mode_name, Text padding, Text given,
                        Text authenticated) {
  const Mode mode = mode_of("aes_encrypt", mode_name, padding);
  const EVP_CIPHER* const kind = cipher_of("aes_encrypt", mode, key.size());
  std::string out = vector_for(mode, given);
  refuse_authenticated(mode, authenticated);
  Cipher cipher(kind, key, out, true);
  if (!authenticated.empty()) cipher.authenticate(authenticated);
  const auto encrypted = cipher.run(text);
  if (!encrypted) raise_crypto("aes_encrypt", "the encryption failed");
  out += *encrypted;
  if (mode == Mode::kGcm) out += cipher.tag();
  return out;
}

std::optional<std::string> decrypted(Text function, Text bytes, Text key, Text mode_name,
                                     Text padding, Text authenticated) {
  const Mode mode = mode_of(function, mode_name, padding);
  const EVP_CIPHER* const kind = cipher_of(function, mode, key.size());
  refuse_authenticated(mode, authenticated);
  const size_t size = vector_size(mode);
  if (bytes.size() < size + (mode == Mode::kGcm ? kGcmTag : 0)) return std::nullopt;
  Text body = bytes.substr(size);
  // Java takes no block at all for a text without padding.
  if (mode != Mode::kGcm && body.empty()) return std::string();
  Cipher cipher(kind, key, bytes.substr(0, size), false);
  if (mode == Mode::kGcm) {
    cipher.expect_tag(body.substr(body.size() - kGcmTag));
    body.remove_suffix(kGcmTag);
    if (!authenticated.empty()) cipher.authenticate(authenticated);
  }
  return cipher.run(body);
}

std::string aes_decrypt(Text bytes, Text key, Text mode, Text padding, Text authenticated) {
  const auto text = decrypted("aes_decrypt", bytes, key, mode, padding, authenticated);
  if (!text) raise_crypto("aes_decrypt", "the key or the encrypted bytes are wrong");
  return *text;
}

// Any refusal is NULL: a wrong mode or length of key, too.
std::optional<std::string> try_aes_decrypt(Text bytes, Text key, Text mode, Text padding,
                                           Text authenticated) {
  try {
    return decrypted("aes_decrypt", bytes, key, mode, padding, authenticated);
  } catch (const RowError&) {
    return std::nullopt;
  }
}

constexpr std::array kEntries = {
    // Not deterministic: without a given vector every call makes one.
    NativeEntry{.name = "aes_encrypt", .make = rows<aes_encrypt>, .deterministic = false},
    NativeEntry{.name = "aes_decrypt", .make = rows<aes_decrypt>},
    NativeEntry{.name = "try_aes_decrypt", .make = rows<try_aes_decrypt>},
};

}  // namespace

std::span<const NativeEntry> aes_natives() { return kEntries; }

}  // namespace tarn::engine
