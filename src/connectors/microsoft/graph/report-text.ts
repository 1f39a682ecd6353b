const quote = 0x22;
const comma = 0x2c;
const newline = 0x0a;
const carriage = 0x0d;

/**
 * Whether a CSV file was received to its end: no quotation is open, and the last row has as many fields as the
 * header. Microsoft's downloads do not always say how long they are. Looks at the first and the last row only.
 */
export const isWholeCsv = (body: Buffer): boolean => {
  let end = body.length;
  while (end > 0 && (body[end - 1] === newline || body[end - 1] === carriage)) end -= 1;
  if (end === 0) return false;
  let quoted = false;
  let fields = 1;
  let headerFields = 0;
  for (let index = 0; index < end; index += 1) {
    const byte = body[index];
    if (byte === quote) quoted = !quoted;
    else if (quoted) continue;
    else if (byte === comma) fields += 1;
    else if (byte === newline) {
      if (headerFields === 0) headerFields = fields;
      fields = 1;
    }
  }
  return !quoted && (headerFields === 0 || fields === headerFields);
};
