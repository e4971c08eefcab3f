import { isRecord } from "../../json-record.ts";
import { parseObjectExactly } from "../../parse-exactly.ts";
import type { Carrying, Fields } from "../carrying.ts";
import type { Chat, Part, Turn } from "../chat.ts";
import { readContent } from "./read-content.ts";

/** The conversation: system texts apart, tool results with the user, neighbours of one role together. */
export function readMessages(value: unknown, carrying: Carrying): Pick<Chat, "system" | "turns"> {
  const system: string[] = [];
  const turns: { readonly role: Turn["role"]; readonly parts: Part[] }[] = [];
  const add = (role: Turn["role"], parts: readonly Part[]): void => {
    if (parts.length === 0) return;
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else turns.push({ role, parts: [...parts] });
  };
  for (const [message, path] of carrying.list(value, "messages")) {
    const fields = carrying.fields(message, path);
    const role = fields.take("role");
    switch (role) {
      case "system":
      case "developer":
        if (turns.length > 0) carrying.lose(fields.at("role"), "instructions stand before the conversation there");
        system.push(...textsOf(fields, carrying));
        break;
      case "user":
        add("user", readContent(fields, carrying));
        break;
      case "assistant":
        add("assistant", readAssistant(fields, carrying));
        break;
      case "tool":
        add("user", [
          { kind: "result", path, callId: fields.neededText("tool_call_id"), texts: textsOf(fields, carrying) },
        ]);
        break;
      default:
        carrying.lose(fields.at("role"), "it is none of `system`, `developer`, `user`, `assistant` or `tool`");
        continue;
    }
    fields.end();
  }
  return { system, turns };
}

function textsOf(fields: Fields, carrying: Carrying): string[] {
  const texts: string[] = [];
  for (const part of readContent(fields, carrying)) {
    if (part.kind === "text") texts.push(part.text);
    else carrying.lose(part.path, "only texts can stand there");
  }
  return texts;
}

function readAssistant(fields: Fields, carrying: Carrying): readonly Part[] {
  const thoughts = carrying.list(fields.take("thinking_blocks"), fields.at("thinking_blocks"));
  const parts: Part[] = thoughts.flatMap(([block, path]) =>
    isRecord(block) ? [{ kind: "thought", path, block }] : [],
  );
  // With its blocks the thought was told twice.
  if (parts.length > 0) fields.take("reasoning_content");
  parts.push(...readContent(fields, carrying));
  const refusal = fields.text("refusal");
  if (refusal) parts.push({ kind: "text", path: fields.at("refusal"), text: refusal });
  for (const [call, path] of carrying.list(fields.take("tool_calls"), fields.at("tool_calls"))) {
    parts.push(...readCall(call, path, carrying));
  }
  return parts;
}

function readCall(value: unknown, path: string, carrying: Carrying): readonly Part[] {
  const fields = carrying.fields(value, path);
  // Where a call stands in a stream; clients that put a message together may leave it in.
  fields.take("index");
  const type = fields.take("type");
  if (type !== undefined && type !== "function") {
    carrying.lose(fields.at("type"), "only calls of functions are known there");
    return [];
  }
  const id = fields.text("id") ?? "";
  const inner = carrying.fields(fields.take("function"), fields.at("function"));
  const name = inner.text("name") ?? "";
  const written = inner.text("arguments") ?? "";
  const input = parsed(written === "" ? "{}" : written);
  const extra = fields.take("extra_content");
  inner.end();
  fields.end();
  if (isRecord(input)) return [{ kind: "call", path, id, name, input, extra: isRecord(extra) ? extra : null }];
  carrying.wrong(inner.at("arguments"), `\`${inner.at("arguments")}\` must be a JSON object, as text.`);
  return [];
}

function parsed(text: string): unknown {
  try {
    return parseObjectExactly(text);
  } catch {
    return null;
  }
}
