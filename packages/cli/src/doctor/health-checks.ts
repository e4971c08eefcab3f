import { checkClock } from "./database-checks.ts";
import { fail, type Finding, ok } from "./finding.ts";

const patienceMs = 3_000;

type Process = { readonly name: string; readonly log: string; readonly url: string };

/** Asks each process how it is; and by the way the gateway what time it has. */
export async function checkHealth(processes: readonly Process[]): Promise<readonly Finding[]> {
  return (await Promise.all(processes.map(healthOf))).flat();
}

async function healthOf({ name, log, url }: Process): Promise<readonly Finding[]> {
  try {
    const askedMs = Date.now();
    const reply = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    const said = (await reply.text()).trim().slice(0, 200);
    if (reply.status !== 200) return [fail(name, `${url} answers ${reply.status}: ${said}`, `See its log, ${log}`)];
    const clock = Date.parse(reply.headers.get("date") ?? "");
    // The header has whole seconds.
    const clocks = name === "Gateway" && clock > 0 ? [checkClock("Clock of the gateway", clock + 500 - askedMs)] : [];
    return [ok(name, "healthy"), ...clocks];
  } catch (error) {
    const why =
      error instanceof Error && error.name === "TimeoutError" ? "does not answer in 3 s" : "cannot be reached";
    return [fail(name, `${url} ${why}`, `See its log, ${log}`)];
  }
}
