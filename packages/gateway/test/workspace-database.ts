import { randomUUID } from "node:crypto";
import { type Database, openDatabase } from "@meridian/db";
import type { EnvironmentSnapshot } from "@meridian/routing-config";
import { type GatewayKeyring, gatewayKeyring, sha256Hex } from "@meridian/sealing";
import { environmentId, snapshotOf } from "./signed-snapshot.ts";

/** A workspace with one environment, whose snapshots a test publishes by hand. */
export class WorkspaceDatabase {
  readonly gatewayKey = "5a".repeat(32);
  readonly keyring: GatewayKeyring = gatewayKeyring(this.gatewayKey);
  /** Of an application. */
  readonly keyText = "mk_live_abcdefghijkl_0123456789012345678901234567890123456789012";
  readonly database: Database;
  #serial = 0;

  private constructor(url: string) {
    this.database = openDatabase(url, { poolMax: 2 });
  }

  static async seed(url: string): Promise<WorkspaceDatabase> {
    const workspace = new WorkspaceDatabase(url);
    const { workspaceId } = snapshotOf(1);
    await workspace.database.prisma.workspace.create({
      data: {
        id: workspaceId,
        slug: "acme",
        name: "Acme",
        environments: { create: { id: environmentId, name: "production" } },
      },
    });
    return workspace;
  }

  /** Publishes a config as a new version and deployment and tells the gateways; resolves to its deployment's id. */
  async publish(yaml: string, fields: Partial<EnvironmentSnapshot> = {}): Promise<string> {
    const { prisma } = this.database;
    const { workspaceId } = snapshotOf(1);
    const serial = ++this.#serial;
    const configVersionId = randomUUID();
    const id = randomUUID();
    const sha256 = sha256Hex(yaml);
    const version = {
      id: configVersionId,
      workspaceId,
      number: serial,
      yaml,
      sha256,
      message: "",
      summary: [],
      authorName: "test",
    };
    await prisma.configVersion.create({ data: version });
    await prisma.deployment.updateMany({ where: { state: "completed" }, data: { state: "superseded" } });
    await prisma.deployment.create({
      data: { id, workspaceId, environmentId, configVersionId, kind: "publish", reason: "", createdByName: "test" },
    });
    const deployment = { id, configVersionId, configVersion: serial, sha256, yaml };
    const key = { id: "abcdefghijkl", name: "app", sha256: sha256Hex(this.keyText), routes: ["*"], expiresAtMs: null };
    const payload = this.payloadOf(snapshotOf(serial, { deployment, keys: [key], ...fields }));
    await this.writeSnapshot(serial, payload, this.keyring.signSnapshot(payload));
    return id;
  }

  payloadOf(snapshot: EnvironmentSnapshot): Uint8Array<ArrayBuffer> {
    return new Uint8Array(Buffer.from(JSON.stringify(snapshot)));
  }

  /** Writes bytes as the environment's snapshot, whatever they are. */
  async writeSnapshot(
    serial: number,
    payload: Uint8Array<ArrayBuffer>,
    signature: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const { prisma } = this.database;
    const row = { serial, payload, signature };
    await prisma.environmentSnapshot.upsert({
      where: { environmentId },
      create: { environmentId, ...row },
      update: row,
    });
    await prisma.$executeRaw`SELECT pg_notify('meridian_environment', ${environmentId})`;
  }

  get serial(): number {
    return this.#serial;
  }

  async countRequests(): Promise<number> {
    const { rows } = await this.database.pool.query("SELECT count(DISTINCT id)::int AS requests FROM requests");
    return rows[0].requests;
  }

  async countedInCells(): Promise<number> {
    const { rows } = await this.database.pool.query(
      "SELECT coalesce(sum(requests), 0)::int AS requests FROM metric_cells_10s",
    );
    return rows[0].requests;
  }

  /** What gateways reported of a deployment. */
  async reportOf(deploymentId: string) {
    return this.database.prisma.gatewayApplication.findFirst({ where: { deploymentId } });
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
