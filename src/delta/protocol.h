// Which tables this program may read and write, and the lowest protocol that a new one needs
// (Delta Transaction Log Protocol, "Table Features" and "Appendix: Valid Feature Names").

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"
#include "delta/action.h"
#include "types/type.h"

namespace tarn::delta {

// The lowest protocol that fits: reader 1 and writer 2 where nothing asks for more.
Protocol lowest_protocol(const types::Schema& schema,
                         const std::map<std::string, std::string>& configuration);

// `current`, raised as little as `schema` and `configuration` need. Never lowered.
Protocol raised_protocol(const Protocol& current, const types::Schema& schema,
                         const std::map<std::string, std::string>& configuration);

// kUnsupported names what a reader would have to do and this program does not.
Status check_readable(const Protocol& protocol, const Metadata& metadata,
                      const std::string& table_path);
// The same for a writer. `schema` is that of `metadata`.
Status check_writable(const Protocol& protocol, const Metadata& metadata,
                      const types::Schema& schema, const std::string& table_path);

// `configuration` without what asks for a protocol and is nothing that a table keeps:
// delta.minReaderVersion, delta.minWriterVersion, delta.feature.*.
std::map<std::string, std::string> kept_properties(
    std::map<std::string, std::string> configuration);

// A table feature, as Delta spells it, of those that tables may have which this program writes;
// `feature` itself where it is none of them.
std::string spelt_feature(std::string_view feature);
bool is_writable_feature(std::string_view feature);
// Whether the value of a delta.feature.* asks for the feature.
bool asks_for_it(std::string_view value);

// kUnsupported names a property whose meaning this program would not honour when it writes, or that
// asks for a feature or a version which the protocol `current` does not have. Properties that only
// tune the layout of files are accepted and stored.
Status check_properties(const std::map<std::string, std::string>& configuration,
                        const Protocol& current);

// The values of properties that this program acts on.
bool is_append_only(const std::map<std::string, std::string>& configuration);
int64_t checkpoint_interval(const std::map<std::string, std::string>& configuration);
// delta.checkpoint.writeStatsAsJson (true if absent).
bool writes_stats_as_json(const std::map<std::string, std::string>& configuration);
// delta.deletedFileRetentionDuration ("interval 1 week" if absent), in milliseconds.
int64_t deleted_file_retention_ms(const std::map<std::string, std::string>& configuration);

}  // namespace tarn::delta
