import { z } from "zod";
import { type ListedModel, parseJson, readModelList } from "./model-list.ts";
import { readAnswer } from "./read-answer.ts";

export const engineKinds = ["ollama", "vllm", "lm-studio", "llama-cpp", "sglang", "tgi", "openai-compatible"] as const;
export type EngineKind = (typeof engineKinds)[number];

/** An engine that was found running on this machine. */
export type DetectedEngine = {
  readonly kind: EngineKind;
  readonly baseUrl: string;
  /** What it serves, as far as it tells without a key. */
  readonly models: readonly string[];
  /** It serves nobody without a key. */
  readonly wantsKey: boolean;
};

/** Where engines listen unless told otherwise. */
const usualPorts = [11_434, 8_000, 1_234, 8_080, 30_000] as const;

const withinMs = 800;

/** What each engine answers and no other does. */
const marks: readonly { readonly kind: EngineKind; readonly path: string; readonly answer: z.ZodType }[] = [
  { kind: "ollama", path: "/api/version", answer: z.object({ version: z.string() }) },
  { kind: "lm-studio", path: "/api/v0/models", answer: z.object({ data: z.array(z.object({ state: z.string() })) }) },
  { kind: "llama-cpp", path: "/props", answer: z.object({ default_generation_settings: z.unknown() }) },
  { kind: "sglang", path: "/get_model_info", answer: z.object({ model_path: z.string() }) },
  { kind: "tgi", path: "/info", answer: z.object({ model_id: z.string(), router: z.string().optional() }) },
  { kind: "vllm", path: "/version", answer: z.object({ version: z.string() }) },
];

/** As engines sign their models: tells where the mark alone would not. */
const owners: Readonly<Record<string, EngineKind>> = {
  vllm: "vllm",
  sglang: "sglang",
  llamacpp: "llama-cpp",
  library: "ollama",
};

/**
 * Looks for engines on this machine's usual ports, and there only: loopback, no redirect, less than a second each. Nothing
 * is taken for an engine by its port: it has to answer as one.
 */
export async function detectEngines(ports: readonly number[] = usualPorts): Promise<readonly DetectedEngine[]> {
  const found = await Promise.all(ports.map(engineAt));
  return found.filter((engine) => engine !== null);
}

async function engineAt(port: number): Promise<DetectedEngine | null> {
  const origin = `http://127.0.0.1:${port}`;
  const list = await ask(`${origin}/v1/models`);
  if (list === null) return null;
  const wantsKey = list.status === 401 || list.status === 403;
  const models = list.status === 200 ? readModelList(list.text) : null;
  if (models === null && !wantsKey) return null;
  const kind = await kindAt(origin, models ?? []);
  // Whatever wants a password and is no engine that we know is somebody else's business.
  if (kind === null && wantsKey) return null;
  return {
    kind: kind ?? "openai-compatible",
    baseUrl: `http://localhost:${port}/v1`,
    models: (models ?? []).map(({ id }) => id),
    wantsKey,
  };
}

async function kindAt(origin: string, models: readonly ListedModel[]): Promise<EngineKind | null> {
  const signed = models.map(({ ownedBy }) => owners[ownedBy]).find((kind) => kind !== undefined);
  if (signed) return signed;
  const answers = await Promise.all(
    marks.map(async ({ kind, path, answer }) => {
      const reply = await ask(`${origin}${path}`);
      return reply?.status === 200 && answer.safeParse(parseJson(reply.text)).success ? kind : null;
    }),
  );
  return answers.find((kind) => kind !== null) ?? null;
}

function ask(address: string) {
  const options = { rules: { allowPrivate: true }, headers: {}, withinMs, mostBytes: 1_048_576 };
  return readAnswer(address, options).catch(() => null);
}
