import { paths, type Place } from "./paths.ts";

/** Screens whose second part names a screen too, not something of one environment. */
const withPages: ReadonlySet<string> = new Set(["settings"]);

/** The screen of an address in another place; what it is about stays behind, as the other place has none of it. */
export function sameScreen(pathname: string, place: Place): string {
  const [, , , screen, page] = pathname.split("/");
  const overview = paths.overview(place);
  if (screen === undefined || screen === "") return overview;
  const base = overview.slice(0, overview.lastIndexOf("/"));
  return `${base}/${screen}${withPages.has(screen) && page !== undefined ? `/${page}` : ""}`;
}
