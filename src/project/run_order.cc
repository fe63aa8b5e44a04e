#include "project/run_order.h"

#include <set>

#include "base/check.h"

namespace tarn::project {

std::vector<size_t> run_order(const Graph& graph) {
  std::vector<size_t> waiting_for(graph.flows.size(), 0);
  std::vector<std::vector<size_t>> waiting(graph.datasets.size());
  std::set<size_t> ready;
  for (size_t i = 0; i < graph.flows.size(); ++i) {
    for (const size_t table : graph.flows[i].reads) {
      waiting_for[i] += graph.datasets[table].flows.size();
      waiting[table].push_back(i);
    }
    if (waiting_for[i] == 0) {
      ready.insert(i);
    }
  }
  std::vector<size_t> order;
  while (!ready.empty()) {
    const size_t flow = *ready.begin();
    ready.erase(ready.begin());
    order.push_back(flow);
    for (const size_t reader : waiting[graph.flows[flow].target]) {
      if (--waiting_for[reader] == 0) {
        ready.insert(reader);
      }
    }
  }
  CHECK(order.size() == graph.flows.size());  // cycles have been refused
  return order;
}

}  // namespace tarn::project
