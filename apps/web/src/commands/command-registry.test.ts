import { Sun } from "lucide-react";
import { describe, expect, it, vi } from "vitest";
import type { Command } from "./command.ts";
import { CommandRegistry } from "./command-registry.ts";

const command = (id: string, words = id): Command => ({ id, words, group: "act", icon: Sun, run: () => undefined });

describe("CommandRegistry", () => {
  it("holds what every owner offers, in the order in which they came", () => {
    const registry = new CommandRegistry();
    registry.offer(Symbol("shell"), [command("a"), command("b")]);
    registry.offer(Symbol("screen"), [command("c")]);
    expect(registry.all().map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("replaces an owner's list and takes it out when it offers nothing more", () => {
    const registry = new CommandRegistry();
    const [shell, screen] = [Symbol("shell"), Symbol("screen")];
    registry.offer(shell, [command("a")]);
    registry.offer(screen, [command("pause")]);
    registry.offer(screen, [command("resume")]);
    expect(registry.all().map(({ id }) => id)).toEqual(["a", "resume"]);
    registry.offer(screen, []);
    expect(registry.all().map(({ id }) => id)).toEqual(["a"]);
  });

  it("lets a screen offer another meaning for an id of the shell", () => {
    const registry = new CommandRegistry();
    registry.offer(Symbol("shell"), [command("create-key", "Go and create a key")]);
    registry.offer(Symbol("screen"), [command("create-key", "Create key")]);
    expect(registry.all().map(({ words }) => words)).toEqual(["Create key"]);
  });

  it("tells of changes, and gives the same list while there are none", () => {
    const registry = new CommandRegistry();
    const listener = vi.fn<() => void>();
    const off = registry.subscribe(listener);
    registry.offer(Symbol("shell"), [command("a")]);
    registry.offer(Symbol("nobody"), []);
    expect(listener).toHaveBeenCalledTimes(1);
    expect(registry.all()).toBe(registry.all());
    off();
    registry.offer(Symbol("screen"), [command("b")]);
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
