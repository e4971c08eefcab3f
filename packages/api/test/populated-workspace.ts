import { randomUUID } from "node:crypto";
import { createGatewayKey, createOverride, publish, setSecret } from "@meridian/operations";
import {
  createTestWorkspace,
  testCell,
  testRequestRecord,
  testRoutingConfig,
  type TestOperations,
  type TestWorkspace,
} from "@meridian/operations/testing";

/** A workspace whose environments each have one of everything. */
export type PopulatedWorkspace = TestWorkspace & {
  readonly inProduction: PopulatedEnvironment;
  readonly inStaging: PopulatedEnvironment;
};

export type PopulatedEnvironment = {
  readonly environmentId: string;
  /** Stands in the name of everything that belongs to this environment and no other. */
  readonly marker: string;
  readonly keyId: string;
  readonly overrideId: string;
  readonly requestId: string;
  readonly insightId: string;
};

/** Weights make documents differ; no two of a test are to be the same. */
let weight = 0;
export const anotherConfig = (): string => testRoutingConfig((weight = (weight % 99) + 1));

export async function populatedWorkspace(test: TestOperations, slug: string): Promise<PopulatedWorkspace> {
  const workspace = await createTestWorkspace(test.operations, slug);
  const populate = async (environmentId: string, marker: string): Promise<PopulatedEnvironment> => {
    const ctx = await workspace.as("owner");
    const atMs = test.world.nowMs;
    const document = (message: string, baseVersion: number | null) => {
      return { environmentId, yaml: anotherConfig(), message, baseVersion, idempotencyKey: randomUUID() };
    };
    const first = await publish({ ctx, input: document(`first of ${marker}`, null) });
    await publish({ ctx, input: document(`second of ${marker}`, first.configVersion) });
    const secret = { name: `SECRET-${marker}`, value: `value-of-${marker}`, allowedHosts: ["api.example.com"] };
    await setSecret({ ctx, input: { environmentId, ...secret } });
    const { key } = await createGatewayKey({ ctx, input: { environmentId, name: `key ${marker}` } });
    const order = {
      kind: "drain",
      upstream: "east-1",
      reason: `because of ${marker}`,
      expiresAtMs: atMs + 60_000,
    } as const;
    const { override } = await createOverride({ ctx, input: { environmentId, ...order } });
    const requestId = randomUUID();
    const of = { environmentId, route: `route-${marker}`, atMs };
    await ctx.records.writeRecords([{ ...testRequestRecord(requestId, of), sessionHash: `session ${marker}` }]);
    await ctx.cells.upsertCells([testCell(of)]);
    const insightId = randomUUID();
    const seen = new Date(atMs);
    await ctx.db.prisma.errorInsight.create({
      data: {
        id: insightId,
        workspaceId: workspace.workspaceId,
        environmentId,
        fingerprint: "v1-0",
        fingerprintVersion: 1,
        errorClass: "connect",
        provider: "vllm",
        upstream: `upstream-${marker}`,
        message: "",
        sampleMessage: "",
        stateSince: seen,
        onsetAt: seen,
        firstSeenAt: seen,
        lastSeenAt: seen,
      },
    });
    return { environmentId, marker, keyId: key.id, overrideId: override.id, requestId, insightId };
  };
  return {
    ...workspace,
    inProduction: await populate(workspace.production, `${slug}-production`),
    inStaging: await populate(workspace.staging, `${slug}-staging`),
  };
}
