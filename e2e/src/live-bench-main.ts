// Measures the live feed: what 50 dashboards cost the gateway, how old what they show is, and how one fares in Chromium.
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { activeVersion, mutate } from "./api.ts";
import { chromiumArgs, chromiumPath } from "./chromium.ts";
import { runLoad, startUpstream } from "./live-bench/bench-load.ts";
import { benchModels, withBenchRoutes } from "./live-bench/bench-routing.ts";
import { type Bench, benchFeed, feedFigures, watch } from "./live-bench/feed-bench.ts";
import { feedTable, pageTable } from "./live-bench/live-table.ts";
import { benchPage, countFrames, pageFigures } from "./live-bench/page-bench.ts";
import { type Run, startProduct } from "./product.ts";

const usage = `npm run bench:live -- [options]

The live feed under load: the gateway's CPU with the feed on and off in turn, the age of ticks, and one dashboard in
Chromium while the others, sockets that speak the browser's protocol in another process, watch too.

  --rounds N       with the feed on and off each: 5
  --seconds N      of each: 20
  --minutes N      the dashboard in Chromium is watched: 10; 0 leaves it out
  --dashboards N   50
  --rate N         requests a second: 1000
  --json FILE      writes every round and sample too
  --help           this text
`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "20" },
    minutes: { type: "string", default: "10" },
    dashboards: { type: "string", default: "50" },
    rate: { type: "string", default: "1000" },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const [rounds, seconds, minutes, dashboards, rate] = [
  values.rounds,
  values.seconds,
  values.minutes,
  values.dashboards,
  values.rate,
].map(Number) as [number, number, number, number, number];
const sampleSeconds = 15;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

if (values.help) process.stdout.write(usage);
else if (![rounds, seconds, dashboards, rate].every((value) => value > 0) || !(minutes >= 0)) {
  process.stderr.write(`Numbers above 0, please.\n\n${usage}`);
  process.exitCode = 2;
} else await main();

async function main(): Promise<void> {
  say("Starting a copy of the product …");
  const product = await startProduct();
  const upstream = await startUpstream();
  const browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, timezoneId: "America/New_York" });
    await page.goto(product.run.url);
    await page.getByRole("button", { name: "Continue as engineer" }).click();
    await page.waitForURL(/overview/);
    const dashboard = page.url();
    await publishBenchRoutes(page, product.run, upstream.port);
    await page.goto("about:blank");
    const bench = benchOf(product, page);
    const feed = await benchFeed(bench, { rounds, seconds, dashboards }, say);
    const feedResult = feedFigures(feed);
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? "CPU"}, Node ${process.version}, load of the machine ${loadavg()[0]?.toFixed(1)}`;
    process.stdout.write(`${feedTable(feedResult, dashboards)}\n\n${machine}\n`);

    const samples = minutes === 0 ? [] : await watchPage(bench, page, dashboard);
    const pageResult = samples.length === 0 ? null : pageFigures(samples, sampleSeconds);
    if (pageResult) process.stdout.write(`\n${pageTable(pageResult, minutes)}\n`);
    if (values.json)
      writeFileSync(
        values.json,
        `${JSON.stringify({ machine, feed: feedResult, page: pageResult, rounds: feed, samples }, null, 2)}\n`,
      );
  } finally {
    await browser.close();
    upstream.process.kill("SIGKILL");
    await product.stop();
  }
}

/** One real dashboard, the others as sockets, under the same load. */
async function watchPage(bench: Bench, page: Page, dashboard: string) {
  const watchSeconds = minutes * 60;
  const tickets = await bench.tickets(dashboards - 1);
  const others = watch({ url: bench.liveUrl, tickets, seconds: watchSeconds + 30 }, bench.tickets);
  const load = runLoad({
    origin: bench.gatewayOrigin,
    key: bench.key,
    stream: false,
    concurrency: 200,
    seconds: watchSeconds + 30,
    models: [...benchModels],
    requestsPerSecond: rate,
  });
  await countFrames(page);
  await page.goto(dashboard);
  await page.getByText("Live", { exact: true }).waitFor();
  const samples = await benchPage(page, { seconds: watchSeconds, sampleSeconds }, say);
  await page.goto("about:blank");
  const [report, { requests, errors, leftOut }] = await Promise.all([others, load]);
  say(
    `${requests} requests, ${errors} errors, ${leftOut} left out; sockets: ${report.open} open, ${report.lost} ticks lost, age p99 ${report.ageP99Ms} ms`,
  );
  return samples;
}

async function publishBenchRoutes(page: Page, run: Run, upstreamPort: number): Promise<void> {
  const { number, yaml } = await activeVersion(page, run);
  const reply = await mutate(page, run, "routingConfig.publish", {
    workspaceId: run.workspaceId,
    environmentId: run.environmentId,
    yaml: withBenchRoutes(yaml, upstreamPort),
    message: "Routes of the benchmark",
    baseVersion: number,
    idempotencyKey: randomUUID(),
  });
  if (!reply.ok()) throw new Error(`The benchmark's routes were refused: ${reply.status()} ${await reply.text()}`);
}

function benchOf(product: Awaited<ReturnType<typeof startProduct>>, page: Page): Bench {
  const { run } = product;
  const origin = new URL(run.gatewayUrl).origin;
  return {
    gatewayOrigin: origin,
    gatewayPid: () => run.processes["gateway"] ?? 0,
    key: run.gatewayKey,
    liveUrl: `${origin.replace(/^http/, "ws")}/live`,
    tickets: async (count) => {
      const tickets: string[] = [];
      for (let made = 0; made < count; made++) {
        const reply = await mutate(page, run, "live.ticket", { environmentId: run.environmentId });
        const { result } = (await reply.json()) as { result: { data: { json: { ticket: string } } } };
        tickets.push(result.data.json.ticket);
      }
      return tickets;
    },
    requestsPerSecond: rate,
  };
}
