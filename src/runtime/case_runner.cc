#include "runtime/case_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/failpoint.h"
#include "delta/parquet_checkpoints.h"
#include "plan/settings.h"
#include "runtime/case_check.h"
#include "runtime/case_cut.h"
#include "runtime/case_update.h"
#include "runtime/spark_twin.h"
#include "storage/path.h"

namespace tarn::runtime {
namespace {

constexpr const char* kSpecName = "spark-pipeline.yml";

// A death that an update is to meet. Without a failpoint: none yet, it is to tell of those that it
// reaches.
struct Kill {
  size_t step = 0;
  std::string failpoint = {};
  int visit = 1;
};

// The project file of a pipeline that stands in a case. Time is UTC unless the case says otherwise.
std::string spec_text(const PipelineCase& pipeline_case, const PipelineFiles& files) {
  std::map<std::string, std::string> settings = pipeline_case.configuration;
  settings.emplace(plan::kTimeZoneSetting, "UTC");
  std::string text = "name: case\nstorage: storage\nconfiguration:\n";
  for (const auto& [key, value] : settings) {
    text += fmt::format("  {}: {}\n", nlohmann::json(key).dump(), nlohmann::json(value).dump());
  }
  text += "libraries:\n";
  for (const auto& [name, sql] : files) {
    text += fmt::format("  - glob: {{include: {}}}\n", nlohmann::json(name).dump());
  }
  return text;
}

Selection selection_of(const CaseStep& step) {
  return {.refresh = step.refresh,
          .full_refresh = step.full_refresh,
          .full_refresh_all = step.full_refresh_all};
}

// One passage through the steps of a case, in a folder of its own.
class Passage {
 public:
  Passage(const PipelineCase& pipeline_case, Way way, const CaseHost& host, CaseOutcome& outcome)
      : case_(pipeline_case),
        way_(way),
        host_(host),
        outcome_(outcome),
        engine_(&host.engine),
        checkpoints_([this]() -> Result<engine::Engine*> { return engine_; }),
        root_(storage::join(host.scratch, make_uuid(host.random))) {}

  ~Passage() {
    twin_.reset();
    pipeline_.reset();
    // What is left of a folder that cannot be removed lies in the folder for temporary files.
    [[maybe_unused]] const Status removed = host_.files.remove_tree(root_);
  }
  Passage(const Passage&) = delete;
  Passage& operator=(const Passage&) = delete;

  // `kill`: the update to be killed. False: it did not die, and nothing behind it was checked.
  Result<bool> run(const std::optional<Kill>& kill) {
    RETURN_IF_ERROR(host_.files.make_directories(root_));
    for (size_t i = 0; i < case_.steps.size(); ++i) {
      const CaseStep& step = case_.steps[i];
      if (i == 0 || step.pipeline) {
        RETURN_IF_ERROR(open(i == 0 ? case_.pipeline : step.pipeline));
      }
      if (step.restarts) {
        RETURN_IF_ERROR(restart());
      }
      const bool dies_here = kill && kill->step == i;
      ASSIGN_OR_RETURN(const bool died, run_step(step, dies_here ? kill : std::nullopt));
      if (dies_here && !died) {
        return false;
      }
      RETURN_IF_ERROR(way_ == Way::kSpark ? check_on_spark(step) : check_step(step));
      if (!outcome_.failures.empty() || !outcome_.exempt.empty()) {
        break;  // what comes after rests on it
      }
    }
    return true;
  }

  // The failpoints of the step that a Kill without one was for.
  const std::vector<std::string>& reached() const { return reached_; }

 private:
  // Reads the pipeline: the files that a case holds, or the project around it.
  Status open(const std::optional<PipelineFiles>& files) {
    world_.emplace(CaseWorld{.files = host_.files,
                             .clock = host_.clock,
                             .random = host_.random,
                             .engine = *engine_,
                             .checkpoints = checkpoints_,
                             .root = root_,
                             .spec_path = host_.project,
                             .is_in_project = true});
    if (files) {
      world_->is_in_project = false;
      world_->spec_path = storage::join(root_, kSpecName);
      for (const auto& [name, sql] : *files) {
        const std::string path = storage::join(root_, name);
        RETURN_IF_ERROR(host_.files.make_directories(storage::parent_of(path)));
        RETURN_IF_ERROR(host_.files.replace(path, sql));
      }
      RETURN_IF_ERROR(host_.files.replace(world_->spec_path, spec_text(case_, *files)));
    }
    pipeline_.emplace(*world_, case_);
    return ok();
  }

