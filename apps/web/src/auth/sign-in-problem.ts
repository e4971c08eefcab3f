/** What the session library and our own refusals call it, and what people are told. */
const words: Readonly<Record<string, string>> = {
  CredentialsSignin: "Email or password is wrong.",
  email_not_verified:
    "The provider does not vouch for your email address. Verify it there, then try again, or sign in with a password.",
  account_not_verified:
    "There is an account with your address, and it was never shown that the address is yours. Sign in with its password, then connect the provider in your profile.",
  other_account:
    "That account belongs to somebody else, or has another address than the account you are signed in with. Sign out first, or choose the account with your own address.",
  not_invited: "There is no account for your address. Ask an admin of your workspace to invite you, then try again.",
  AccessDenied: "The provider did not let you in.",
  OAuthSignin: "The provider cannot be reached right now. Try again in a moment.",
  OAuthCallback:
    "The provider's answer could not be believed: it was too late, not for this browser, or not from the right issuer. Start again here.",
  SessionRequired: "Sign in first.",
  session_ended: "Your session has ended. Sign in, and you are back where you were.",
};

const unavailable = "Meridian cannot sign you in right now. Try again in a moment.";

/**
 * Why nobody was signed in, in words: of a code alone, or of a code with what belongs to it, as `refusalCode` writes them.
 *
 * @param clock writes a moment as the reader's clock shows it, with its zone
 */
export function signInProblem(error: string | null, clock: (ms: number) => string): string {
  const [code = "", ...rest] = (error ?? "").split(" ");
  if (code === "too_many_attempts") {
    const retryAtMs = Number(rest[0]);
    const again = Number.isFinite(retryAtMs) && rest.length > 0 ? `at ${clock(retryAtMs)}` : "in five minutes";
    return `Too many wrong passwords. Try again ${again}.`;
  }
  // Only codes of verbs carry a sentence with them; what an address says is not put on the page as ours.
  return words[code] ?? (rest.length > 0 && verbCodes.has(code) ? rest.join(" ") : unavailable);
}

const verbCodes: ReadonlySet<string> = new Set(["busy", "conflict", "forbidden", "invalid_input", "not_found"]);

/** The same for a code that came with an address, which anybody may have written: only known codes say anything. */
export function addressProblem(error: string): string {
  return words[error] ?? unavailable;
}

/** Why the demo cannot be entered. */
export const demoProblem = "The demo cannot be entered like this: it has to be opened on the machine it runs on.";
