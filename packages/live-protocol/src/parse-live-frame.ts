import { type LiveFrame, liveProtocolVersion } from "./frames.ts";

/**
 * Reads a frame of a gateway, which may be newer than the reader: fields it does not know pass, frames it does not know
 * (or whose shape it could not use) are null, to be skipped.
 */
export function parseLiveFrame(text: string): LiveFrame | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  return isLiveFrame(frame) ? frame : null;
}

function isLiveFrame(frame: unknown): frame is LiveFrame {
  if (typeof frame !== "object" || frame === null || !("type" in frame)) return false;
  const fields = frame as Readonly<Record<string, unknown>>;
  switch (frame.type) {
    case "welcome":
      return fields["protocol"] === liveProtocolVersion && typeof fields["instanceId"] === "string";
    case "tick":
      return (
        typeof fields["sequence"] === "number" &&
        typeof fields["atMs"] === "number" &&
        Array.isArray(fields["cells"]) &&
        Array.isArray(fields["upstreams"]) &&
        Array.isArray(fields["requests"])
      );
    case "error":
      return typeof fields["code"] === "string" && typeof fields["message"] === "string";
    default:
      return false;
  }
}
