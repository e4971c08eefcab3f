import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { signalGroup, spawnKept } from "./kept-process.mjs";
import { onParentGone } from "./parent-watch.mjs";
import { root } from "./place.mjs";
import { failed, say } from "./say.mjs";

/** The processes of one running copy. */
export class Services {
  #running = new Map();
  #logs;
  #stopping = 0;
  #exitCode = 0;
  #onStopped = [];

  /** @param {string} dataDir logs go to `<dataDir>/logs/<name>.log` */
  constructor(dataDir) {
    this.#logs = join(dataDir, "logs");
    mkdirSync(this.#logs, { recursive: true });
    this.#stopOnSignals();
    onParentGone(() => void this.stop(1));
  }

  get stopping() {
    return this.#stopping > 0;
  }

  /** Process ids by name. */
  get pids() {
    return Object.fromEntries([...this.#running].map(([name, { pid }]) => [name, pid]));
  }

  onStopped(run) {
    this.#onStopped.push(run);
  }

  /** Starts a process; when it ends by itself, everything stops. Names started earlier are stopped later. */
  start(name, args, env, cwd = root) {
    const log = createWriteStream(this.logFile(name), { flags: "a", mode: 0o600 });
    const child = spawnKept(args, { cwd, stdio: ["ignore", "pipe", "pipe"], env });
    this.#running.set(name, child);
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.on("exit", (code, signal) => {
      this.#running.delete(name);
      if (!this.stopping) {
        failed(`${name} ended by itself (${code ?? signal}). The end of its log, ${this.logFile(name)}:`);
        say(this.tail(name));
        void this.stop(1);
      }
    });
    return child;
  }

  logFile(name) {
    return join(this.#logs, `${name}.log`);
  }

  tail(name, lines = 15) {
    try {
      return readFileSync(this.logFile(name), "utf8").trimEnd().split("\n").slice(-lines).join("\n");
    } catch {
      return "(no log)";
    }
  }

  /** Stops everything: newest first, and Postgres (the first), to which the others still write, when they have ended. */
  async stop(exitCode = 0) {
    if (exitCode) this.#exitCode = exitCode;
    if (this.stopping) return;
    this.#stopping = Date.now();
    if (this.#running.size > 0) say(`Stopping ${[...this.#running.keys()].join(", ")} …`);
    const [first, ...later] = [...this.#running.keys()];
    await Promise.all(later.reverse().map((name) => this.#end(name, 35_000)));
    if (first) await this.#end(first, 20_000);
    for (const run of this.#onStopped) run();
    if (!this.#exitCode) say("Everything has stopped.");
    process.exit(this.#exitCode);
  }

  async #end(name, patienceMs) {
    const child = this.#running.get(name);
    if (!child) return;
    await new Promise((resolve) => {
      const force = setTimeout(() => signalGroup(child, "SIGKILL"), patienceMs);
      child.once("exit", () => {
        clearTimeout(force);
        signalGroup(child, "SIGKILL"); // grandchildren that outlived their parent
        resolve(undefined);
      });
      signalGroup(child, "SIGTERM");
    });
  }

  #stopOnSignals() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.on(signal, () => {
        // A second Ctrl-C forces; echoes of the first come within milliseconds.
        if (this.stopping && Date.now() - this.#stopping > 1_000)
          for (const child of this.#running.values()) signalGroup(child, "SIGKILL");
        else void this.stop(0);
      });
    }
  }
}
