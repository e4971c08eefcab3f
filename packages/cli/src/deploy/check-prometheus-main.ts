import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "@meridian/free-port";
import { z } from "zod";
import { benchKey } from "../bench/bench-config.ts";
import { BenchProcesses, runLoad, untilReady } from "../bench/bench-processes.ts";

// Has Prometheus itself judge what is deployed with it: the files, a scrape of a gateway under load, and every query.
const deploy = resolve(import.meta.dirname, "..", "..", "..", "..", "deploy");
const rulesFile = join(deploy, "prometheus", "alerts.yml");

const answerSchema = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});
const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});

const processes = new BenchProcesses();
try {
  execFileSync("promtool", ["check", "config", join(deploy, "prometheus", "prometheus.yml")], { stdio: "inherit" });
  const gateway = await processes.gateway(await processes.upstream());
  const prometheus = await startPrometheus(new URL(gateway.adminOrigin).host);
  for (const stream of [true, false]) {
    await runLoad({ origin: gateway.origin, key: benchKey, stream, concurrency: 4, seconds: 3 });
  }
  const up = await ask(prometheus, 'up{job="meridian-gateway"}');
  if (up[0]?.value[1] !== "1") throw new Error("Prometheus could not scrape the gateway.");
  await checkQueries(prometheus);
  process.stdout.write("Prometheus scraped the gateway and understood every query.\n");
} finally {
  processes.stop();
}

async function startPrometheus(target: string): Promise<string> {
  const config = join(processes.folder, "prometheus.yml");
  const scrape = { job_name: "meridian-gateway", static_configs: [{ targets: [target] }] };
  const global = { scrape_interval: "1s", evaluation_interval: "1s" };
  // JSON is YAML too.
  writeFileSync(config, JSON.stringify({ global, rule_files: [rulesFile], scrape_configs: [scrape] }));
  const listen = `127.0.0.1:${await freePort()}`;
  const data = `--storage.tsdb.path=${join(processes.folder, "tsdb")}`;
  const args = [`--config.file=${config}`, data, `--web.listen-address=${listen}`, "--log.level=warn"];
  await untilReady(processes.spawn("prometheus", args), `http://${listen}/-/ready`);
  return `http://${listen}`;
}

async function ask(origin: string, query: string) {
  const reply = await fetch(`${origin}/api/v1/query?query=${encodeURIComponent(query)}`);
  const text = await reply.text();
  if (!reply.ok) throw new Error(`Prometheus refused ${query}: ${text}`);
  return answerSchema.parse(JSON.parse(text)).data.result;
}

/** All of the dashboard's, and says which have nothing to show. Rules are Prometheus' own to evaluate. */
async function checkQueries(origin: string): Promise<void> {
  await pause(2_500);
  const { panels } = dashboardSchema.parse(JSON.parse(readFileSync(join(deploy, "grafana", "gateway.json"), "utf8")));
  for (const { title, targets } of panels) {
    for (const { expr } of targets) {
      const query = expr.replaceAll("$__rate_interval", "5s").replaceAll(/\$(?:environment|route)/g, ".*");
      if ((await ask(origin, query)).length === 0) process.stdout.write(`nothing to show yet in ${title}: ${query}\n`);
    }
  }
  const rules = await fetch(`${origin}/api/v1/rules`).then((reply) => reply.text());
  if (rules.includes('"health":"err"')) throw new Error(`Prometheus could not evaluate a rule: ${rules}`);
}
