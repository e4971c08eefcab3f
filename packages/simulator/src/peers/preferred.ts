import type { SimulatedUpstream } from "../simulation/simulated-upstream.ts";

/**
 * Indexes of the upstreams that an algorithm without tiers of its own chooses among: the lowest priority of those that this
 * request has not tried yet; all when it has tried every one.
 */
export function preferred(upstreams: readonly SimulatedUpstream[], tried: readonly number[]): readonly number[] {
  const known = tried.length === 0 ? firstTiers.get(upstreams) : undefined;
  if (known) return known;
  const untried = upstreams.map((_, index) => index).filter((index) => !tried.includes(index));
  const left = untried.length > 0 ? untried : upstreams.map((_, index) => index);
  const priority = Math.min(...left.map((index) => upstreams[index]!.priority));
  const tier = left.filter((index) => upstreams[index]!.priority === priority);
  if (tried.length === 0) firstTiers.set(upstreams, tier);
  return tier;
}

/** What nearly every request asks for. */
const firstTiers = new WeakMap<readonly SimulatedUpstream[], readonly number[]>();