  // Nothing of the steps before is left in memory.
  Status restart() {
    ASSIGN_OR_RETURN(own_engine_, engine::Engine::open(host_.engine_options));
    engine_ = own_engine_.get();
    const bool in_project = world_->is_in_project;
    const std::string spec_path = world_->spec_path;
    world_.emplace(CaseWorld{.files = host_.files,
                             .clock = host_.clock,
                             .random = host_.random,
                             .engine = *engine_,
                             .checkpoints = checkpoints_,
                             .root = root_,
                             .spec_path = spec_path,
                             .is_in_project = in_project});
    pipeline_.emplace(*world_, case_);
    return ok();
  }

  // Whether the update was killed.
  Result<bool> run_step(const CaseStep& step, const std::optional<Kill>& kill) {
    observed_.failures.clear();
    for (const GivenTable& table : step.given.tables) {
      if (Status given = pipeline_->give(table); !given) {
        return given.error().within("the rows of " + table.name);
      }
    }
    Selection selection = selection_of(step);
    if (way_ == Way::kCut && step.runs) {
      const std::vector<GivenFile> pieces = cut_files(step);
      RETURN_IF_ERROR(pipeline_->make_folders(pieces));
      for (size_t i = 0; i < pieces.size(); ++i) {
        RETURN_IF_ERROR(pipeline_->give(pieces[i]));
        if (i + 1 == pieces.size()) {
          break;  // the last update is that of every way
        }
        RETURN_IF_ERROR(update(selection));
        if (!observed_.failures.empty() && step.expect.errors.empty()) {
          return false;
        }
        // What a full refresh threw away must not be thrown away again.
        selection = {.refresh = refreshed_again(step)};
      }
    } else {
      for (const GivenFile& file : step.given.files) {
        RETURN_IF_ERROR(pipeline_->give(file));
      }
    }
    if (!step.runs) {
      return false;
    }
    if (kill && kill->failpoint.empty()) {
      ASSIGN_OR_RETURN(reached_, host_.program.reached(world_->spec_path, selection,
                                                       storage::join(root_, "reached.txt")));
      return false;
    }
    if (kill) {
      ASSIGN_OR_RETURN(const int code,
                       host_.program.run(world_->spec_path, selection,
                                         fmt::format("{}:{}", kill->failpoint, kill->visit)));
      if (code != kFailpointExitCode) {
        return false;
      }
      ++outcome_.kills;
      ASSIGN_OR_RETURN(const bool was_complete, newest_update_is_complete());
      if (was_complete) {  // it died while its events were moved
        selection = {.refresh = refreshed_again(step)};
      }
    }
    RETURN_IF_ERROR(update(selection));
    return kill.has_value();
  }

  // Whether the last line of the event log ends an update.
  Result<bool> newest_update_is_complete() const {
    ASSIGN_OR_RETURN(std::string lines, host_.files.read(pipeline_->workspace().event_log()));
    while (lines.ends_with('\n')) {
      lines.pop_back();
    }
    return lines.find("Run is COMPLETED", lines.rfind('\n') + 1) != std::string::npos;
  }

  // All tables that the step would refresh; none named: all there are.
  static std::vector<std::string> refreshed_again(const CaseStep& step) {
    if (step.full_refresh_all) {
      return {};
    }
    std::vector<std::string> tables = step.refresh;
    tables.insert(tables.end(), step.full_refresh.begin(), step.full_refresh.end());
    return tables;
  }

  std::vector<GivenFile> cut_files(const CaseStep& step) const {
    const project::Analysis analysis = pipeline_->analyze();
    std::vector<const plan::Node*> scans;
    if (analysis.graph) {
      for (const project::GraphFlow& flow : analysis.graph->flows) {
        const auto of_flow = plan::scans_of(*flow.plan);
        scans.insert(scans.end(), of_flow.begin(), of_flow.end());
      }
    }
    return cut(step.given.files, scans);
  }

  Status update(const Selection& selection) {
    ASSIGN_OR_RETURN(observed_.failures, pipeline_->update(selection));
    return ok();
  }

  // What Tarn's own passage comes to is the other ways' to check.
  Status check_on_spark(const CaseStep& step) {
    if (twin_ == nullptr) {
      twin_ = std::make_unique<SparkTwin>(*host_.spark, host_.files, root_);
    }
    return twin_->run(step, *pipeline_, observed_.failures, outcome_);
  }

