import type { Scope } from "@meridian/access";
import {
  Building2,
  Fingerprint,
  Hand,
  History,
  KeyRound,
  Layers,
  type LucideIcon,
  MailPlus,
  MonitorSmartphone,
  ScrollText,
  ShieldCheck,
  UserRound,
  Users,
} from "lucide-react";
import { paths, type Place } from "../shell/paths.ts";

export type SettingsPage = {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly href: (place: Place) => string;
  /** Who may see it; null: everybody who is signed in. */
  readonly scope: Scope | null;
};

/** Every page of the settings, in the order of the list beside them. A new page is one entry here. */
export const settingsGroups: readonly { readonly label: string; readonly pages: readonly SettingsPage[] }[] = [
  {
    label: "Environment",
    pages: [
      { label: "Secrets", icon: Fingerprint, href: page("secrets"), scope: "secrets:read" },
      { label: "Keys", icon: KeyRound, href: paths.keys, scope: "gateway-keys:read" },
      { label: "Overrides", icon: Hand, href: page("overrides"), scope: "overrides:read" },
      { label: "Retention", icon: History, href: page("retention"), scope: "retention:read" },
    ],
  },
  {
    label: "Workspace",
    pages: [
      { label: "Members", icon: Users, href: page("members"), scope: "members:read" },
      { label: "Invitations", icon: MailPlus, href: page("invitations"), scope: "members:read" },
      { label: "Roles", icon: ShieldCheck, href: page("roles"), scope: null },
      { label: "Environments", icon: Layers, href: page("environments"), scope: "workspace:read" },
      { label: "Workspace", icon: Building2, href: page("workspace"), scope: "workspace:read" },
      { label: "Audit log", icon: ScrollText, href: page("audit-log"), scope: "audit:read" },
    ],
  },
  {
    label: "You",
    pages: [
      { label: "Profile", icon: UserRound, href: page("profile"), scope: null },
      { label: "Sessions", icon: MonitorSmartphone, href: page("sessions"), scope: null },
    ],
  },
];

function page(name: string): (place: Place) => string {
  return (place) => paths.settingsPage(place, name);
}
