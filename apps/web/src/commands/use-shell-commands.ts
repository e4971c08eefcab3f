"use client";

import { Hand, Keyboard, KeyRound, Layers, LogOut, Pencil, Printer, Search, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useMemo } from "react";
import { settingsGroups } from "../settings/settings-pages.ts";
import { useChooseTheme } from "../preferences/use-choose-theme.ts";
import { paths } from "../shell/paths.ts";
import { signOutHere } from "../shell/sign-out-here.ts";
import { useScreens } from "../shell/use-screens.ts";
import { useWorkspace } from "../shell/workspace-context.tsx";
import type { Command } from "./command.ts";
import { focusSearch } from "./focus-search.ts";
import { toDo } from "./use-do.ts";

/** What can be done from everywhere. */
export function useShellCommands(open: {
  readonly palette: () => void;
  readonly shortcuts: () => void;
}): readonly Command[] {
  const { place, environments, environmentName, workspaces } = useWorkspace();
  const router = useRouter();
  const { resolvedTheme } = useTheme();
  const setTheme = useChooseTheme();
  const screens = useScreens();
  const { palette, shortcuts } = open;
  return useMemo(() => {
    const go = (path: string) => () => router.push(path);
    return [
      ...screens.map(({ id, label, also, icon, href, key }): Command => {
        return { id: `go-${id}`, group: "go", words: label, also, icon, keys: `g ${key}`, run: go(href(place)) };
      }),
      ...settingsGroups
        .flatMap(({ pages }) => pages)
        .filter(({ href }) => !screens.some((screen) => screen.href(place) === href(place)))
        .map(({ label, icon, href, scope }): Command => {
          return {
            id: `settings-${label}`,
            group: "go",
            words: label,
            detail: "Settings",
            icon,
            ...(scope !== null && { scope }),
            run: go(href(place)),
          };
        }),
      ...environments
        .filter(({ name }) => name !== environmentName)
        .map(({ id, name }): Command => {
          const to = paths.overview({ ...place, environment: name });
          return {
            id: `environment-${id}`,
            group: "go",
            words: `Switch to ${name}`,
            also: "environment",
            icon: Layers,
            run: go(to),
          };
        }),
      ...workspaces
        .filter(({ slug, firstEnvironment }) => slug !== place.workspace && firstEnvironment !== null)
        .map(({ slug, name, firstEnvironment }): Command => {
          const to = paths.overview({ workspace: slug, environment: firstEnvironment ?? "" });
          return {
            id: `workspace-${slug}`,
            group: "go",
            words: `Switch to workspace ${name}`,
            icon: Layers,
            run: go(to),
          };
        }),
      {
        id: "create-key",
        group: "act",
        words: "Create key",
        also: "gateway API key new",
        icon: KeyRound,
        scope: "gateway-keys:write",
        run: go(toDo(paths.keys(place), "create-key")),
      },
      {
        id: "give-override",
        group: "act",
        words: "Give an override",
        also: "drain cap force upstream take out",
        icon: Hand,
        scope: "overrides:write",
        run: go(toDo(`${paths.settings(place)}/overrides`, "give-override")),
      },
      {
        id: "edit-config",
        group: "act",
        words: "Edit and publish config",
        also: "routing YAML draft deploy new version",
        icon: Pencil,
        scope: "routing-config:publish",
        run: go(paths.editor(place)),
      },
      {
        id: "toggle-theme",
        group: "act",
        words: resolvedTheme === "dark" ? "Use light theme" : "Use dark theme",
        also: "toggle theme dark light mode",
        icon: SunMoon,
        keys: "t",
        run: () => setTheme(resolvedTheme === "dark" ? "light" : "dark"),
      },
      {
        id: "search",
        group: "act",
        words: "Search this screen",
        icon: Search,
        keys: "/",
        run: () => focusSearch(palette),
      },
      {
        id: "shortcuts",
        group: "act",
        words: "Keyboard shortcuts",
        also: "help keys",
        icon: Keyboard,
        keys: "?",
        run: shortcuts,
      },
      {
        id: "print",
        group: "act",
        words: "Print",
        also: "PDF paper save",
        icon: Printer,
        run: () => window.print(),
      },
      {
        id: "sign-out",
        group: "act",
        words: "Sign out",
        also: "log out leave",
        icon: LogOut,
        run: () => void signOutHere(),
      },
    ];
  }, [screens, place, environments, environmentName, workspaces, router, resolvedTheme, setTheme, palette, shortcuts]);
}
