import { type EngineFigure, type EngineLoad, type EngineMetricsOptions, engineFigures } from "@meridian/routing";
import { engineMetricNames, type MetricPlace, modelLabel, toldInPercent } from "./engine-metric-names.ts";
import { readSamples, type Sample } from "./read-samples.ts";

type Figures = Readonly<Record<EngineFigure, number | null>>;

/** What an engine says of itself, in the form that was agreed; null when it says nothing of what was asked. */
export function readEngineLoad(
  text: string,
  { format, map }: Pick<EngineMetricsOptions, "format" | "map">,
  model: string | null,
): EngineLoad | null {
  const figures = format === "json" ? readJson(text, map) : readMetrics(text, map, model);
  if (engineFigures.every((figure) => figures[figure] === null)) return null;
  const { waiting, running, kv_usage, gpu_usage } = figures;
  return { waiting: count(waiting), running: count(running), kvUsage: share(kv_usage), gpuUsage: share(gpu_usage) };
}

/** No engine has more requests: beyond this it is nonsense, and sums and products of it would be no numbers any more. */
const mostRequests = 1e9;

const count = (value: number | null): number | null =>
  value !== null && value >= 0 && value <= mostRequests ? value : null;

const share = (value: number | null): number | null => (value !== null && value >= 0 && value <= 1 ? value : null);

function readMetrics(text: string, map: EngineMetricsOptions["map"], model: string | null): Figures {
  const places = (figure: EngineFigure): readonly MetricPlace[] => {
    const name = map[figure];
    return name === undefined ? engineMetricNames[figure] : [{ name }];
  };
  const samples = readSamples(text, new Set(engineFigures.flatMap((figure) => places(figure).map(({ name }) => name))));
  const read = (figure: EngineFigure): number | null => {
    for (const { name, label } of places(figure)) {
      const named = samples.get(name)?.filter(({ labels }) => !label || labels.get(label[0]) === label[1]) ?? [];
      if (named.length > 0) return together(figure, ofModel(named, model)) / (name === toldInPercent ? 100 : 1);
    }
    return null;
  };
  return {
    waiting: read("waiting"),
    running: read("running"),
    kv_usage: read("kv_usage"),
    gpu_usage: read("gpu_usage"),
  };
}

/** Of an engine with several models that of the upstream alone, if it tells them apart by the name that the upstream has. */
function ofModel(samples: readonly Sample[], model: string | null): readonly Sample[] {
  const own = samples.filter(({ labels }) => labels.get(modelLabel) === model);
  return own.length > 0 ? own : samples;
}

/** Ranks, replicas and GPUs behind one address: requests add up, shares are those of the average. */
function together(figure: EngineFigure, samples: readonly Sample[]): number {
  const sum = samples.reduce((total, { value }) => total + value, 0);
  return figure === "waiting" || figure === "running" ? sum : sum / samples.length;
}

function readJson(text: string, map: EngineMetricsOptions["map"]): Figures {
  const document: unknown = JSON.parse(text);
  const read = (figure: EngineFigure): number | null => {
    const path = map[figure];
    const value = path === undefined ? null : valueAt(document, path);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  return {
    waiting: read("waiting"),
    running: read("running"),
    kv_usage: read("kv_usage"),
    gpu_usage: read("gpu_usage"),
  };
}

/** Keys with dots between them; in lists numbers from 0. */
function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
