import { hash, verify } from "@node-rs/argon2";

/** Hashes a password with argon2id (19 MiB, 2 passes), as OWASP's cheat sheet has it; the text holds salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}

/** Hash of 32 random bytes that nobody kept, with the parameters above. */
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$s2S4otYxH6gGP1NI5gm9Fg$W63E2VYvMSrAr2GQ7vgmT10CKKT7twAhA/EUzm0mFqU";

/** Whether the password fits. Without a hash (nobody, or nobody with a password) it takes as long and answers false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? nobodysHash, password);
  return matches && passwordHash !== null;
}
