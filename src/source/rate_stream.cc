#include "source/rate_stream.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/diagnostic.h"
#include "types/utf8.h"
#include "types/value.h"

namespace tarn::source {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kMicrosPerSecond = 1'000'000;

Error refused(const std::string& message, bool is_known) {
  return {.code = is_known ? ErrorCode::kInvalid : ErrorCode::kUnsupported,
          .message = message,
          .condition = is_known ? "INVALID_OPTION" : "UNSUPPORTED_FEATURE",
          .sqlstate = is_known ? "42000" : "0A000"};
}

// "5s", "2 min", "1500ms", "3": whole seconds, what is left over is cut off.
std::optional<int64_t> seconds_in(std::string_view text) {
  static const std::map<std::string_view, int64_t> micros_of = {
      {"us", 1},         {"ms", 1000},        {"", kMicrosPerSecond}, {"s", kMicrosPerSecond},
      {"m", 60'000'000}, {"min", 60'000'000}, {"h", 3'600'000'000},   {"d", 86'400'000'000}};
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string unit = types::case_folded(text.substr(static_cast<size_t>(end - text.data())));
  std::erase(unit, ' ');
  const auto micros = micros_of.find(unit);
  int64_t total = 0;
  if (problem != std::errc() || number < 0 || micros == micros_of.end() ||
      __builtin_mul_overflow(number, micros->second, &total)) {
    return std::nullopt;
  }
  return total / kMicrosPerSecond;
}

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// When the stream began, and how many whole seconds have been read since.
struct Offset {
  int64_t began_us = 0;
  int64_t seconds = 0;
};

std::string text_of(const Offset& offset) {
  return Json{{"began_us", offset.began_us}, {"seconds", offset.seconds}}.dump();
}

Result<Offset> offset_from(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto number = [&](const char* key) {
    return json.is_object() && json.contains(key) && json[key].is_number_integer();
  };
  if (!number("began_us") || !number("seconds")) {
    return Error{.code = ErrorCode::kCorrupt, .message = "not an offset of a rate: " + text};
  }
  return Offset{.began_us = json["began_us"].get<int64_t>(),
                .seconds = json["seconds"].get<int64_t>()};
}

// The rows of a time: values in order, their timestamps evenly spread.
struct Span {
  int64_t begin_us = 0;
  int64_t length_us = 0;
  int64_t first = 0;
  int64_t end = 0;
};

class RateReader final : public engine::BatchReader {
 public:
  RateReader(Span span, std::vector<plan::Attribute> columns)
      : span_(span), columns_(std::move(columns)), next_(span.first) {}

  Result<bool> next(types::Batch& into) override {
    constexpr int64_t kRowsPerBatch = 2048;
    const int64_t end = std::min(next_ + kRowsPerBatch, span_.end);
    types::Schema schema;
    for (const plan::Attribute& column : columns_) {
      schema.push_back({.name = column.name, .type = column.type});
    }
    into = types::Batch::empty(schema);
    into.rows = static_cast<size_t>(end - next_);
    for (size_t i = 0; i < columns_.size(); ++i) {
      const bool is_value = columns_[i].name == "value";
      for (int64_t value = next_; value < end; ++value) {
        into.columns[i].append(is_value ? value : time_of(value));
      }
    }
    next_ = end;
    return into.rows > 0;
  }

 private:
  // Whole milliseconds, as Spark rounds them.
  int64_t time_of(int64_t value) const {
    const double step_ms =
        static_cast<double>(span_.length_us / 1000) / static_cast<double>(span_.end - span_.first);
    const double behind = std::floor(static_cast<double>(value - span_.first) * step_ms + 0.5);
    return (span_.begin_us / 1000 + static_cast<int64_t>(behind)) * 1000;
  }

  const Span span_;
  const std::vector<plan::Attribute> columns_;
  int64_t next_;
};

class RateStream final : public StreamSource {
 public:
  RateStream(plan::RateSource source, std::vector<plan::Attribute> columns, ReadContext context)
      : source_(source), columns_(std::move(columns)), context_(std::move(context)) {}

  std::string name() const override {
    return "rate:" + std::to_string(source_.rows_per_second) + "," +
           std::to_string(source_.ramp_up_seconds);
  }

  Status recover(const std::string& end) override {
    ASSIGN_OR_RETURN(last_, offset_from(end));
    return ok();
  }

  Status prepare(SourceMemory&) override {
    now_us_ = context_.clock.now();
    return ok();
  }

  // The first batch has no rows: it remembers when the stream began.
  Result<std::optional<std::string>> plan_batch() override {
    if (!last_) {
      last_ = Offset{.began_us = now_us_};
      return std::optional(text_of(*last_));
    }
    const int64_t seconds = (now_us_ - last_->began_us) / kMicrosPerSecond;
    if (seconds <= last_->seconds) return std::optional<std::string>();
    last_->seconds = seconds;
    return std::optional(text_of(*last_));
  }