  Status check_step(const CaseStep& step) {
    if (step.expect.is_empty() && observed_.failures.empty()) {
      return ok();
    }
    const std::string log = pipeline_->workspace().event_log();
    ASSIGN_OR_RETURN(const bool is_logged, host_.files.exists(log));
    if (is_logged) {
      ASSIGN_OR_RETURN(const std::string lines, host_.files.read(log));
      observed_.counts = count_events(lines);
    }
    observed_.views = pipeline_->materialized_views();
    check(step.expect, observed_, *pipeline_,
          way_ == Way::kCut ? ViewCounts::kLeftOut : ViewCounts::kCompared, outcome_);
    return ok();
  }

  const PipelineCase& case_;
  const Way way_;
  const CaseHost& host_;
  CaseOutcome& outcome_;
  engine::Engine* engine_;
  std::unique_ptr<engine::Engine> own_engine_;
  delta::ParquetCheckpoints checkpoints_;
  const std::string root_;
  std::optional<CaseWorld> world_;
  std::optional<CasePipeline> pipeline_;
  Observed observed_;
  std::vector<std::string> reached_;
  std::unique_ptr<SparkTwin> twin_;
};

void note(const Result<bool>& passage, CaseOutcome& outcome) {
  if (!passage) {
    outcome.failures.push_back(passage.error().text() + "\n");
  }
}

// Each death that the step's update can die, each once.
Result<std::vector<Kill>> kills_of(size_t step, const PipelineCase& pipeline_case,
                                   const CaseHost& host, CaseOutcome& outcome) {
  Passage passage(pipeline_case, Way::kKilled, host, outcome);
  ASSIGN_OR_RETURN([[maybe_unused]] const bool died, passage.run(Kill{.step = step}));
  std::vector<Kill> kills;
  std::map<std::string, int> visits;
  for (const std::string& failpoint : passage.reached()) {
    kills.push_back({.step = step, .failpoint = failpoint, .visit = ++visits[failpoint]});
  }
  return kills;
}

void run_killed(const PipelineCase& pipeline_case, const CaseHost& host, CaseOutcome& outcome) {
  for (size_t step = 0; step < pipeline_case.steps.size() && outcome.failures.empty(); ++step) {
    if (!pipeline_case.steps[step].runs) {
      continue;
    }
    const auto kills = kills_of(step, pipeline_case, host, outcome);
    if (!kills) {
      outcome.failures.push_back(kills.error().text() + "\n");
      return;
    }
    for (const Kill& kill : *kills) {
      note(Passage(pipeline_case, Way::kKilled, host, outcome).run(kill), outcome);
      if (!outcome.failures.empty()) {
        outcome.failures.front() =
            fmt::format("killed at {} (visit {}) in step {}: {}", kill.failpoint, kill.visit,
                        step + 1, outcome.failures.front());
        return;
      }
    }
  }
}

std::string exemption(const PipelineCase& pipeline_case, Way way) {
  switch (way) {
    case Way::kWritten:
      return {};
    case Way::kCut:
      return pipeline_case.whole_because;
    case Way::kSpark:
      return pipeline_case.tarn_because;
    case Way::kKilled:
      return pipeline_case.pipeline ? "" : "its pipeline is that of the project around it";
  }
  return {};
}

}  // namespace

const char* name_of(Way way) {
  switch (way) {
    case Way::kWritten:
      return "as written";
    case Way::kCut:
      return "cut";
    case Way::kKilled:
      return "killed";
    case Way::kSpark:
      return "on Spark";
  }
  return "as written";
}

CaseOutcome run_case(const PipelineCase& pipeline_case, Way way, const CaseHost& host) {
  CaseOutcome outcome{.way = way, .exempt = exemption(pipeline_case, way)};
  if (!outcome.exempt.empty()) {
    return outcome;
  }
  const auto begin = std::chrono::steady_clock::now();
  if (!pipeline_case.pipeline && host.project.empty()) {
    outcome.failures.emplace_back("the case has no `pipeline:`, and lies in no project\n");
  } else if (way == Way::kKilled) {
    run_killed(pipeline_case, host, outcome);
  } else {
    note(Passage(pipeline_case, way, host, outcome).run(std::nullopt), outcome);
  }
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

}  // namespace tarn::runtime
