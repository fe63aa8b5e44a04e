// Rows for people: an aligned table, records one beneath the other, Markdown.

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "console/characters.h"
#include "console/printer.h"

namespace tarn::console {
namespace {

// Rows of a table that are held back to find the columns' widths; wider cells further down stick
// out.
constexpr size_t kRowsMeasured = 10'000;

std::vector<std::string> names_of(const types::Schema& schema) {
  std::vector<std::string> names;
  for (const types::Field& field : schema) {
    names.push_back(on_one_line(field.name));
  }
  return names;
}

std::vector<std::string> texts_of(const Printing& to, const std::vector<types::Value>& cells) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < cells.size(); ++i) {
    texts.push_back(on_one_line(types::hive_text(cells[i], to.schema[i].type, to.zone)));
  }
  return texts;
}

std::string blanks(size_t width, const std::string& beside) {
  const size_t taken = display_width(beside);
  return std::string(width > taken ? width - taken : 0, ' ');
}

class TablePrinter final : public Printer {
 public:
  explicit TablePrinter(const Printing& printing) : to_(printing) {
    waiting_.push_back(names_of(to_.schema));
  }

  void row(const std::vector<types::Value>& cells) override {
    std::vector<std::string> texts = texts_of(to_, cells);
    if (measured_) {
      return print(texts);
    }
    waiting_.push_back(std::move(texts));
    if (waiting_.size() > kRowsMeasured) {
      print_waiting();
    }
  }

  void end() override {
    if (!measured_) {
      print_waiting();
    }
  }

 private:
  void print_waiting() {
    measured_ = true;
    widths_.assign(to_.schema.size(), 0);
    for (const auto& texts : waiting_) {
      for (size_t i = 0; i < texts.size(); ++i) {
        widths_[i] = std::max(widths_[i], display_width(texts[i]));
      }
    }
    for (size_t i = 0; i < waiting_.size(); ++i) {
      print(waiting_[i]);
      if (i == 0) {
        print_rule();
      }
    }
    waiting_.clear();
  }

  void print(const std::vector<std::string>& texts) {
    std::string line;
    for (size_t i = 0; i < texts.size(); ++i) {
      const std::string filling = blanks(widths_[i], texts[i]);
      const bool right = to_.schema[i].type.is_numeric();
      line += (i == 0 ? "" : " | ") + (right ? filling + texts[i] : texts[i] + filling);
    }
    while (line.ends_with(' ')) {
      line.pop_back();
    }
    fmt::print(to_.out, "{}\n", line);
  }

  void print_rule() {
    std::string line;
    for (size_t i = 0; i < widths_.size(); ++i) {
      line += (i == 0 ? "" : "-+-") + std::string(widths_[i], '-');
    }
    fmt::print(to_.out, "{}\n", line);
  }

  const Printing to_;
  std::vector<std::vector<std::string>> waiting_;
  bool measured_ = false;
  std::vector<size_t> widths_;
};

class VerticalPrinter final : public Printer {
 public:
  explicit VerticalPrinter(const Printing& printing) : to_(printing), names_(names_of(to_.schema)) {
    for (const std::string& name : names_) {
      width_ = std::max(width_, display_width(name));
    }
  }

  void row(const std::vector<types::Value>& cells) override {
    fmt::print(to_.out, "-[ row {} ]-\n", ++rows_);
    const std::vector<std::string> texts = texts_of(to_, cells);
    for (size_t i = 0; i < texts.size(); ++i) {
      fmt::print(to_.out, "{}{} | {}\n", names_[i], blanks(width_, names_[i]), texts[i]);
    }
  }

 private:
  const Printing to_;
  const std::vector<std::string> names_;
  size_t width_ = 0;
  int64_t rows_ = 0;
};

class MarkdownPrinter final : public Printer {
 public:
  explicit MarkdownPrinter(const Printing& printing) : to_(printing) {
    print(names_of(to_.schema));
    std::string line = "|";
    for (const types::Field& field : to_.schema) {
      line += field.type.is_numeric() ? " ---: |" : " --- |";
    }
    fmt::print(to_.out, "{}\n", line);
  }

  void row(const std::vector<types::Value>& cells) override { print(texts_of(to_, cells)); }

 private:
  static std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
      out += c == '|' ? "\\|" : std::string(1, c);
    }
    return out;
  }

  void print(const std::vector<std::string>& texts) {
    std::string line = "|";
    for (const std::string& text : texts) {
      line += " " + escaped(text) + " |";
    }
    fmt::print(to_.out, "{}\n", line);
  }

  const Printing to_;
};

}  // namespace

std::unique_ptr<Printer> table_printer(const Printing& printing) {
  return std::make_unique<TablePrinter>(printing);
}

std::unique_ptr<Printer> vertical_printer(const Printing& printing) {
  return std::make_unique<VerticalPrinter>(printing);
}

std::unique_ptr<Printer> markdown_printer(const Printing& printing) {
  return std::make_unique<MarkdownPrinter>(printing);
}

}  // namespace tarn::console
