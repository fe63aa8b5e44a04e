// URLs: percent coding as HTML forms have it, and their parts as java.net.URI sees them.

#include <algorithm>
#include <array>
#include <string>

#include "engine/native_rows.h"
#include "types/utf8.h"

namespace tarn::engine {
namespace {

using Text = std::string_view;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_one_of(char c, Text set) { return set.find(c) != Text::npos; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string url_encode(Text text) {
  std::string out;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || is_one_of(c, ".-*_")) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4];
      out += "0123456789ABCDEF"[byte & 15];
    }
  }
  return out;
}

std::optional<std::string> try_url_decode(Text text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    if (at + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[at + 1]);
    const int low = hex_digit(text[at + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    at += 2;
  }
  return types::repaired_utf8(out);
}

std::string url_decode(Text text) {
  auto decoded = try_url_decode(text);
  if (!decoded) {
    throw RowError("CANNOT_DECODE_URL", "22546",
                   "The provided URL cannot be decoded: " + std::string(text) +
                       ". Please ensure that the URL is properly formatted and try again.");
  }
  return *std::move(decoded);
}

// ---------------------------------------------------------------- parts

struct Uri {
  std::optional<Text> scheme;
  std::optional<Text> authority;
  std::optional<Text> user;
  std::optional<Text> host;
  std::optional<Text> path;  // none: an opaque URI, as mailto:
  std::optional<Text> query;
  std::optional<Text> fragment;
};

constexpr Text kUnreserved = "_-!.~'()*";

// Letters, digits, escapes, characters beyond ASCII, and `more`.
bool is_made_of(Text text, Text more) {
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '%') {
      if (at + 2 >= text.size() || hex_digit(text[at + 1]) < 0 || hex_digit(text[at + 2]) < 0) {
        return false;
      }
      at += 2;
      continue;
    }
    const bool fits = is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
                      is_one_of(c, kUnreserved) || is_one_of(c, more);
    if (!fits) return false;
  }
  return true;
}

bool is_ipv4(Text host) {
  int parts = 0;
  while (true) {
    const size_t end = std::min(host.find('.'), host.size());
    const Text part = host.substr(0, end);
    if (part.empty() || part.size() > 3 || !std::ranges::all_of(part, is_digit)) return false;
    if (std::stoi(std::string(part)) > 255) return false;
    ++parts;
    if (end == host.size()) return parts == 4;
    host.remove_prefix(end + 1);
  }
}

// Labels of letters, digits and inner hyphens; the last one begins with a letter.
bool is_host_name(Text host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty()) return false;
  Text last;
  while (true) {
    const size_t end = std::min(host.find('.'), host.size());
    last = host.substr(0, end);
    const bool fits =
        !last.empty() && last.front() != '-' && last.back() != '-' &&
        std::ranges::all_of(last, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
    if (!fits) return false;
    if (end == host.size()) return is_letter(last.front());
    host.remove_prefix(end + 1);
  }
}

