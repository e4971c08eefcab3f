import type { RoutingTable } from "../routing-table.ts";
import { localMemory, type StateMemory } from "../state/state-memory.ts";
import { RetryBudget } from "./retry-budget.ts";

/** One budget for each route, by name. Budgets of routes that stay are kept with what was spent, under the new share. */
export function createRetryBudgets(
  table: RoutingTable,
  before?: ReadonlyMap<string, RetryBudget>,
  memory: StateMemory = localMemory,
  environmentId = "",
): Map<string, RetryBudget> {
  const budgets = new Map<string, RetryBudget>();
  for (const { name, retry, hedge } of table.routes) {
    const budget =
      before?.get(name) ??
      new RetryBudget(retry.maxRetryShare, memory.numbers(`budget|${environmentId}|${name}`, RetryBudget.initial));
    budget.maxRetryShare = retry.maxRetryShare;
    if (hedge) {
      budget.hedges ??= new RetryBudget(0, memory.numbers(`hedges|${environmentId}|${name}`, RetryBudget.initial), 0);
      budget.hedges.maxRetryShare = hedge.maxExtraShare;
    } else if (budget.hedges) {
      budget.hedges = null;
      memory.forget(`hedges|${environmentId}|${name}`);
    }
    budgets.set(name, budget);
  }
  return budgets;
}
