/** What is watched of a gateway, read from its `/metrics`. */
export type Gauges = {
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly openFiles: number;
  readonly inFlight: number;
  readonly streamsOpen: number;
  readonly upstreamInFlight: number;
  readonly records: number;
};

export async function readGauges(adminOrigin: string): Promise<Gauges> {
  // On a connection of its own: one that was kept may be closed at the other end in the moment of its use.
  const reply = await fetch(`${adminOrigin}/metrics`, { headers: { connection: "close" } });
  const text = await reply.text();
  return gaugesOf(text);
}

/** Sums over the labels of each. */
export function gaugesOf(text: string): Gauges {
  const sums = new Map<string, number>();
  for (const [, name = "", value] of text.matchAll(/^(\w+)(?:\{[^\n]*\})? (\S+)$/gm)) {
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  }
  const of = (name: string): number => sums.get(name) ?? 0;
  return {
    residentBytes: of("process_resident_memory_bytes"),
    heapBytes: of("nodejs_heap_size_used_bytes"),
    openFiles: of("process_open_fds"),
    inFlight: of("meridian_requests_in_flight"),
    streamsOpen: of("meridian_streams_open"),
    upstreamInFlight: of("meridian_upstream_in_flight"),
    records: of("meridian_requests_total"),
  };
}

/** The least of the middle third of the values, and of the last: garbage comes and goes above what is held. */
export function floorsOf(values: readonly number[]): { readonly middle: number; readonly last: number } {
  const third = Math.floor(values.length / 3);
  const [middle, last] = [values.slice(third, 2 * third), values.slice(2 * third)];
  return { middle: Math.min(...middle), last: Math.min(...last) };
}
