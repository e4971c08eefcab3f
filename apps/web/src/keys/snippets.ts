/** Ways to send a first request, ready to paste. */
export const snippetKinds = ["curl", "Node", "Python"] as const;
export type SnippetKind = (typeof snippetKinds)[number];

/** @param baseUrl of the gateway, ending in `/v1` */
export function snippet(
  kind: SnippetKind,
  given: { readonly baseUrl: string; readonly key: string; readonly model: string },
): string {
  const { baseUrl, key, model } = given;
  switch (kind) {
    case "curl":
      return `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
  -d '{"model":"${model}","stream":true,"messages":[{"role":"user","content":"Hello"}]}'`;
    case "Node":
      return `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${baseUrl}", apiKey: "${key}" });
const stream = await client.chat.completions.create({
  model: "${model}",
  stream: true,
  messages: [{ role: "user", content: "Hello" }],
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");`;
    case "Python":
      return `from openai import OpenAI

client = OpenAI(base_url="${baseUrl}", api_key="${key}")
stream = client.chat.completions.create(
    model="${model}",
    stream=True,
    messages=[{"role": "user", "content": "Hello"}],
)
for chunk in stream:
    print(chunk.choices[0].delta.content or "", end="")`;
  }
}

/** A gateway's API from the address of its live feed: `ws://host:4000/live` → `http://host:4000/v1`. */
export function apiOfLiveUrl(liveUrl: string): string {
  return liveUrl.replace(/^ws/, "http").replace(/\/live$/, "/v1");
}
