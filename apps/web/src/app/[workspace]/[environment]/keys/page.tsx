import type { Metadata } from "next";
import { KeysScreen } from "../../../../keys/keys-screen.tsx";

export const metadata: Metadata = { title: "Keys" };

export default function Page() {
  return <KeysScreen />;
}
