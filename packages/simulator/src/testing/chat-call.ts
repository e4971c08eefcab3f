import type { RunningEngine } from "../server/start-engine.ts";

/** Posts a chat completion to an engine under test. */
export function postChat(engine: RunningEngine, more: object = {}, init: RequestInit = {}): Promise<Response> {
  const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: "Where is my order?" }], ...more });
  return fetch(`${engine.url}/chat/completions`, { method: "POST", body, ...init });
}

/** The `data:` payloads of a stream as far as it came; `broken` when the connection ended before the reply did. */
export async function readFrames(response: Response): Promise<{ frames: string[]; broken: boolean }> {
  let text = "";
  let broken = false;
  try {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  } catch {
    broken = true;
  }
  return {
    frames: text
      .split("\n\n")
      .filter(Boolean)
      .map((frame) => frame.replace("data: ", "")),
    broken,
  };
}

/** The texts of the frames that have one. */
export function contents(frames: readonly string[]): string[] {
  return frames
    .filter((frame) => frame.startsWith("{"))
    .map(
      (frame): unknown =>
        (JSON.parse(frame) as { choices?: { delta: { content?: string } }[] }).choices?.[0]?.delta.content,
    )
    .filter((content): content is string => typeof content === "string" && content !== "");
}
