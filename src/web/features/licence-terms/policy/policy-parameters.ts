/** A threshold of the rules as the console edits it; names and defaults are those of docs/licences.md. */
export interface ParameterField {
  readonly name: string;
  readonly unit: 'days' | 'seats' | 'share';
  /** As the API writes it: a whole number, or a share as text. */
  readonly usual: number | string;
}

const days = (name: string, usual: number): ParameterField => ({ name, unit: 'days', usual });
const share = (name: string, usual: string): ParameterField => ({ name, unit: 'share', usual });

/** The thresholds by what they are about. */
export const parameterGroups = {
  activity: [
    days('inactiveDays', 90),
    days('staleDays', 30),
    days('graceDays', 30),
    days('freshDays', 7),
    share('mappedShare', '0.95'),
  ],
  seats: [
    { name: 'spareBufferSeats', unit: 'seats', usual: 2 },
    share('spareBufferShare', '0.05'),
    days('renewalDays', 60),
  ],
  use: [days('desktopDays', 180), days('copilotIdleDays', 30), days('copilotGraceDays', 60)],
} as const satisfies Readonly<Record<string, readonly ParameterField[]>>;

export type ParameterGroup = keyof typeof parameterGroups;
export const parameterFields: readonly ParameterField[] = Object.values(parameterGroups).flat();
