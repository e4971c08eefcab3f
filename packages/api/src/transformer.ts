import superjson from "superjson";

/** How values travel between browser and server; both sides must name the same. */
export const transformer = superjson;
