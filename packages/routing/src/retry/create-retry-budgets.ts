import { RetryBudget } from "./retry-budget.ts";

/** The retry budgets of one environment, by route name. They outlive config changes: what was spent stays spent. */
export type RetryBudgets = {
  /** The budget of that route, made when it is first asked for. */
  of(route: string): RetryBudget;
};

export function createRetryBudgets(): RetryBudgets {
  const budgets = new Map<string, RetryBudget>();
  return {
    of(route) {
      let budget = budgets.get(route);
      if (!budget) {
        budget = new RetryBudget();
        budgets.set(route, budget);
      }
      return budget;
    },
  };
}
