import { type Proxy, runLoad } from "./bench-processes.ts";
import { benchKey } from "./bench-config.ts";
import { cpuTimeMs } from "./cpu-time.ts";

/** One kind of load. */
export type Workload = { readonly name: string; readonly stream: boolean; readonly concurrency: number };

export const workloads: readonly Workload[] = [
  { name: "small bodies, 64 at a time", stream: false, concurrency: 64 },
  { name: "small bodies, 1 at a time", stream: false, concurrency: 1 },
  { name: "streams, 64 at a time", stream: true, concurrency: 64 },
];

/** Long enough for the compilers to be done with a proxy's hot path. */
const warmUpSeconds = 3;

/** One proxy under one load in one round. */
export type Sample = {
  readonly workload: string;
  readonly proxy: string;
  readonly cpuPerRequestUs: number;
  /** Null without streams. */
  readonly cpuPerFrameUs: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly requests: number;
  readonly errors: number;
};

/**
 * Measures every proxy under every load, `rounds` times. Within a round the proxies take turns on the same load, so that
 * whatever else the machine does meets them alike. The first round is preceded by an unmeasured one, for the compilers.
 */
export async function measure(
  proxies: readonly Proxy[],
  options: { readonly rounds: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round <= options.rounds; round++) {
    say(round === 0 ? "warming up" : `round ${round} of ${options.rounds}`);
    for (const workload of workloads) {
      for (const proxy of proxies) {
        const sample = await measureOne(proxy, workload, round === 0 ? warmUpSeconds : options.seconds);
        if (round > 0) samples.push(sample);
      }
    }
  }
  return samples;
}

async function measureOne(proxy: Proxy, { name, stream, concurrency }: Workload, seconds: number): Promise<Sample> {
  const cpuBeforeMs = cpuTimeMs(proxy.pid);
  const load = await runLoad({ origin: proxy.origin, key: benchKey, stream, concurrency, seconds });
  const cpuUs = (cpuTimeMs(proxy.pid) - cpuBeforeMs) * 1000;
  if (load.requests === 0) throw new Error(`${proxy.name} answered none of ${load.errors} requests (${name}).`);
  return {
    workload: name,
    proxy: proxy.name,
    cpuPerRequestUs: cpuUs / load.requests,
    cpuPerFrameUs: load.frames > 0 ? cpuUs / load.frames : null,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    requests: load.requests,
    errors: load.errors,
  };
}
