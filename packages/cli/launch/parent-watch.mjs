import { Socket } from "node:net";

const lifelineFd = process.env.MERIDIAN_LIFELINE_FD;
// It is this process's alone: in a program that we start, the same number names some other file.
delete process.env.MERIDIAN_LIFELINE_FD;

/** Calls `run` when the thin parent (an older Node, or npm) is gone: killed, it has no chance to tell us. */
export function onParentGone(run) {
  if (lifelineFd) {
    const lifeline = new Socket({ fd: Number(lifelineFd), readable: true, writable: false });
    lifeline
      .resume()
      .on("close", run)
      .on("error", () => {});
    lifeline.unref();
  } else if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      run();
    }, 500).unref();
  }
}
