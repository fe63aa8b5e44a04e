// The rescued data column's text: a JSON object of the fields of one record that did not fit,
// nested as they were in the record, and "_file_path".

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/json_text.h"

namespace tarn::format {

class JsonRescue {
 public:
  void clear() {
    text_.clear();
    path_.clear();
  }
  bool is_empty() const { return text_.empty(); }

  // Into and out of a field that is itself an object.
  void enter(std::string_view field) { path_.push_back({field, false}); }
  void leave() {
    if (path_.back().is_open) {
      text_ += '}';
    }
    path_.pop_back();
  }

  // A field of the present object with the fields that it lies in: "s.x".
  std::string place_of(std::string_view field) const {
    std::string place;
    for (const Step& step : path_) {
      place.append(step.field).append(".");
    }
    return place.append(field);
  }

  // Adds a field of the present object; `json` is its value's text.
  void add(std::string_view field, std::string_view json) {
    open(text_.empty());
    append_json_string(text_, field);
    text_ += ':';
    text_ += json;
  }

  // The whole object, for a record of the file `path`.
  std::string text(std::string_view path) const {
    std::string whole = text_ + ",\"_file_path\":";
    append_json_string(whole, path);
    return whole + "}";
  }

 private:
  struct Step {
    std::string_view field;
    bool is_open;
  };

  // Writes the brackets that stand between the last entry and the next one.
  void open(bool is_first) {
    if (is_first) {
      text_ += '{';
    }
    for (Step& step : path_) {
      if (!step.is_open) {
        separate();
        append_json_string(text_, step.field);
        text_ += ":{";
        step.is_open = true;
      }
    }
    separate();
  }
  void separate() {
    if (text_.back() != '{') {
      text_ += ',';
    }
  }

  std::string text_;
  std::vector<Step> path_;
};

}  // namespace tarn::format
