#include "engine/engine.h"

#include <exception>
#include <utility>

#include "engine/connection_state.h"
#include "engine/instance.h"
#include "engine/sql_text.h"

namespace tarn::engine {

struct Engine::State {
  explicit State(duck::Instance database) : instance(std::move(database)) {}
  Instance instance;
};

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(const EngineOptions& options) {
  try {
    duck::Instance database(":memory:", duck::StartupOptions().EnableCommunityExtensions(false));
    duck::Connection connection = database.Connect();
    const auto set = [&connection](const std::string& setting) {
      connection.Execute("SET GLOBAL " + setting).Drain();
    };
    // Nothing is ever downloaded, and a zone is always a value: the session stays in UTC.
    set("autoinstall_known_extensions=false");
    set("autoload_known_extensions=false");
    set("TimeZone='UTC'");
    set("preserve_insertion_order=true");
    set("disabled_optimizers='" + disabled_optimizers(JoinSides::kFree) + "'");
    if (options.memory_limit_bytes > 0) {
      set("memory_limit='" + std::to_string(options.memory_limit_bytes) + "B'");
    }
    if (options.threads > 0) set("threads=" + std::to_string(options.threads));
    set("temp_directory=" + text_sql(options.temp_directory));
    return std::unique_ptr<Engine>(new Engine(std::make_unique<State>(std::move(database))));
  } catch (const std::exception& exception) {
    return error_from_exception(exception).within("opening the engine");
  }
}

Result<std::unique_ptr<Connection>> Engine::connect() {
  try {
    return std::unique_ptr<Connection>(
        new Connection(std::make_unique<Connection::State>(state_->instance)));
  } catch (const std::exception& exception) {
    return error_from_exception(exception).within("connecting to the engine");
  }
}

}  // namespace tarn::engine