// Sets user and host if the authority is a server's; another one keeps its text alone.
void take_server(Text authority, Uri& uri) {
  std::optional<Text> user;
  if (const size_t at = authority.find('@'); at != Text::npos) {
    user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  size_t host_size = std::min(authority.find(':'), authority.size());
  bool fits = true;
  if (authority.starts_with('[')) {
    const size_t end = authority.find(']');
    if (end == Text::npos) return;
    host_size = end + 1;
  } else {
    const Text host = authority.substr(0, host_size);
    fits = is_ipv4(host) || is_host_name(host);
  }
  const Text port = authority.substr(host_size);
  const bool has_port =
      port.empty() || (port.front() == ':' && std::ranges::all_of(port.substr(1), is_digit));
  if (!fits || !has_port) return;
  uri.user = user;
  uri.host = authority.substr(0, host_size);
}

std::optional<Uri> parse_uri(Text text) {
  constexpr Text kReserved = ";/?:@&=+$,[]";
  Uri uri;
  if (const size_t at = text.find('#'); at != Text::npos) {
    uri.fragment = text.substr(at + 1);
    if (!is_made_of(*uri.fragment, kReserved)) return std::nullopt;
    text = text.substr(0, at);
  }
  const size_t colon = text.find_first_of(":/?");
  if (colon != Text::npos && text[colon] == ':') {
    const Text scheme = text.substr(0, colon);
    const bool fits =
        !scheme.empty() && is_letter(scheme.front()) && std::ranges::all_of(scheme, [](char c) {
          return is_letter(c) || is_digit(c) || is_one_of(c, "+-.");
        });
    if (!fits || colon + 1 == text.size()) return std::nullopt;
    uri.scheme = scheme;
    text.remove_prefix(colon + 1);
    if (!text.starts_with('/')) {
      return is_made_of(text, kReserved) ? std::optional(uri) : std::nullopt;
    }
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const size_t end = std::min(text.find_first_of("/?"), text.size());
    const Text authority = text.substr(0, end);
    if (!is_made_of(authority, ";:@&=+$,[]")) return std::nullopt;
    if (authority.empty() && end == text.size()) return std::nullopt;
    if (!authority.empty()) {
      uri.authority = authority;
      take_server(authority, uri);
    }
    text.remove_prefix(end);
  }
  if (const size_t at = text.find('?'); at != Text::npos) {
    uri.query = text.substr(at + 1);
    if (!is_made_of(*uri.query, kReserved)) return std::nullopt;
    text = text.substr(0, at);
  }
  if (!is_made_of(text, ":@&=+$,/;")) return std::nullopt;
  uri.path = text;
  return uri;
}

std::optional<std::string> part_of(const Uri& uri, Text part) {
  const auto text = [](std::optional<Text> found) {
    return found ? std::optional(std::string(*found)) : std::nullopt;
  };
  if (part == "HOST") return text(uri.host);
  if (part == "PATH") return text(uri.path);
  if (part == "QUERY") return text(uri.query);
  if (part == "REF") return text(uri.fragment);
  if (part == "PROTOCOL") return text(uri.scheme);
  if (part == "AUTHORITY") return text(uri.authority);
  if (part == "USERINFO") return text(uri.user);
  if (part != "FILE") return std::nullopt;
  if (!uri.query) return text(uri.path);
  return std::string(uri.path.value_or("")) + "?" + std::string(*uri.query);
}

std::optional<std::string> parameter_of(const Uri& uri, Text part, Text name) {
  if (part != "QUERY" || !uri.query) return std::nullopt;
  Text rest = *uri.query;
  while (true) {
    const size_t end = std::min(rest.find('&'), rest.size());
    const Text pair = rest.substr(0, end);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return std::string(pair.substr(name.size() + 1));
    }
    if (end == rest.size()) return std::nullopt;
    rest.remove_prefix(end + 1);
  }
}

enum class OnBadUrl : uint8_t { kRaise, kNull };

std::optional<Uri> uri_of(Text url, OnBadUrl rule) {
  auto uri = parse_uri(url);
  if (!uri && rule == OnBadUrl::kRaise) {
    throw RowError("INVALID_URL", "22P02",
                   "The url is invalid: " + std::string(url) +
                       ". Use `try_parse_url` to tolerate invalid URL and return NULL instead.");
  }
  return uri;
}

template <OnBadUrl kRule>
std::optional<std::string> parse_url(Text url, Text part) {
  const auto uri = uri_of(url, kRule);
  return uri ? part_of(*uri, part) : std::nullopt;
}

template <OnBadUrl kRule>
std::optional<std::string> parse_url_parameter(Text url, Text part, Text name) {
  if (part != "QUERY") return std::nullopt;  // before the URL is looked at
  const auto uri = uri_of(url, kRule);
  return uri ? parameter_of(*uri, part, name) : std::nullopt;
}

constexpr std::array kEntries = {
    NativeEntry{.name = "url_encode", .make = rows<url_encode>},
    NativeEntry{.name = "url_decode", .make = rows<url_decode>},
    NativeEntry{.name = "try_url_decode", .make = rows<try_url_decode>},
    NativeEntry{.name = "parse_url", .make = rows<parse_url<OnBadUrl::kRaise>>},
    NativeEntry{.name = "try_parse_url", .make = rows<parse_url<OnBadUrl::kNull>>},
    NativeEntry{.name = "parse_url_parameter", .make = rows<parse_url_parameter<OnBadUrl::kRaise>>},
    NativeEntry{.name = "try_parse_url_parameter",
                .make = rows<parse_url_parameter<OnBadUrl::kNull>>},
};

}  // namespace

std::span<const NativeEntry> url_natives() { return kEntries; }

}  // namespace tarn::engine
