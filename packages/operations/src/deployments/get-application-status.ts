import type { Diagnostic } from "@meridian/routing-config";
import { z } from "zod";
import { findActiveDeployment } from "../environment/find-active-deployment.ts";
import { isAlive, listGateways } from "../live/list-gateways.ts";
import { environmentVerb } from "../verb/environment-verb.ts";

/** What one gateway did with the active deployment. `waiting`: it has not said. */
export type GatewayStatus = {
  readonly instanceId: string;
  readonly name: string;
  readonly alive: boolean;
  readonly state: "applied" | "rejected" | "waiting";
  /** Serial of the snapshot it answered; null while waiting. */
  readonly serial: number | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly reportedAtMs: number | null;
};

/** "Applied by `applied` of `alive` gateways": of those that are alive. Both ids are null before the first publish. */
export type ApplicationStatus = {
  readonly deploymentId: string | null;
  readonly configVersion: number | null;
  readonly gateways: readonly GatewayStatus[];
  readonly applied: number;
  readonly alive: number;
};

/** How far the active deployment has come. */
export const getApplicationStatus = environmentVerb({
  scope: "deployments:read",
  input: z.object({ environmentId: z.uuid() }),
  run: async ({ ctx, environment }): Promise<ApplicationStatus> => {
    const { prisma } = ctx.db;
    const nowMs = ctx.clock();
    const active = await findActiveDeployment(prisma, environment.id);
    const instances = await listGateways(prisma, nowMs);
    const answers = active
      ? await prisma.gatewayApplication.findMany({ where: { environmentId: environment.id, deploymentId: active.id } })
      : [];
    const gateways = instances.map((instance): GatewayStatus => {
      const answer = answers.find(({ gatewayInstanceId }) => gatewayInstanceId === instance.id);
      return {
        instanceId: instance.id,
        name: instance.name,
        alive: isAlive(instance, nowMs),
        state: answer?.state ?? "waiting",
        serial: answer ? Number(answer.serial) : null,
        // Written by our own gateways, in this very form.
        diagnostics: (answer?.diagnostics ?? []) as unknown as readonly Diagnostic[],
        reportedAtMs: answer?.reportedAt.getTime() ?? null,
      };
    });
    const alive = gateways.filter((gateway) => gateway.alive);
    return {
      deploymentId: active?.id ?? null,
      configVersion: active?.configVersion.number ?? null,
      gateways,
      applied: alive.filter(({ state }) => state === "applied").length,
      alive: alive.length,
    };
  },
});
