import { createHash, randomBytes } from 'node:crypto';

/** A secret for a link or an API key, and what is stored of it. */
export interface OneTimeToken {
  readonly token: string;
  /** SHA-256 in hex; a token has 256 random bits, so a slow hash would add nothing. */
  readonly hash: string;
}

/** SHA-256 (hex) of a token. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A fresh token of 256 random bits, with an optional readable prefix. */
export const newToken = (prefix = ''): OneTimeToken => {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashToken(token) };
};
