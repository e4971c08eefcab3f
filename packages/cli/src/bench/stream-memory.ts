import { setTimeout as pause } from "node:timers/promises";
import { benchKey } from "./bench-config.ts";
import { type Proxy, runLoad } from "./bench-processes.ts";
import { residentMb } from "./cpu-time.ts";

/** What open streams cost a proxy in resident memory. */
export type StreamMemory = {
  readonly proxy: string;
  readonly streams: number;
  readonly kbPerStream: number;
  /** MB a minute while they are open and say something every 2 s. */
  readonly growthMbPerMinute: number;
};

const streams = 2_000;
/** For all of them to be open. */
const openingSeconds = 8;

/** Opens streams at a proxy that has served nothing but a second of others yet, and holds them. */
export async function measureStreamMemory(proxy: Proxy, seconds: number): Promise<StreamMemory> {
  const { origin, pid, name } = proxy;
  const load = { origin, key: benchKey, stream: true };
  await runLoad({ ...load, concurrency: 16, seconds: 1 });
  const beforeMb = residentMb(pid);
  const held = runLoad({ ...load, hold: true, concurrency: streams, seconds: openingSeconds + seconds + 1 });
  await pause(openingSeconds * 1_000);
  const openedMb = residentMb(pid);
  await pause(seconds * 1_000);
  const afterMb = residentMb(pid);
  const { opened } = await held;
  if (opened < streams) throw new Error(`${name} opened ${opened} of ${streams} streams.`);
  return {
    proxy: name,
    streams,
    kbPerStream: ((Math.max(openedMb, afterMb) - beforeMb) * 1024) / streams,
    growthMbPerMinute: ((afterMb - openedMb) / seconds) * 60,
  };
}
