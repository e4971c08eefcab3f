import type { Scope } from "@meridian/access";
import { Activity, BookOpen, KeyRound, type LucideIcon, Rows3, Settings, ShieldAlert, Split } from "lucide-react";
import { paths, type Place } from "./paths.ts";

/** One screen of an environment: an entry of the navigation and of the command palette. */
export type Screen = {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly href: (place: Place) => string;
  /** The key that opens it after `g`. */
  readonly key: string;
  /** Words by which people look for it. */
  readonly also: string;
  /** Who may not do this does not see the entry. */
  readonly scope?: Scope;
};

/** In the order of the navigation. On a narrow screen the first four stand in the bar, the others below "More". */
export const screens: readonly Screen[] = [
  {
    id: "overview",
    label: "Overview",
    icon: Activity,
    href: paths.overview,
    key: "o",
    also: "dashboard charts live metrics latency TTFT errors cost upstreams",
  },
  {
    id: "requests",
    label: "Requests",
    icon: Rows3,
    href: paths.requests,
    key: "q",
    also: "log tail search traces sessions runs",
  },
  {
    id: "errors",
    label: "Errors",
    icon: ShieldAlert,
    href: paths.errors,
    key: "e",
    also: "error insights failures escalating regressed resolve",
    scope: "error-insights:read",
  },
  {
    id: "routing",
    label: "Routing",
    icon: Split,
    href: paths.routing,
    key: "r",
    also: "config versions deployments publish roll back YAML",
  },
  { id: "keys", label: "Keys", icon: KeyRound, href: paths.keys, key: "k", also: "gateway API key create revoke" },
  {
    id: "settings",
    label: "Settings",
    icon: Settings,
    href: paths.settings,
    key: "s",
    also: "secrets overrides members audit profile preferences",
  },
  { id: "help", label: "Help", icon: BookOpen, href: paths.help, key: "h", also: "docs glossary words shortcuts" },
];
