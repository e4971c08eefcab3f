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
      return ended(fields, readImage(carrying.fields(fields.take(type), fields.at(type)), path, carrying));
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

function readImage(fields: Fields, path: string, carrying: Carrying): readonly Part[] {
  const url = fields.neededText("url");
  fields.ignore({ detail: "auto" });
  fields.end();
  return [readDataUrl(url, path, null, fields.at("url"), carrying) ?? { kind: "image_url", path, url }];
}

function readFile(fields: Fields, path: string, carrying: Carrying): readonly Part[] {
  const name = fields.text("filename") ?? null;
  const id = fields.take("file_id");
  if (id !== undefined) {
    carrying.lose(fields.at("file_id"), "a file that OpenAI keeps is not known there");
    return [];
  }
  const data = fields.neededText("file_data");
  fields.end();
  const at = fields.at("file_data");
  const part = readDataUrl(data, path, name, at, carrying);
  if (!part) carrying.wrong(at, "A file must be a `data:` URL in base64.");
  return part ? [part] : [];
}

function readAudio(fields: Fields, path: string): readonly Part[] {
  const format = fields.text("format") ?? "wav";
  const data = fields.neededText("data");
  fields.end();
  return [{ kind: "data", path, mediaType: format === "mp3" ? "audio/mpeg" : `audio/${format}`, data, name: null }];
}

function readDataUrl(url: string, path: string, name: string | null, at: string, carrying: Carrying): Part | null {
  const match = dataUrl.exec(url);
  if (!match?.[1]) return null;
  const data = url.slice(match[0].length);
  if (data === "") carrying.wrong(at, `\`${at}\` is a \`data:\` URL without data.`);
  return { kind: "data", path, mediaType: match[1].toLowerCase(), data, name };
}
