#include "storage/path.h"

#include <algorithm>

namespace tarn::storage {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 3986 "pchar" and "/", but for ':' and '@', which some readers take for a scheme or a user.
bool is_bare(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("-._~/=!$&'()*+,;").find(c) != std::string_view::npos;
}

int hexadecimal(char c) {
  if (is_digit(c)) {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

size_t scheme_length(std::string_view uri) {
  if (uri.empty() || !is_letter(uri[0])) {
    return 0;
  }
  const auto end = std::ranges::find_if_not(
      uri, [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
  return end != uri.end() && *end == ':' ? static_cast<size_t>(end - uri.begin()) : 0;
}

void append_encoded(std::string& text, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
  }
}

// What java.net.URI leaves alone in a path, among ASCII.
bool stands_in_uri(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("_-!.~'()*,;:$&+=@/").find(c) != std::string_view::npos;
}

// Bytes of the letter at the beginning of `text`: 1 for ASCII, and for what is no UTF-8.
size_t letter_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const size_t length = first < 0xC2   ? 1
                        : first < 0xE0 ? 2
                        : first < 0xF0 ? 3
                        : first < 0xF5 ? 4
                                       : 1;
  if (length > text.size()) {
    return 1;
  }
  const std::string_view rest = text.substr(1, length - 1);
  return std::ranges::all_of(rest, [](char c) { return (c & 0xC0) == 0x80; }) ? length : 1;
}

uint32_t code_point(std::string_view letter) {
  uint32_t value = static_cast<unsigned char>(letter[0]) & (0x7F >> letter.size());
  for (const char c : letter.substr(1)) {
    value = value << 6 | (static_cast<unsigned char>(c) & 0x3F);
  }
  return value;
}

// Controls and blanks beyond ASCII (Character.isISOControl, isSpaceChar).
bool is_java_blank(uint32_t letter) {
  return letter <= 0xA0 || letter == 0x1680 || (letter >= 0x2000 && letter <= 0x200A) ||
         letter == 0x2028 || letter == 0x2029 || letter == 0x202F || letter == 0x205F ||
         letter == 0x3000;
}

}  // namespace

bool is_absolute(std::string_view path) { return path.starts_with('/'); }

std::string join(std::string_view folder, std::string_view name) {
  if (folder.empty() || is_absolute(name)) {
    return std::string(name);
  }
  if (name.empty()) {
    return std::string(folder);
  }
  std::string path(folder);
  if (!path.ends_with('/')) {
    path += '/';
  }
  return path.append(name);
}

std::string relative_to(std::string_view folder, std::string_view path) {
  const bool is_below = path.size() > folder.size() && path.starts_with(folder) &&
                        (folder.ends_with('/') || path[folder.size()] == '/');
  if (!is_below || folder.empty()) {
    return std::string(path);
  }
  return std::string(path.substr(folder.size() + (folder.ends_with('/') ? 0 : 1)));
}

std::string parent_of(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) {
    path.remove_suffix(1);
  }
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return "";
  }
  return std::string(slash == 0 ? "/" : path.substr(0, slash));
}

std::string file_name_of(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) {
    path.remove_suffix(1);
  }
  const size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string percent_encoded(std::string_view path) {
  std::string text;
  for (const char& c : path) {
    if (is_bare(c)) {
      text += c;
    } else {
      append_encoded(text, {&c, 1});
    }
  }
  return text;
}

Result<std::string> percent_decoded(std::string_view text) {
  std::string path;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      path += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hexadecimal(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hexadecimal(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return Error{ErrorCode::kCorrupt,
                   "the path '" + std::string(text) + "' has a '%' without two hexadecimal digits"};
    }
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return path;
}

bool has_scheme(std::string_view uri) { return scheme_length(uri) > 0; }

Result<std::string> path_from_uri(std::string_view uri) {
  const std::string_view scheme = uri.substr(0, scheme_length(uri));
  if (scheme != "file") {
    return Error{ErrorCode::kUnsupported,
                 "'" + std::string(uri) + "' is not a path of this machine (file:...)"};
  }
  std::string_view rest = uri.substr(scheme.size() + 1);
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    const std::string_view host = rest.substr(0, rest.find('/'));
    if (!host.empty() && host != "localhost") {
      return Error{ErrorCode::kUnsupported,
                   "'" + std::string(uri) + "' names the machine '" + std::string(host) + "'"};
    }
    rest.remove_prefix(host.size());
  }
  return percent_decoded(rest);
}

std::string uri_from_path(std::string_view path) {
  std::string uri = "file:";
  while (!path.empty()) {
    const size_t length = letter_length(path);
    if (length == 1 ? stands_in_uri(path[0]) : !is_java_blank(code_point(path.substr(0, length)))) {
      uri += path.substr(0, length);
    } else {
      append_encoded(uri, path.substr(0, length));
    }
    path.remove_prefix(length);
  }
  return uri;
}

}  // namespace tarn::storage
