import { type Clause, clause } from "../clause/clause.ts";
import type { Contender, PolicyAsk } from "./policy.ts";

const begin = clause("cost {}: {} ms to the first token");
const wait = clause(", {} of them waiting");
const pace = clause(", {} ms a token, {} in flight");
const beside = clause(" and {} of others");
const queued = clause(", {} waiting by its metrics");
const full = clause(", {} % of its KV cache used");
const cached = clause(", {} % of the prompt cached");

/** Has it say what its cost is made of. */
export function speakOfCost(contender: Contender, ask: PolicyAsk): void {
  const { firstTokenMs, waitMs, tokenMs, cachedTokens, waitingRequests, kvUsage, inFlight, othersInFlight } = contender;
  const figures = [Math.round(contender.score), Math.round(firstTokenMs)];
  let said = begin;
  const add = (more: Clause, figure: number): void => {
    said = said.and(more);
    figures.push(figure);
  };
  if (waitMs >= 1) add(wait, Math.round(waitMs));
  said = said.and(pace);
  figures.push(Math.round(tokenMs * 10) / 10, inFlight);
  if (othersInFlight > 0) add(beside, othersInFlight);
  if (waitingRequests > 0) add(queued, waitingRequests);
  if (kvUsage > 0) add(full, Math.round(100 * kvUsage));
  if (cachedTokens > 0) add(cached, Math.round((100 * cachedTokens) / ask.inputTokens));
  contender.say(said, figures);
}
