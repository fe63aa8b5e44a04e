#include "lowering/python_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "types/type.h"
#include "types/utf8.h"

namespace tarn::lowering {
namespace {

// Options of read_files() that Spark's readers do not have: what they decide stands in the schema.
constexpr auto kAutoLoaderOptions = std::to_array<std::string_view>(
    {"schema", "schemahints", "schemalocation", "schemaevolutionmode", "infercolumntypes",
     "rescueddatacolumn", "partitioncolumns", "usestrictglobber", "includeexistingfiles",
     "samplesize"});
constexpr std::string_view kAutoLoaderPrefix = "cloudfiles.";
constexpr std::string_view kRescued = "_rescued_data";

// Those of them whose absence would be felt, and with which value (none: with any).
struct FeltOption {
  std::string_view name;  // as users write it
  std::string_view value;
};
constexpr auto kFeltOptions =
    std::to_array<FeltOption>({{"includeExistingFiles", "false"},
                               {"allowOverwrites", "true"},
                               {"fileNamePattern", ""},
                               {"schemaEvolutionMode", "failOnNewColumns"},
                               {"readerCaseSensitive", "false"}});

// What Spark's readers have, and its streams refuse.
constexpr auto kTableOptions = std::to_array<std::string_view>({"modifiedAfter", "modifiedBefore"});

// maxBytesPerTrigger => '10g': Spark takes a number.
std::string bytes_text(const std::string& size) {
  constexpr std::string_view kUnits = "bkmgt";
  const size_t digits = std::min(size.find_first_not_of("0123456789"), size.size());
  const size_t letter = std::min(size.find_first_not_of(' ', digits), size.size());
  const size_t unit =
      letter == size.size() ? 0 : kUnits.find(types::case_folded(size.substr(letter, 1)));
  int64_t bytes = 0;
  const auto read = std::from_chars(size.data(), size.data() + digits, bytes);
  if (read.ec != std::errc() || unit == std::string_view::npos) return size;
  return std::to_string(bytes << (10 * unit));
}

bool is_sparks(const std::string& option) {
  return !option.starts_with(kAutoLoaderPrefix) &&
         std::ranges::find(kAutoLoaderOptions, option) == kAutoLoaderOptions.end();
}

std::string rescued_column(const plan::FileSource& files) {
  const auto named = files.options.find("rescueddatacolumn");
  return named == files.options.end() ? std::string(kRescued) : named->second;
}

bool is_absolute(const std::string& path) {
  return path.starts_with('/') || path.find("://") != std::string::npos;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + python_text(name);
  }
  return list;
}

// A query over several lines.
std::string block_text(const std::string& text) {
  std::string out = "\"\"\"\n";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + "\n\"\"\"";
}

}  // namespace

std::string python_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string option_without_spark(const plan::FileSource& files, bool is_stream) {
  for (const auto& [name, value] : files.options) {
    const std::string_view bare = name.starts_with(kAutoLoaderPrefix)
                                      ? std::string_view(name).substr(kAutoLoaderPrefix.size())
                                      : std::string_view(name);
    for (const std::string_view option : kTableOptions) {
      if (is_stream && types::equal_ignoring_case(bare, option)) return std::string(option);
    }
    for (const FeltOption& felt : kFeltOptions) {
      if (types::equal_ignoring_case(bare, felt.name) &&
          (felt.value.empty() || types::equal_ignoring_case(value, felt.value))) {
        return std::string(felt.name);
      }
    }
  }
  return {};
}

std::string files_body(const plan::FileSource& files, bool is_stream) {
  const std::string rescued = rescued_column(files);
  types::Schema schema;
  bool has_rescued = false;
  for (const types::Field& field : files.schema) {
    if (field.name == rescued) {
      has_rescued = true;
    } else {
      schema.push_back(field);
    }
  }
  schema.insert(schema.end(), files.partitions.begin(), files.partitions.end());
  std::string body = fmt::format("    return (spark.{}.format({})\n",
                                 is_stream ? "readStream" : "read", python_text(files.format));
  if (files.format != "text") {
    body += fmt::format("            .schema({})\n", python_text(types::ddl_text(schema)));
  }
  // Folders below are read, too, and where they name no columns Spark wants to be told so.
  if (files.partitions.empty() && !files.options.contains("recursivefilelookup")) {
    body += "            .option(\"recursiveFileLookup\", \"true\")\n";
  }
  for (const auto& [name, value] : files.options) {
    if (is_sparks(name)) {
      const bool is_size = name == "maxbytespertrigger";
      body += fmt::format("            .option({}, {})\n", python_text(name),
                          python_text(is_size ? bytes_text(value) : value));
    }
  }
  body += fmt::format("            .load({}{})", is_absolute(files.path) ? "" : "ROOT + ",
                      python_text(is_absolute(files.path) ? files.path : "/" + files.path));
  if (has_rescued) {
    // Spark does not keep what does not fit.
    body += fmt::format("\n            .selectExpr(\"*\", {})",
                        python_text("CAST(NULL AS STRING) AS `" + rescued + "`"));
  }
  return body + ")\n";
}

std::string rate_body(const plan::RateSource& rate) {
  return fmt::format(
      "    return (spark.readStream.format(\"rate\")\n"
      "            .option(\"rowsPerSecond\", {})\n"
      "            .option(\"rampUpTime\", \"{}s\")\n"
      "            .load())\n",
      rate.rows_per_second, rate.ramp_up_seconds);
}

std::string distinct_body(const DistinctRows& distinct) {
  const std::string keys = list_of(distinct.keys);
  return fmt::format(
      "    rows = spark.sql({})\n"
      "    # dropDuplicates looks up at once what it reads, and the pipeline does not see it. "
      "This\n"
      "    # reads no row, and is seen: what is read is brought up to date first. (Any other "
      "function\n"
      "    # of `order` than union would look it up at once, too.)\n"
      "    order = spark.sql({})\n"
      "    return rows.{}([{}]).drop({}).union(order)\n",
      block_text(distinct.rows), block_text(distinct.order),
      distinct.within_watermark ? "dropDuplicatesWithinWatermark" : "dropDuplicates", keys, keys);
}

std::string python_file(const std::vector<PythonView>& views, const std::string& root) {
  std::string text =
      "# Made by `tarn export spark`: what the pipeline reads and Spark's SQL cannot say.\n"
      "from pyspark import pipelines as dp\n"
      "from pyspark.sql import SparkSession\n"
      "\n"
      "spark = SparkSession.active()\n"
      "\n"
      "# Where relative paths begin.\n";
  text += fmt::format("ROOT = {}\n", python_text("file://" + root));
  for (const PythonView& view : views) {
    text += fmt::format("\n\n@dp.temporary_view(name={})\ndef {}():\n{}", python_text(view.name),
                        view.name, view.body);
  }
  return text;
}

}  // namespace tarn::lowering
