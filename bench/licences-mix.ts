/**
 * Plans the cheapest mix of an invented tenant, and compares it with the rules of the audit over the same facts in
 * the same process: `node bench/licences-mix.ts [users]`. See licences-mix.md.
 */
import { auditLicences } from '../src/engines/licences/audit.ts';
import { planMix } from '../src/engines/licences/mix/mix.ts';
import { reportsOf, type Seen } from '../src/engines/licences/mix/mix-fixture.ts';
import { mixPolicySchema } from '../src/engines/licences/mix/mix-policy.ts';
import { inputOf, prices, sku, user } from '../src/engines/licences/tenant-fixture.ts';
import { createHighs } from '../src/platform/solver/highs.ts';

const suites = ['SPE_E5', 'SPE_E3', 'ENTERPRISEPACK', 'STANDARDPACK', 'SPE_F1', 'O365_BUSINESS_PREMIUM'];
const addOns = ['VISIOCLIENT', 'POWER_BI_PRO', 'MCOEV', 'MCOMEETADV', 'EMS', 'Microsoft_365_Copilot'];
const disabled = ['SWAY', 'YAMMER_ENTERPRISE', 'MCOEV', 'FORMS_PLAN_E3', 'OFFICESUBSCRIPTION'];

/** A fixed sequence that looks random enough: the same tenant in every run. */
let state = 1;
const below = (limit: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
};
const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

const person = (at: number) => {
  const held = [pick(suites), ...addOns.filter(() => below(8) === 0)];
  const off = disabled.filter(() => below(6) === 0);
  return user(
    `u${at}`,
    held.map((each) => ({ sku: each, disabled: off })),
    below(30) === 0 ? { accountEnabled: false } : {},
  );
};

const use = (): Seen => ({
  desktop: below(2) === 0,
  mailboxBytes: pick([1e9, 5e9, 60e9]),
  archive: below(10) === 0,
  filesBytes: pick([0, 1e9, 5e9, 2e12]),
  calls: pick([0, 4]),
  idle: pick([2, 2, 2, 40, 120]),
});

const count = Number(process.argv[2] ?? 100_000);
const users = Array.from({ length: count }, (_, at) => person(at));
const bought = (seats: number) => ({
  prepaidUnits: { enabled: seats, warning: 0, suspended: 0, lockedOut: 0 },
});
const facts = inputOf({
  users,
  skus: [sku('SPE_E5', bought(Math.ceil(count / 6))), sku('SPE_E3', bought(Math.ceil(count / 12)))],
  reports: reportsOf(Object.fromEntries(users.map((_, at) => [`u${at}`, use()]))),
  prices: {
    ...prices,
    SPE_E5: '60 EUR 2026-12-31',
    SPE_E3: '40 EUR 2027-03-31',
    SPB: '22',
    EXCHANGEDESKLESS: '2',
    AAD_PREMIUM: '6',
  },
});

const usedMs = (before: NodeJS.CpuUsage): number => {
  const { user: own, system } = process.cpuUsage(before);
  return (own + system) / 1000;
};
const solver = await createHighs();
const auditStart = process.cpuUsage();
const { findings } = auditLicences(facts);
const auditMs = usedMs(auditStart);
for (const [name, given] of Object.entries({
  default: {},
  released: { keepSecurity: false, keepUnknown: false },
})) {
  const start = process.cpuUsage();
  const { result } = await planMix({ ...facts, mixPolicy: mixPolicySchema.parse(given), solver });
  const mixMs = usedMs(start);
  console.log(
    `${name}: ${count} users, ${result.classes.length} classes, ${2 * result.choices.length + result.steps.length + 1} optima, ` +
      `proven ${result.isProven}, ${result.currentMonthlyCost} to ${result.optimalMonthlyCost}`,
  );
  console.log(
    `${name}: ${(mixMs / 1000).toFixed(1)} s of processor, ${(mixMs / auditMs).toFixed(1)} times the rules of the audit`,
  );
}
console.log(`audit ${(auditMs / 1000).toFixed(1)} s of processor, ${findings.length} findings`);
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
