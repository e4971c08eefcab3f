import { type Proxy, runLoad } from "./bench-processes.ts";
import { benchKey } from "./bench-config.ts";
import { cpuTimeMs, residentMb } from "./cpu-time.ts";

/** One kind of load. Streams are sent a frame each 5 ms, so that their number sets the rate of frames. */
export type Workload = {
  readonly name: string;
  readonly stream: boolean;
  readonly concurrency: number;
  readonly promptBytes: number;
};

const small = 300;

export const workloads: readonly Workload[] = [
  { name: "small bodies, 64 at a time", stream: false, concurrency: 64, promptBytes: small },
  { name: "small bodies, 1 at a time", stream: false, concurrency: 1, promptBytes: small },
  { name: "100 KB prompts, 16 at a time", stream: false, concurrency: 16, promptBytes: 100_000 },
  { name: "16 streams, 3,200 frames/s", stream: true, concurrency: 16, promptBytes: small },
  { name: "64 streams, 12,800 frames/s", stream: true, concurrency: 64, promptBytes: small },
  { name: "160 streams, 32,000 frames/s", stream: true, concurrency: 160, promptBytes: small },
];

const framesPerSecondOfOne = 200;

/** Streams at a time. */
export const streamsAt = (framesPerSecond: number): number => framesPerSecond / framesPerSecondOfOne;

/** Long enough for the compilers to be done with a proxy's hot path. */
export const warmUpSeconds = 6;
/** Before each turn: who stood idle while all others had theirs finds its connections closed and its code out of every cache. */
export const turnWarmUpSeconds = 2;

/** One proxy under one load in one round. */
export type Sample = {
  readonly workload: string;
  readonly proxy: string;
  /** Null without a proxy. */
  readonly cpuPerRequestUs: number | null;
  /** Null without streams, or without a proxy. */
  readonly cpuPerFrameUs: number | null;
  readonly requestsPerSecond: number;
  readonly framesPerSecond: number | null;
  readonly firstByteP50Ms: number | null;
  /** Between what came of a stream and what came of it next; null without streams. */
  readonly gapP99Ms: number | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** At the end of the load; null without a proxy. */
  readonly residentMb: number | null;
  readonly requests: number;
  readonly errors: number;
  readonly lostFrames: number;
};

/** What is measured: a proxy, or the upstream itself, which shows what the others add. */
export type Measured = Omit<Proxy, "pid"> & { readonly pid: number | null };

/**
 * Measures everything under every load, `rounds` times. Within a round all take turns on the same load, so that whatever
 * else the machine does meets them alike. The first round is preceded by an unmeasured one, for the compilers, and each turn by
 * unmeasured seconds: what is asked is what a proxy costs that is in use.
 */
export async function measure(
  all: readonly Measured[],
  options: { readonly rounds: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round <= options.rounds; round++) {
    say(round === 0 ? "warming up" : `round ${round} of ${options.rounds}`);
    for (const workload of workloads) {
      for (const one of all) {
        if (round > 0 && one.pid !== null) await measureOne(one, workload, turnWarmUpSeconds);
        const sample = await measureOne(one, workload, round === 0 ? warmUpSeconds : options.seconds);
        if (sample.requests === 0) say(`${one.name} answered none of ${sample.errors} requests (${workload.name})`);
        else if (round > 0) samples.push(sample);
      }
    }
  }
  return samples;
}

/** One load on one proxy. */
export async function measureOne(one: Measured, workload: Workload, seconds: number): Promise<Sample> {
  const { name, stream, concurrency, promptBytes } = workload;
  const { pid, origin, headers = {} } = one;
  const cpuBeforeMs = pid === null ? 0 : cpuTimeMs(pid);
  const beganMs = performance.now();
  const load = await runLoad({ origin, headers, key: benchKey, stream, concurrency, seconds, promptBytes });
  const tookSeconds = Math.max(seconds, (performance.now() - beganMs) / 1_000);
  const cpuUs = pid === null ? null : (cpuTimeMs(pid) - cpuBeforeMs) * 1_000;
  return {
    workload: name,
    proxy: one.name,
    cpuPerRequestUs: cpuUs === null ? null : cpuUs / load.requests,
    cpuPerFrameUs: cpuUs !== null && load.frames > 0 ? cpuUs / load.frames : null,
    requestsPerSecond: load.requests / tookSeconds,
    framesPerSecond: load.frames > 0 ? load.frames / tookSeconds : null,
    firstByteP50Ms: load.firstByteP50Ms,
    gapP99Ms: load.gapP99Ms,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    residentMb: pid === null ? null : residentMb(pid),
    requests: load.requests,
    errors: load.errors,
    lostFrames: load.lostFrames,
  };
}
