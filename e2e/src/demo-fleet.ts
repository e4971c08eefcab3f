import type { Run } from "./product.ts";

/** The demo's upstreams in the order of their ports. */
const names = ["east-1", "east-2", "west-1"] as const;
export type DemoUpstream = (typeof names)[number];

const control = (run: Run, name: DemoUpstream): string =>
  `http://127.0.0.1:${run.fleetPorts[names.indexOf(name)]}/control/faults`;

/** Sets what is wrong with an upstream from now on. */
export async function breakUpstream(
  run: Run,
  name: DemoUpstream,
  faults: Readonly<Record<string, unknown>>,
): Promise<void> {
  const reply = await fetch(control(run, name), {
    method: "PUT",
    body: JSON.stringify(faults),
    headers: { "content-type": "application/json" },
  });
  if (!reply.ok) throw new Error(`The fleet refused the fault: ${reply.status} ${await reply.text()}`);
}

export async function mendUpstream(run: Run, name: DemoUpstream): Promise<void> {
  await fetch(control(run, name), { method: "DELETE" });
}
