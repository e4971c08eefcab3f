"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { usePreferences } from "../preferences/preferences-context.tsx";
import { useChooseTheme } from "../preferences/use-choose-theme.ts";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../ui/menu.tsx";

const themes = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "Same as system", icon: Monitor },
] as const;

/** Changes the theme here at once, and everywhere else with the account. */
export function ThemeToggle() {
  const { theme } = usePreferences();
  const setTheme = useChooseTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="Theme">
          <Sun className="dark:hidden" />
          <Moon className="hidden dark:block" />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {themes.map(({ value, label, icon: Icon }) => (
          <MenuItem key={value} onSelect={() => setTheme(value)} aria-current={theme === value ? "true" : undefined}>
            <Icon /> {label}
            {theme === value && <span className="ml-auto text-muted text-xs">Now</span>}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}
