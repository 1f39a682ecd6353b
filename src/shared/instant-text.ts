const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

const offsetMinutes = (zone: string): number => {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return 0;
  const [, sign, hours, minutes = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

/**
 * Reads an instant as cost exports write it: ISO 8601 with `T` or a blank, to the minute, second or fraction,
 * with `Z`, `UTC`, an offset, or no zone (UTC then, as FOCUS demands); or a day alone, its midnight. Undefined
 * for anything else, other orders of day and month included, and for days that do not exist. Fractions are cut
 * to milliseconds.
 */
export const parseInstantText = (text: string): Date | undefined => {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  const offset = offsetMinutes(zone);
  if (h > 23 || mi > 59 || s > 59 || Math.abs(offset) > 18 * 60) return undefined;
  // Date.UTC would take years below 100 for 19xx.
  const at = new Date(0);
  at.setUTCFullYear(y, mo - 1, d);
  if (at.getUTCFullYear() !== y || at.getUTCMonth() !== mo - 1 || at.getUTCDate() !== d) return undefined;
  at.setUTCHours(h, mi - offset, s, Number(fraction.slice(0, 3).padEnd(3, '0')));
  return at;
};
