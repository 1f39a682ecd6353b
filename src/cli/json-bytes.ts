/** The bytes that JSON is built with (RFC 8259, section 2). */
export const quote = 0x22;
export const backslash = 0x5c;
export const openBrace = 0x7b;
const closeBrace = 0x7d;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const comma = 0x2c;
export const colon = 0x3a;

export const isBlank = (byte: number): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
export const isOpening = (byte: number): boolean => byte === openBrace || byte === openBracket;
export const isClosing = (byte: number): boolean => byte === closeBrace || byte === closeBracket;
