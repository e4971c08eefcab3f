import { type BenchRow, benchTable, markdownTable } from "./bench-table.ts";
import { type BenchResult, benchTargets } from "./bench-targets.ts";
import type { OnAndOff } from "./record-cost.ts";

/** Everything as Markdown, ready to be pasted: what has to hold, all figures, and the rows of the README. */
export function benchMarkdown(result: BenchResult, own: string, yardstick: string): string {
  const { machine, rows, frameRates, streamMemory, recordCost, notMeasured } = result;
  const targets = benchTargets(result, own).map(({ what, bound, figure, holds }) => [
    what,
    bound,
    figure,
    holds === null ? "–" : holds ? "yes" : "no",
  ]);
  const rates = frameRates.flatMap(({ proxy, rates: all }) =>
    all.map((rate) => [
      proxy,
      rate.framesPerSecond.toLocaleString("en-US"),
      Math.round(rate.relayedPerSecond).toLocaleString("en-US"),
      rate.gapP99Ms.toFixed(1),
      rate.addedGapP99Ms.toFixed(1),
      rate.cpuPerFrameUs.toFixed(1),
      String(rate.lostFrames),
    ]),
  );
  const memory = streamMemory.map(({ proxy, streams, kbPerStream, growthMbPerMinute }) => [
    proxy,
    streams.toLocaleString("en-US"),
    kbPerStream.toFixed(1),
    growthMbPerMinute.toFixed(1),
  ]);
  const onAndOff = ({ offUs, onUs, share }: OnAndOff) => [
    `${offUs.toFixed(1)} → ${onUs.toFixed(1)}`,
    `${(share * 100).toFixed(1)} %`,
  ];
  const records = recordCost.map(({ workload, counted, stored }) => [
    workload,
    ...onAndOff(counted),
    ...onAndOff(stored),
  ]);
  const sections: readonly (readonly [string, string])[] = [
    ["What has to hold", markdownTable(["what", "bound", "figure", "holds"], targets)],
    ["All figures", benchTable(rows)],
    [
      "Rising rates of frames",
      markdownTable(["proxy", "frames/s sent", "relayed", "gap p99 ms", "added", "CPU µs/frame", "lost"], rates),
    ],
    ["Open streams", markdownTable(["proxy", "streams", "KB a stream", "MB a minute"], memory)],
    [
      "Records, metrics and live feed",
      markdownTable(["load", "counted, CPU µs/request", "more", "stored, CPU µs/request", "more"], records),
    ],
    ["Rows for the README", readmeRows(rows, own, yardstick)],
    ["Not measured", notMeasured.map((line) => `- ${line}`).join("\n")],
  ];
  const shown = sections.filter(([, text]) => text !== "").map(([title, text]) => `## ${title}\n\n${text}\n`);
  return `${machine}\n\n${shown.join("\n")}`;
}

function readmeRows(rows: readonly BenchRow[], own: string, yardstick: string): string {
  const pair = (workload: string): readonly [BenchRow, BenchRow] | null => {
    const of = (proxy: string) => rows.find((row) => row.workload.startsWith(workload) && row.proxy === proxy);
    const [least, ours] = [of(yardstick), of(own)];
    return least && ours ? [least, ours] : null;
  };
  const cpu = (what: string, workload: string, of: (row: BenchRow) => number | null, digits: number): string[] => {
    const found = pair(workload);
    const [from, to] = found ? [of(found[0]), of(found[1])] : [null, null];
    if (from === null || to === null) return [];
    return [
      `| ${what} | ${from.toFixed(digits)} → ${to.toFixed(digits)} µs (${(to / from).toFixed(2)} ×) | \`npm run bench:gateway\` |`,
    ];
  };
  const latency = pair("small bodies, 1 ");
  return [
    ...cpu(
      "CPU per request, small bodies, 64 at a time: bare undici relay → gateway with every feature on",
      "small bodies, 64",
      (row) => row.cpuPerRequestUs,
      0,
    ),
    ...cpu("… one at a time", "small bodies, 1 ", (row) => row.cpuPerRequestUs, 0),
    ...cpu("… 100 KB prompts", "100 KB", (row) => row.cpuPerRequestUs, 0),
    ...cpu("CPU per relayed frame, 64 streams", "64 streams", (row) => row.cpuPerFrameUs, 1),
    ...(latency && latency[1].addedP50Ms !== null && latency[1].addedP99Ms !== null
      ? [
          `| added to an answer, one at a time: p50, p99 | ${latency[1].addedP50Ms.toFixed(2)}, ${latency[1].addedP99Ms.toFixed(2)} ms | |`,
        ]
      : []),
  ].join("\n");
}
