import type { Database } from "@meridian/db";
import { parseRoutingDocument } from "@meridian/routing-config";

/** Versions never change: what was read once holds. */
const mostKept = 200;

/** Whose API an upstream spoke, by the config version that chose it. Empty when that is not known (file mode). */
export class ProviderNames {
  readonly #db: Database;
  readonly #versions = new Map<string, ReadonlyMap<string, string>>();

  constructor(db: Database) {
    this.#db = db;
  }

  async of(workspaceId: string, configVersion: number | null, upstream: string): Promise<string> {
    if (configVersion === null || upstream === "") return "";
    return (await this.#version(workspaceId, configVersion)).get(upstream) ?? "";
  }

  async #version(workspaceId: string, number: number): Promise<ReadonlyMap<string, string>> {
    const key = `${workspaceId} ${number}`;
    const known = this.#versions.get(key);
    if (known) return known;
    const row = await this.#db.prisma.configVersion.findUnique({
      where: { workspaceId_number: { workspaceId, number } },
      select: { yaml: true },
    });
    const document = row && parseRoutingDocument(row.yaml).document;
    const names = new Map(Object.entries(document?.upstreams ?? {}).map(([name, { provider }]) => [name, provider]));
    if (this.#versions.size >= mostKept) this.#versions.clear();
    this.#versions.set(key, names);
    return names;
  }
}
