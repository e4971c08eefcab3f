import { isRecord } from "../../json-record.ts";
import { parseExactly, parseObjectExactly } from "../../parse-exactly.ts";
import type { Carrying } from "../carrying.ts";
import type { Part, Turn } from "../chat.ts";
import type { JsonObject } from "../translation.ts";

/** "Thought signatures": stands for the signature of a call that was made by somebody else. */
const foreignSignature = "skip_thought_signature_validator";

/**
 * The parts of one turn; `names` are those of the functions, by the ids of their calls. Where signatures are asked for
 * (`signed`), it is of the first call of a turn.
 */
export function writeParts(
  turn: Turn,
  names: ReadonlyMap<string, string>,
  { callsHaveIds, signed }: { readonly callsHaveIds: boolean; readonly signed: boolean },
  carrying: Carrying,
): readonly JsonObject[] {
  const parts = turn.parts.flatMap((part) => writePart(part, names, callsHaveIds, carrying));
  const calls = signed ? parts.filter((part) => "functionCall" in part) : [];
  if (calls.some((part) => "thoughtSignature" in part)) return parts;
  return parts.map((part) => (part === calls[0] ? { ...part, thoughtSignature: foreignSignature } : part));
}

function writePart(
  part: Part,
  names: ReadonlyMap<string, string>,
  callsHaveIds: boolean,
  carrying: Carrying,
): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "data":
      return [{ inlineData: { mimeType: part.mediaType, data: part.data } }];
    case "image_url": {
      const mimeType = mediaTypeOf(part.url);
      if (mimeType) return [{ fileData: { mimeType, fileUri: part.url } }];
      carrying.lose(
        `${part.path}.image_url.url`,
        "its address does not tell the kind of image; send it as a `data:` URL",
      );
      return [];
    }
    case "call": {
      const { id, name, input, extra } = part;
      const google = extra?.["google"];
      const signature = isRecord(google) ? google["thought_signature"] : undefined;
      if (extra && typeof signature !== "string") carrying.lose(`${part.path}.extra_content`);
      return [
        {
          functionCall: { ...(id !== "" && callsHaveIds ? { id } : {}), name, args: input },
          ...(typeof signature === "string" ? { thoughtSignature: signature } : {}),
        },
      ];
    }
    case "result": {
      const { callId: id } = part;
      const name = names.get(id);
      const param = `${part.path}.tool_call_id`;
      if (name === undefined) carrying.wrong(param, `\`${param}\` names no call of an earlier message.`);
      const response = responseOf(part.texts.join("\n"));
      return [{ functionResponse: { ...(callsHaveIds ? { id } : {}), name, response } }];
    }
    case "thought":
      carrying.lose(part.path, "it is a thought of another provider's model");
      return [];
  }
}

const mediaTypes: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  heic: "image/heic",
  heif: "image/heif",
};

/** Gemini has to be told what stands at an address. */
function mediaTypeOf(url: string): string | undefined {
  const extension = /\.([a-z]+)(?:[?#].*)?$/i.exec(url)?.[1];
  return extension === undefined ? undefined : mediaTypes[extension.toLowerCase()];
}

/** What a function returned must be an object there; what is none stands in one, as its documentation shows. */
function responseOf(text: string): JsonObject {
  try {
    return parseObjectExactly(text) ?? { result: parseExactly(text) };
  } catch {
    return { result: text };
  }
}
