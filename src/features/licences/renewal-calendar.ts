import type { Renewal } from '../../shared/licences/contract.ts';
import { isRunning } from './queries/renewals.ts';

/** A text as iCalendar wants it (RFC 5545, 3.3.11). */
const escaped = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/;/g, '\\;')
    .replace(/,/g, '\\,')
    .replace(/\r?\n|\r/g, '\\n');

/** Lines of at most 75 octets; the rest goes on after a blank (RFC 5545, 3.1). No character is cut in two. */
const folded = (line: string): string => {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 74) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
};

const compact = (day: string): string => day.replaceAll('-', '');

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** What the day is. */
const happens = (renewal: Renewal): string =>
  isRunning(renewal) ? 'renews' : renewal.isTrial ? 'trial ends' : 'ends';

const eventOf = (renewal: Renewal, day: string, stamp: string): string[] => [
  'BEGIN:VEVENT',
  `UID:${renewal.subscriptionId}@${renewal.connectionId}.trimtab`,
  `DTSTAMP:${stamp}`,
  `DTSTART;VALUE=DATE:${compact(day)}`,
  `DTEND;VALUE=DATE:${compact(dayAfter(day))}`,
  `SUMMARY:${escaped(`${renewal.name}, ${renewal.seats} seats: ${happens(renewal)}`)}`,
  `DESCRIPTION:${escaped(
    [
      `${renewal.seats} seats, ${renewal.spareSeats} spare, ${renewal.freeableSeats} could be freed before.`,
      renewal.monthlyCost === null ? '' : `Cost a month: ${renewal.currency} ${renewal.monthlyCost}.`,
      renewal.monthlySaving === null ? '' : `Saving a month: ${renewal.currency} ${renewal.monthlySaving}.`,
    ]
      .filter((sentence) => sentence !== '')
      .join('\n'),
  )}`,
  'TRANSP:TRANSPARENT',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'TRIGGER:-P30D',
  `DESCRIPTION:${escaped(renewal.name)}`,
  'END:VALARM',
  'END:VEVENT',
];

/** The renewals as an iCalendar file (RFC 5545): whole days, with a reminder thirty days before. */
export const renewalCalendar = (renewals: readonly Renewal[], now: Date): string => {
  const stamp = `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const events = renewals.flatMap((renewal) =>
    renewal.date === null ? [] : eventOf(renewal, renewal.date, stamp),
  );
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Trimtab//Licence renewals//EN',
    'CALSCALE:GREGORIAN',
    ...events,
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
};
