import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Links } from './graph-request.ts';

const algorithm = 'aes-256-gcm';

/** Links sealed with a key of this process: each is different, also for the same page. */
export const createLinks = (): Links => {
  const key = randomBytes(32);
  return {
    seal(content) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv(algorithm, key, nonce);
      const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(token) {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length < 29) return undefined;
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      try {
        const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    },
  };
};
