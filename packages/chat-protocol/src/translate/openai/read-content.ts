import type { Carrying, Fields } from "../carrying.ts";
import type { Part } from "../chat.ts";

const dataUrl = /^data:([a-z0-9.+-]+\/[a-z0-9.+-]+)(?:;[a-z0-9=.+-]+)*;base64,/i;

/** The parts of a message's `content`. Empty texts say nothing, and not every upstream takes them. */
export function readContent(fields: Fields, carrying: Carrying): readonly Part[] {
  const content = fields.take("content");
  const at = fields.at("content");
  if (typeof content === "string") return content === "" ? [] : [{ kind: "text", path: at, text: content }];
  return carrying.list(content, at).flatMap(([part, path]) => readPart(part, path, carrying));
}

function readPart(value: unknown, path: string, carrying: Carrying): readonly Part[] {
  const fields = carrying.fields(value, path);
  const type = fields.take("type");
  switch (type) {
    case "text":
    case "refusal": {
      const text = fields.text(type);
      fields.end();
      return text ? [{ kind: "text", path, text }] : [];
    }
    case "image_url":
      return ended(fields, readImage(carrying.fields(fields.take(type), fields.at(type)), path));
    case "file":
      return ended(fields, readFile(carrying.fields(fields.take(type), fields.at(type)), path, carrying));
    case "input_audio":
      return ended(fields, readAudio(carrying.fields(fields.take(type), fields.at(type)), path));
    default:
      carrying.lose(path, `a part of the type \`${String(type)}\` is not known there`);
      return [];
  }
}

const ended = (fields: Fields, parts: readonly Part[]): readonly Part[] => {
  fields.end();
  return parts;
};

function readImage(fields: Fields, path: string): readonly Part[] {
  const url = fields.text("url") ?? "";
  fields.ignore({ detail: "auto" });
  fields.end();
  return [readDataUrl(url, path, null) ?? { kind: "image_url", path, url }];
}

function readFile(fields: Fields, path: string, carrying: Carrying): readonly Part[] {
  const data = fields.text("file_data");
  const name = fields.text("filename") ?? null;
  fields.end();
  const part = data === undefined ? null : readDataUrl(data, path, name);
  if (!part && data !== undefined) carrying.wrong(fields.at("file_data"), "A file must be a `data:` URL in base64.");
  return part ? [part] : [];
}

function readAudio(fields: Fields, path: string): readonly Part[] {
  const format = fields.text("format") ?? "wav";
  const data = fields.text("data") ?? "";
  fields.end();
  return [{ kind: "data", path, mediaType: format === "mp3" ? "audio/mpeg" : `audio/${format}`, data, name: null }];
}

function readDataUrl(url: string, path: string, name: string | null): Part | null {
  const match = dataUrl.exec(url);
  if (!match?.[1]) return null;
  return { kind: "data", path, mediaType: match[1].toLowerCase(), data: url.slice(match[0].length), name };
}
