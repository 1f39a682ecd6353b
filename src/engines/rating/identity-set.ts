/** Remembers which texts it was given. */
export interface IdentitySet {
  /** @returns false where the text was there already */
  add(identity: string): boolean;
}

/** A cryptographic digest of a text in UTF-8, a character for each byte; at least 17 of them, such as SHA-256. */
export type Digest = (text: string) => string;

const wordsPerEntry = 4;
const shardCount = 256;
const firstCapacity = 16;

interface Shard {
  /** Digests side by side, four words each; a place of zeros is free. */
  words: Uint32Array;
  count: number;
}

const word = (digest: string, at: number): number =>
  (digest.charCodeAt(at) |
    (digest.charCodeAt(at + 1) << 8) |
    (digest.charCodeAt(at + 2) << 16) |
    (digest.charCodeAt(at + 3) << 24)) >>>
  0;

/** The word where a digest is or belongs: the next free place from its own one on. */
const placeOf = (words: Uint32Array, a: number, b: number, c: number, d: number): number => {
  const mask = words.length - 1;
  let place = (a * wordsPerEntry) & mask;
  while (
    (words[place] !== a || words[place + 1] !== b || words[place + 2] !== c || words[place + 3] !== d) &&
    (words[place] !== 0 || words[place + 1] !== 0 || words[place + 2] !== 0 || words[place + 3] !== 0)
  ) {
    place = (place + wordsPerEntry) & mask;
  }
  return place;
};

const grow = (shard: Shard): void => {
  const { words } = shard;
  const larger = new Uint32Array(words.length * 2);
  for (let at = 0; at < words.length; at += wordsPerEntry) {
    const [a = 0, b = 0, c = 0, d = 0] = [words[at], words[at + 1], words[at + 2], words[at + 3]];
    if (a === 0 && b === 0 && c === 0 && d === 0) continue;
    const place = placeOf(larger, a, b, c, d);
    larger[place] = a;
    larger[place + 1] = b;
    larger[place + 2] = c;
    larger[place + 3] = d;
  }
  shard.words = larger;
};

/** Keeps the texts themselves. */
export const createTextSet = (): IdentitySet => {
  const texts = new Set<string>();
  return {
    add: (identity) => {
      const before = texts.size;
      return texts.add(identity).size > before;
    },
  };
};

/**
 * Keeps 16 bytes of each text: ten million records of 300 characters need 270 MB instead of 4 GB.
 *
 * The digest is a cryptographic one, since customers choose parts of what they report (resource names, tags) and must
 * not be able to make two records look like one. By chance, two of ten million do so once in 10²⁴ runs. It grows in
 * 256 parts, so that there is never a second copy of it.
 */
export const createDigestSet = (digestOf: Digest): IdentitySet => {
  const shards: Shard[] = [];
  // In UTF-8 all lone surrogates are one character.
  const illFormed = createTextSet();
  return {
    add: (identity) => {
      if (!identity.isWellFormed()) return illFormed.add(identity);
      const digest = digestOf(identity);
      const [a, b, c, d] = [word(digest, 0), word(digest, 4), word(digest, 8), word(digest, 12)];
      const number = digest.charCodeAt(16) % shardCount;
      let shard = shards[number];
      if (!shard) {
        shard = { words: new Uint32Array(firstCapacity * wordsPerEntry), count: 0 };
        shards[number] = shard;
      }
      const { words } = shard;
      const place = placeOf(words, a, b, c, d);
      if (words[place] === a && words[place + 1] === b && words[place + 2] === c && words[place + 3] === d)
        return false;
      words[place] = a;
      words[place + 1] = b;
      words[place + 2] = c;
      words[place + 3] = d;
      shard.count += 1;
      if (shard.count * wordsPerEntry > words.length * 0.75) grow(shard);
      return true;
    },
  };
};
