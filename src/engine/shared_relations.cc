#include "engine/shared_relations.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/walk.h"

namespace tarn::engine {
namespace {

using plan::Node;
using plan::PlanPtr;

// A plan with more candidates than this has its first ones looked at.
constexpr size_t kCandidatesMax = 200;

bool is_costly(const Node& node) {
  return std::holds_alternative<plan::Aggregate>(node.content) ||
         std::holds_alternative<plan::Window>(node.content) ||
         std::holds_alternative<plan::Distinct>(node.content) ||
         std::holds_alternative<plan::Deduplicate>(node.content);
}

// The plans of subqueries in a node's own expressions.
void for_each_subquery(const Node& node, const std::function<void(const Node&)>& visit) {
  plan::for_each_expression(node, [&](const plan::ExpressionPtr& top) {
    plan::for_each(top, [&](const plan::ExpressionPtr& each) {
      if (const PlanPtr inner = plan::subquery_of(*each)) visit(*inner);
    });
  });
}

void for_each_part(const Node& node, const std::function<void(const Node&)>& visit) {
  for (const PlanPtr& input : plan::inputs_of(node)) visit(*input);
  for_each_subquery(node, visit);
}

// Two versions of a table may hold one file with other rows deleted.
bool same_files(const ParquetFiles& a, const ParquetFiles& b) {
  return a.schema == b.schema && a.file_schema == b.file_schema &&
         a.partition_columns == b.partition_columns &&
         std::ranges::equal(a.files, b.files, [](const ParquetFile& one, const ParquetFile& other) {
           return one.path == other.path && one.partition_values == other.partition_values &&
                  one.deleted == other.deleted;
         });
}

// What is known of a part without emitting it.
struct Outline {
  uint64_t shape = 0;       // equal parts have equal ones, and few others
  bool may_be_read = true;  // by any number of readers, at any place of the query
};

// FNV-1a, number by number.
void mix(uint64_t& shape, uint64_t number) { shape = (shape ^ number) * 1099511628211ULL; }

class Finder {
 public:
  Finder(const Bindings& bindings, const std::function<std::string(const Node&)>& emitted)
      : bindings_(bindings), emitted_(emitted) {}

  SharedRelations find(const Node& plan) {
    outline_of(plan);
    collect(plan);
    std::erase_if(shared_, [this](const auto& each) { return members_[each.second] < 2; });
    return std::move(shared_);
  }

 private:
  Outline outline_of(const Node& node) {
    Outline outline{.shape = node.content.index()};
    for (const plan::Attribute& column : node.output) {
      mix(outline.shape, static_cast<uint64_t>(column.type.kind()));
    }
    if (const auto* scan = std::get_if<plan::Scan>(&node.content)) {
      // A range is written out in the text.
      const bool is_bound = bindings_.contains(scan->id);
      mix(outline.shape, is_bound ? static_cast<uint64_t>(representative(scan->id)) : 0);
      outline.may_be_read = !scan->streaming && is_reread(*scan);
    }
    if (std::holds_alternative<plan::RecursiveUnion>(node.content) ||
        std::holds_alternative<plan::RecursiveReference>(node.content)) {
      outline.may_be_read = false;
    }
    for_each_part(node, [&](const Node& part) {
      const Outline inner = outline_of(part);
      mix(outline.shape, inner.shape);
      outline.may_be_read = outline.may_be_read && inner.may_be_read;
    });
    if (is_costly(node) && outline.may_be_read) {
      ++times_[outline.shape];
      shapes_[&node] = outline.shape;
    }
    return outline;
  }

  bool is_reread(const plan::Scan& scan) const {
    const auto bound = bindings_.find(scan.id);
    return bound == bindings_.end() || std::holds_alternative<ParquetFiles>(bound->second);
  }

  // Of scans that read the same files, the first one met.
  int64_t representative(plan::ScanId id) {
    const auto known = representatives_.find(id);
    if (known != representatives_.end()) return known->second;
    int64_t found = id.value;
    const auto bound = bindings_.find(id);
    if (bound != bindings_.end() && std::holds_alternative<ParquetFiles>(bound->second)) {
      const auto& files = std::get<ParquetFiles>(bound->second);
      for (const auto& [other, number] : representatives_) {
        const auto its = bindings_.find(other);
        if (its != bindings_.end() && std::holds_alternative<ParquetFiles>(its->second) &&
            same_files(files, std::get<ParquetFiles>(its->second))) {
          found = number;
          break;
        }
      }
    }
    return representatives_[id] = found;
  }

  void collect(const Node& node) {
    // What lies below a node that is not computed by itself is not computed either.
    if (is_known(node)) return;
    for_each_part(node, [this](const Node& part) { collect(part); });
  }

  // Whether an equal node was met before. If not, the next equal one will find this one.
  bool is_known(const Node& node) {
    const auto shape = shapes_.find(&node);
    if (shape == shapes_.end() || times_[shape->second] < 2 || candidates_ == kCandidatesMax ||
        plan::is_volatile(node) || plan::names_columns_outside(node)) {
      return false;
    }
    ++candidates_;
    const auto [first, is_first] = firsts_.emplace(normal(emitted_(node)), &node);
    shared_[&node] = first->second;
    ++members_[first->second];
    return !is_first;
  }

  // The text with columns numbered in the order in which they are met, and scans of the same files
  // alike. What stands in quotes stays.
  std::string normal(std::string_view text) {
    std::string out;
    std::map<std::string, size_t, std::less<>> columns;
    for (size_t at = 0; at < text.size();) {
      const char c = text[at];
      if (c == '\'' || c == '"') {
        const size_t end = std::min(text.find(c, at + 1), text.size() - 1);
        out += text.substr(at, end + 1 - at);
        at = end + 1;
        continue;
      }
      size_t end = at;
      while (end < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_')) {
        ++end;
      }
      if (end == at) {
        out += c;
        ++at;
        continue;
      }
      const std::string_view word = text.substr(at, end - at);
      at = end;
      if (is_column(word)) {
        out += fmt::format("c{}", columns.emplace(word, columns.size()).first->second);
      } else {
        out += word;
        if (word == "tarn_paths") at = append_scan(text, at, out);
      }
    }
    return out;
  }

  static bool is_column(std::string_view word) {
    return word.size() > 1 && word[0] == 'c' &&
           std::ranges::all_of(word.substr(1), [](char c) { return c >= '0' && c <= '9'; });
  }

  // "(lane, scan)": the scan as its representative. Returns where the text goes on.
  size_t append_scan(std::string_view text, size_t at, std::string& out) {
    const size_t comma = text.find(", ", at);
    const size_t end = text.find(')', at);
    if (comma == text.npos || end == text.npos || comma > end) return at;
    const int64_t scan = std::stoll(std::string(text.substr(comma + 2, end - comma - 2)));
    out += fmt::format("{}{}", text.substr(at, comma + 2 - at), representative({scan}));
    return end;
  }

  const Bindings& bindings_;
  const std::function<std::string(const Node&)>& emitted_;
  std::map<plan::ScanId, int64_t> representatives_;
  std::map<const Node*, uint64_t> shapes_;
  std::map<uint64_t, size_t> times_;
  std::map<std::string, const Node*> firsts_;  // by normal text
  std::map<const Node*, size_t> members_;      // of each first one's group, itself counted
  SharedRelations shared_;
  size_t candidates_ = 0;
};

}  // namespace

SharedRelations shared_relations(const plan::Node& plan, const Bindings& bindings,
                                 const std::function<std::string(const plan::Node&)>& emitted) {
  return Finder(bindings, emitted).find(plan);
}

}  // namespace tarn::engine
