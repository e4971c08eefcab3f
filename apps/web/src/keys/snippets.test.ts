import { describe, expect, it } from "vitest";
import { apiOfLiveUrl, snippet, snippetKinds } from "./snippets.ts";

describe("snippets", () => {
  it("name the gateway, the key and a model in all 3 languages", () => {
    for (const kind of snippetKinds) {
      const text = snippet(kind, { baseUrl: "http://localhost:4000/v1", key: "mk_live_a_b", model: "support-chat" });
      expect(text).toContain("http://localhost:4000/v1");
      expect(text).toContain("mk_live_a_b");
      expect(text).toContain("support-chat");
    }
  });

  it("find the API beside the live feed, with TLS and without", () => {
    expect(apiOfLiveUrl("ws://127.0.0.1:4000/live")).toBe("http://127.0.0.1:4000/v1");
    expect(apiOfLiveUrl("wss://gw.example.com/live")).toBe("https://gw.example.com/v1");
  });
});