  std::string empty_batch(const std::optional<std::string>& last) const override {
    return last.value_or(text_of(last_.value_or(Offset{.began_us = now_us_})));
  }

  // An offset says it all.
  Result<std::vector<std::string>> names_in(const std::string&) const override {
    return std::vector<std::string>();
  }

  Result<engine::Relation> read(const std::optional<std::string>& start,
                                const std::string& end) override {
    ASSIGN_OR_RETURN(const Offset to, offset_from(end));
    Offset from{.began_us = to.began_us};
    if (start) {
      ASSIGN_OR_RETURN(from, offset_from(*start));
    }
    const std::optional<int64_t> first = rate_rows_after(source_, from.seconds);
    const std::optional<int64_t> last = rate_rows_after(source_, to.seconds);
    if (!first || !last) {
      return Error{.code = ErrorCode::kData,
                   .message = "rate() has given more rows than a BIGINT counts"};
    }
    const Span span{.begin_us = to.began_us + from.seconds * kMicrosPerSecond,
                    .length_us = (to.seconds - from.seconds) * kMicrosPerSecond,
                    .first = *first,
                    .end = *last};
    return engine::Relation(
        engine::Pulled{.lanes = {std::make_shared<RateReader>(span, columns_)}});
  }

 private:
  plan::RateSource source_;
  std::vector<plan::Attribute> columns_;
  ReadContext context_;
  std::optional<Offset> last_;
  int64_t now_us_ = 0;
};

}  // namespace

types::Schema rate_schema() {
  return {{.name = "timestamp", .type = types::timestamp_type()},
          {.name = "value", .type = types::long_type()}};
}

Result<plan::RateSource> rate_of(const plan::TableFunctionReference& reference) {
  plan::RateSource source;
  for (const plan::TableFunctionArgument& argument : reference.arguments) {
    if (reference.wrong_argument != nullptr) *reference.wrong_argument = argument.name;
    const std::string text = types::hive_text(argument.value, argument.type);
    if (argument.name == "rowspersecond") {
      const std::optional<int64_t> number = whole_number(text);
      if (!number || *number <= 0) {
        return refused(
            "option 'rowsPerSecond' takes a whole number above 0, and was given '" + text + "'",
            true);
      }
      source.rows_per_second = *number;
    } else if (argument.name == "rampuptime") {
      const std::optional<int64_t> seconds = seconds_in(text);
      if (!seconds) {
        return refused("option 'rampUpTime' takes a time such as 5s, and was given '" + text + "'",
                       true);
      }
      source.ramp_up_seconds = *seconds;
    } else if (argument.name == "numpartitions") {
      return refused("option 'numPartitions' is not supported: rows have one order here", false);
    } else if (argument.name.empty()) {
      return refused("rate takes named arguments: rowsPerSecond => 10, rampUpTime => '5s'", true);
    } else {
      const std::string near = nearest(argument.name, {"rowsPerSecond", "rampUpTime"});
      return refused("option '" + argument.name + "' of rate is not known" +
                         (near.empty() ? "" : "; did you mean '" + near + "'?"),
                     false);
    }
  }
  if (reference.wrong_argument != nullptr) reference.wrong_argument->clear();
  if (!reference.streaming) {
    return Error{.code = ErrorCode::kInvalid,
                 .message = "rate() has no end: it is read as a stream, FROM STREAM rate(..)",
                 .condition = "UNSUPPORTED_FEATURE",
                 .sqlstate = "0A000"};
  }
  return source;
}

std::optional<int64_t> rate_rows_after(const plan::RateSource& source, int64_t seconds) {
  using types::Int128;
  const int64_t ramp = std::min(seconds, source.ramp_up_seconds);
  const int64_t step = source.rows_per_second / (source.ramp_up_seconds + 1);
  Int128 rows = 0;
  if (__builtin_mul_overflow(Int128{step}, Int128{ramp} * (ramp + 1) / 2, &rows)) {
    return std::nullopt;
  }
  rows += Int128{seconds - ramp} * source.rows_per_second;
  if (rows > INT64_MAX) return std::nullopt;
  return static_cast<int64_t>(rows);
}

Result<std::unique_ptr<StreamSource>> open_rate_stream(const plan::Node& scan,
                                                       const ReadContext& context) {
  const auto& source = std::get<plan::RateSource>(std::get<plan::Scan>(scan.content).source);
  return std::unique_ptr<StreamSource>(std::make_unique<RateStream>(source, scan.output, context));
}

}  // namespace tarn::source
