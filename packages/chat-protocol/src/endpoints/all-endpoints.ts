import type { Endpoint } from "../endpoint.ts";
import { chatCompletions } from "./chat-completions.ts";
import { completions } from "./completions.ts";
import { embeddings } from "./embeddings.ts";
import { messages } from "./messages.ts";
import { responses } from "./responses.ts";

/** Every endpoint that a model answers at. */
export const allEndpoints: readonly Endpoint[] = [chatCompletions, completions, responses, embeddings, messages];
