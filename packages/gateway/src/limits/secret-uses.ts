import type { StateMemory } from "@meridian/routing";

/** When each secret of an environment was last sent to an upstream. */
export class SecretUses {
  readonly #memory: StateMemory;
  readonly #environmentId: string;
  /** By name: one number each, epoch ms; 0: never. */
  readonly #byName = new Map<string, Float64Array>();

  constructor(memory: StateMemory, environmentId: string) {
    this.#memory = memory;
    this.#environmentId = environmentId;
  }

  /** These are the secrets there are. */
  adopt(names: readonly string[]): void {
    for (const name of this.#byName.keys()) if (!names.includes(name)) this.#byName.delete(name);
    for (const name of names) {
      if (this.#byName.has(name)) continue;
      this.#byName.set(name, this.#memory.numbers(`secret|${this.#environmentId}|${name}`, [0]));
    }
  }

  /** A request that ends on an older table may use one that there is no more: that is nobody's concern. */
  set(name: string, atMs: number): void {
    const use = this.#byName.get(name);
    if (use) use[0] = atMs;
  }

  *[Symbol.iterator](): Iterator<[name: string, atMs: number]> {
    for (const [name, use] of this.#byName) if (use[0]) yield [name, use[0]];
  }
}
