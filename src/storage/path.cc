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
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const char c : path) {
    if (is_bare(c)) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += kDigits[byte >> 4];
    text += kDigits[byte & 0xF];
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

std::string uri_from_path(std::string_view path) { return "file://" + percent_encoded(path); }

}  // namespace tarn::storage
