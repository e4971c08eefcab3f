import type { Metadata } from "next";
import { offeredProviders } from "../../../../../auth/providers.ts";
import { webEnv } from "../../../../../env.ts";
import { ProfileScreen } from "../../../../../profile/profile-screen.tsx";

export const metadata: Metadata = { title: "Profile" };

export default function Page() {
  return <ProfileScreen providers={offeredProviders(webEnv().providers)} />;
}
