import { startCopy } from "./start.mjs";

/** As `npm start`, from the sources: the web app is compiled as it is looked at, and what is changed starts anew. */
export const main = (args) => startCopy(args, { development: true });
