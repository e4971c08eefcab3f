import { headers } from "next/headers";
import { cache } from "react";
import { readSession } from "./session-cookie.ts";

/** Who is signed in, in which session; null for nobody. Read once a request. */
export const sessionNow = cache(async () => readSession(new Headers(await headers())));
