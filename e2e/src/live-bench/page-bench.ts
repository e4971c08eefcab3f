import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { percentile } from "../../../packages/cli/src/percentile.ts";

/** What a stretch of the page's life looked like. */
export type PageSample = {
  readonly fps: number;
  readonly frameP99Ms: number;
  readonly longestFrameMs: number;
  /** Tasks over 50 ms, and how long they took together. */
  readonly longTasks: number;
  readonly longTasksMs: number;
  /** JavaScript heap after a forced collection, MB. */
  readonly heapMb: number;
  readonly nodes: number;
};

declare global {
  interface Window {
    framesSeen: { times: number[]; longTasks: number[] };
  }
}

/** Counts frames and long tasks from the page's first script on. */
export async function countFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const frames: Window["framesSeen"] = { times: [], longTasks: [] };
    window.framesSeen = frames;
    const frame = (atMs: number) => {
      frames.times.push(atMs);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) frames.longTasks.push(duration);
    }).observe({ type: "longtask" });
  });
}

/** Watches an open dashboard. Frames are counted between collections, never across one: the page itself forces none. */
export async function benchPage(
  page: Page,
  { seconds, sampleSeconds }: { readonly seconds: number; readonly sampleSeconds: number },
  say: (line: string) => void,
): Promise<PageSample[]> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("Performance.enable");
  const samples: PageSample[] = [];
  for (const endMs = performance.now() + seconds * 1_000; performance.now() < endMs; ) {
    await page.evaluate(() => {
      window.framesSeen.times = [];
      window.framesSeen.longTasks = [];
    });
    await pause(sampleSeconds * 1_000);
    const seen = await page.evaluate(() => window.framesSeen);
    await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0;
    const gaps = seen.times.slice(1).map((atMs, at) => atMs - (seen.times[at] ?? atMs));
    const sample: PageSample = {
      fps: gaps.length / (gaps.reduce((sum, gap) => sum + gap, 0) / 1_000),
      frameP99Ms: percentile(gaps, 0.99) ?? Number.POSITIVE_INFINITY,
      longestFrameMs: Math.max(...gaps),
      longTasks: seen.longTasks.length,
      longTasksMs: seen.longTasks.reduce((sum, ms) => sum + ms, 0),
      heapMb: metric("JSHeapUsedSize") / 1_048_576,
      nodes: metric("Nodes"),
    };
    samples.push(sample);
    say(
      `${sample.fps.toFixed(1)} fps, frame p99 ${sample.frameP99Ms.toFixed(0)} ms, ${sample.longTasks} long tasks, heap ${sample.heapMb.toFixed(1)} MB, ${sample.nodes} nodes`,
    );
  }
  return samples;
}

/** Medians; the growth of the heap is that of a line through the samples after the first quarter, in which charts fill. */
export function pageFigures(samples: readonly PageSample[], sampleSeconds: number) {
  const of = (key: keyof PageSample) => samples.map((sample) => sample[key]);
  const settled = samples.slice(Math.floor(samples.length / 4));
  return {
    fpsMedian: percentile(of("fps"), 0.5),
    fpsWorstSample: Math.min(...of("fps")),
    frameP99Ms: percentile(of("frameP99Ms"), 0.5),
    longestFrameMs: Math.max(...of("longestFrameMs")),
    longTasksPerMinute:
      (of("longTasks").reduce((sum, count) => sum + count, 0) / (samples.length * sampleSeconds)) * 60,
    heapFirstMb: settled[0]?.heapMb ?? 0,
    heapLastMb: settled.at(-1)?.heapMb ?? 0,
    heapMbPerMinute: slope(settled.map(({ heapMb }) => heapMb)) * (60 / sampleSeconds),
  };
}

/** Least squares: by how much values rise from one to the next. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, _value, at) => sum + (at - middle) ** 2, 0);
  return spread === 0 ? 0 : values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0) / spread;
}
