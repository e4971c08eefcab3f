/** So many names are said of one upstream, and of so many upstreams they are remembered. */
const [mostModels, mostUpstreams] = [50, 1_000] as const;

/** Longer ones, and those with other characters, are no names of models: they are not repeated. */
const sayable = /^[\w.:/@+-]{1,100}$/;

/** What is to be said of a model that an upstream does not know. */
export type Unknown = {
  /** null: it looks like no name. */
  readonly model: string | null;
  /** Of this upstream no further one will be said. */
  readonly last: boolean;
};

/** Which models were said to be unknown to which upstream: names are the callers', and may be as many as they like. */
export class UnknownModels {
  readonly #byUpstream = new Map<string, Set<string | null>>();

  /** null: it was said before, or enough were. */
  firstTime(environmentId: string, upstream: string, requested: string | null): Unknown | null {
    const key = `${environmentId}|${upstream}`;
    const model = requested !== null && sayable.test(requested) ? requested : null;
    const said = this.#byUpstream.get(key) ?? new Set();
    if (said.size >= mostModels || said.has(model)) return null;
    const [oldest] = this.#byUpstream.keys();
    if (said.size === 0 && this.#byUpstream.size >= mostUpstreams) this.#byUpstream.delete(oldest ?? "");
    said.add(model);
    this.#byUpstream.set(key, said);
    return { model, last: said.size === mostModels };
  }
}
