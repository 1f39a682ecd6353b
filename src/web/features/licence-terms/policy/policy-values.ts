import { z } from 'zod';
import type { ResponseOf } from '../../../../shared/endpoint.ts';
import type { getPolicy } from '../../../../shared/licences/contract.ts';
import { Exact, formatDecimal } from '../../../../shared/money.ts';
import { type ParameterField, parameterFields } from './policy-parameters.ts';

export type Policy = ResponseOf<typeof getPolicy>;

/** Lists of names, each edited as one name a line. */
export const listNames = [
  'excludedUsers',
  'excludedGroups',
  'excludedSkus',
  'protectedUsers',
  'freeSkus',
] as const;
export type ListName = (typeof listNames)[number];

const names = z.array(z.string().trim().min(1).max(1024)).max(100_000);
const effectiveSchema = z.object({
  exclude: z.object({ users: names, groups: names, skus: names }),
  protect: z.object({ users: names }),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  freeSkus: names,
});

/** What the form holds: thresholds as they are typed (shares in percent), lists as lines. */
export type PolicyValues = Readonly<Record<string, string>>;

const percentOf = (share: string): string => formatDecimal(new Exact(share).times(100));
const shareOf = (percent: string): string => new Exact(percent).div(100).toFixed();

const typedOf = ({ unit, usual }: ParameterField, value: number | string | undefined): string => {
  const known = String(value ?? usual);
  return unit === 'share' ? percentOf(known) : known;
};

/** The form of a policy as it counts, with whether the shipped list of free SKUs is used. */
export const valuesOf = ({ policy, effective }: Policy): PolicyValues => {
  const { exclude, protect, parameters, freeSkus } = effectiveSchema.parse(effective);
  return {
    ...Object.fromEntries(
      parameterFields.map((field) => [field.name, typedOf(field, parameters[field.name])]),
    ),
    excludedUsers: exclude.users.join('\n'),
    excludedGroups: exclude.groups.join('\n'),
    excludedSkus: exclude.skus.join('\n'),
    protectedUsers: protect.users.join('\n'),
    freeSkus: freeSkus.join('\n'),
    freeSkusOf: policy.freeSkus === undefined ? 'shipped' : 'own',
  };
};

/** The default of a threshold as it is typed. */
export const usualText = (field: ParameterField): string => typedOf(field, undefined);

const linesOf = (text: string | undefined): string[] => [
  ...new Set(
    (text ?? '')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

const most = { days: 3650, seats: 1_000_000, share: 100 } as const;
const plain = { days: /^\d{1,4}$/, seats: /^\d{1,7}$/, share: /^\d{1,3}([.,]\d{1,4})?$/ } as const;

/** Why a field cannot be taken, by its name: `number`, `large`, `order`, `long`; nothing when all can. */
export const faultsOf = (
  values: PolicyValues,
): Readonly<Record<string, 'number' | 'large' | 'order' | 'long'>> => {
  const faults: Record<string, 'number' | 'large' | 'order' | 'long'> = {};
  for (const { name, unit } of parameterFields) {
    const text = (values[name] ?? '').trim();
    if (!plain[unit].test(text)) faults[name] = 'number';
    else if (Number(text.replace(',', '.')) > most[unit]) faults[name] = 'large';
  }
  const { staleDays = '', inactiveDays = '' } = values;
  if (
    faults.staleDays === undefined &&
    faults.inactiveDays === undefined &&
    Number(staleDays) > Number(inactiveDays)
  )
    faults.staleDays = 'order';
  for (const name of listNames)
    if (linesOf(values[name]).some((line) => line.length > 1024)) faults[name] = 'long';
  return faults;
};

/** The policy document of the values: only what differs from the defaults, so that later defaults reach it. */
export const policyOf = (values: PolicyValues): Record<string, unknown> => {
  const parameters = Object.fromEntries(
    parameterFields.flatMap((field) => {
      const text = (values[field.name] ?? '').trim().replace(',', '.');
      const value = field.unit === 'share' ? shareOf(text) : Number(text);
      return value === field.usual || (field.unit === 'share' && new Exact(value).eq(field.usual))
        ? []
        : [[field.name, value]];
    }),
  );
  const exclude = withoutEmpty({
    users: linesOf(values.excludedUsers),
    groups: linesOf(values.excludedGroups),
    skus: linesOf(values.excludedSkus),
  });
  const protect = withoutEmpty({ users: linesOf(values.protectedUsers) });
  return {
    ...withoutEmpty({ parameters, exclude, protect }),
    ...(values.freeSkusOf === 'own' ? { freeSkus: linesOf(values.freeSkus) } : {}),
  };
};

/** Without fields that hold nothing: no names, or no fields. */
const withoutEmpty = <T extends Record<string, object>>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => Object.keys(value).length > 0),
  ) as Partial<T>;
