import { createServer } from "node:net";

/** A port that nobody listens on now, for services that only the launcher talks to. */
export const freePort = () => listenOnce(0);

/** @returns {Promise<string | null>} why the port cannot be listened on, as the system's code; null when it can */
export const portProblem = (port) =>
  listenOnce(port).then(
    () => null,
    (error) => error.code,
  );

function listenOnce(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(port, "127.0.0.1", () => {
      const { port: taken } = probe.address();
      probe.close(() => resolve(taken));
    });
  });
}
