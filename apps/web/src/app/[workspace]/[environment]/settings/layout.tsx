import type { ReactNode } from "react";
import { SettingsList } from "../../../../settings/settings-list.tsx";
import { SettingsMenu } from "../../../../settings/settings-menu.tsx";

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="lg:flex lg:gap-6">
      <SettingsList />
      <SettingsMenu />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
