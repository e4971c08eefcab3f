import type { AddressInfo } from "node:net";
import type { RequestRecord } from "@meridian/metrics";
import { pino } from "pino";
import { createGateway, type Gateway, type GatewayParts } from "../create-gateway.ts";
import { EnvironmentRegistry } from "../environments/environment-registry.ts";
import { defaultGatewayOptions, type GatewayOptions } from "../gateway-options.ts";
import { GatewayCounters } from "../server/gateway-counters.ts";
import type { SignInAddresses } from "../upstream/sign-in/cloud-sign-ins.ts";
import { UpstreamPools } from "../upstream/upstream-pools.ts";
import { waitUntil } from "./wait-until.ts";

export type TestGateway = {
  readonly gateway: Gateway;
  readonly registry: EnvironmentRegistry;
  readonly counters: GatewayCounters;
  readonly port: number;
  readonly url: string;
  readonly records: readonly RequestRecord[];
  /** Everything logged, as text. */
  readonly logged: () => string;
  /** Makes it serve with this document, and throws when it is refused. */
  apply(yaml: string): void;
  /** The nth record, from 0, once it is there. */
  record(n?: number): Promise<RequestRecord>;
  close(): Promise<void>;
};

/** What stands in the environment of a test's gateway. */
export const testVariables: Readonly<Record<string, string>> = {
  UPSTREAM_KEY: "sk-upstream",
  AWS_ID: "AKIDEXAMPLE",
  AWS_SECRET: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};

export const testKey = "any-string-will-do";

/** A gateway as a process would run it, on a free port of loopback, with its records at hand. */
export async function startTestGateway(
  yaml: string | null,
  options: Partial<GatewayOptions> = {},
  parts: Partial<Pick<GatewayParts, "sink" | "onUpgrade" | "snapshotsExpired">> & {
    readonly signInAddresses?: Partial<SignInAddresses>;
    /** More of its environment. */
    readonly variables?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestGateway> {
  const records: RequestRecord[] = [];
  const lines: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
  const pools = new UpstreamPools({ allowPrivate: true }, parts.signInAddresses);
  const registry = new EnvironmentRegistry({
    openSecret: (sealed) => sealed,
    readEnvironmentVariable: (name) => parts.variables?.[name] ?? testVariables[name],
    pools,
  });
  const apply = (document: string): void => {
    const result = registry.apply({ kind: "file", yaml: document }, Date.now());
    if (result.state === "rejected") throw new Error(result.diagnostics.map(({ message }) => message).join(" "));
  };
  if (yaml !== null) apply(yaml);
  const counters = new GatewayCounters();
  const gateway = createGateway({
    registry,
    sink: { accept: (record) => void records.push(record) },
    log,
    clock: () => performance.timeOrigin + performance.now(),
    random: Math.random,
    options: { ...defaultGatewayOptions, instanceId: "test", port: 0, ...options },
    counters,
    ...parts,
  });
  const { port }: AddressInfo = await gateway.start();
  return {
    gateway,
    registry,
    counters,
    port,
    url: `http://127.0.0.1:${port}/v1`,
    records,
    logged: () => lines.join(""),
    apply,
    record: async (n = 0) => {
      await waitUntil(() => records.length > n, `record ${n}`);
      const record = records[n];
      if (!record) throw new Error("no record");
      return record;
    },
    close: async () => {
      await gateway.stop(0);
      await pools.destroy();
    },
  };
}
