/**
 * Text as PostgreSQL can store it: a NUL and half a surrogate pair become U+FFFD, as in every browser. Such text
 * comes from files that are not what their names say, and from cutting a text in the middle of a character.
 */
export const storableText = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();

// JSON.stringify writes a NUL and half a pair as escapes; a pair of backslashes is no beginning of one.
const unstorable = /\\\\|\\u(?:0000|d[89a-f][\da-f]{2})/g;

/** The JSON of a value for a `jsonb` column, all of its texts and member names as `storableText` makes them. */
export const storableJson = (value: object | null): string =>
  JSON.stringify(value).replace(unstorable, (found) => (found === '\\\\' ? found : '\ufffd'));
