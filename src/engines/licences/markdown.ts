import { ruleIds } from '../../shared/licences/audit-result.ts';
import { referencePrices, shippedCatalogueData, shippedFreeSkus } from './catalogue/shipped.ts';
import { defaultPolicy, type Parameters } from './policy.ts';
import { strength } from './rules/count-once.ts';
import { ruleDefinitions } from './rules/definitions.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const meanings: Readonly<Record<keyof Parameters, string>> = {
  inactiveDays: 'days without activity from which a user is inactive',
  staleDays: 'days without activity from which a user goes stale',
  graceDays: 'days for which a new account is passed over',
  freshDays: 'days for which a report is fresh after its refresh',
  spareBufferSeats: 'seats of a SKU that are kept spare at least',
  spareBufferShare: 'share of the enabled seats that is kept spare, rounded up',
  renewalDays: 'days before a renewal from which it is near',
  desktopDays: 'days that a report of desktop apps must cover',
  copilotIdleDays: 'days without use from which Copilot is unused',
  copilotGraceDays: 'days for which a new Copilot seat is passed over',
  mappedShare: 'share of a report’s rows that must belong to directory users',
};

const parameterRows = (Object.keys(meanings) as readonly (keyof Parameters)[]).map((name) => [
  `\`${name}\``,
  `\`${JSON.stringify(defaultPolicy.parameters[name])}\``,
  meanings[name],
]);

const ruleRows = ruleIds.map((id) => {
  const rule = ruleDefinitions[id];
  const parameters = rule.parameters.map((name) => `\`${name}\``).join(', ');
  return [
    `${id} ${rule.title}`,
    rule.finds,
    rule.subject,
    `${rule.saving} (${rule.savingKind})`,
    `${rule.action}, ${rule.automation.join(' or ')}`,
    parameters,
  ];
});

const examplePolicy = {
  exclude: { users: ['ada@example.com'], groups: [], skus: ['VISIOCLIENT'] },
  protect: { users: ['break.glass@example.com'] },
  parameters: { inactiveDays: 60, spareBufferShare: '0.10' },
};

const unguarded = ruleIds.filter((id) => !ruleDefinitions[id].isGuarded).join(' and ');

/** The page docs/licences.md, from the definitions of the rules. A test compares it with the file. */
export const licencesPage = (): string => {
  const { readOn, skus, plans } = shippedCatalogueData();
  return `<!-- Written by scripts/generate-licence-rules.ts from the rules themselves: edit those. -->

# Licence rules

What \`trimtab licences audit\` concludes from an export of Microsoft Graph, and when.

## Activity

The last activity of a user is the latest date of the usage reports present and of the last successful sign-in. Where no time of a
successful sign-in is known, the later of the other two stands in; the evidence says that it counts failed attempts. Days are counted
from the day of the audit (\`--as-of\`).

- *active*: fewer than \`staleDays\` ago · *stale*: fewer than \`inactiveDays\` · *inactive*: from \`inactiveDays\` on
- *never*: no date in any source, though one covers the user · *unknown*: no source covers the user; never treated as inactive

A report is fresh up to \`freshDays\` after its refresh. Confidence is *high* when sign-ins and usage reports both cover the user, all
reports that do are fresh and at least \`mappedShare\` of their rows belong to directory users; *medium* with one kind of source; *low*
otherwise. R rules and W09 need fresh reports and say nothing without.

## Rules

A paid SKU is a User SKU that is not free-listed and not only on trial. All rules but ${unguarded} pass over excluded and protected
users, members of excluded groups that license them, accounts younger than \`graceDays\`, excluded and free SKUs and Company SKUs. A SKU
that is only on trial is left to O04. GB are 10⁹ bytes.

${table(['Rule', 'Finds', 'Subject', 'Monthly saving (kind)', 'Action, automation', 'Parameters'], ruleRows)}

A licence that comes through a group gets the action \`changeGroup\` (review), unless every such group is cloud-only, static, not
mail-enabled and carries exactly that SKU: then \`removeFromGroup\` (approve). An action never raises a rule's own review.

## Each seat is counted once

For one user and SKU the strongest rule carries the saving: ${strength.join(', ')}. The others keep its name in \`supersededBy\` and
save 0.00. A saving without a price is unknown (\`null\`), never zero. *Freed-seat* (usable now), *cash-at-renewal* and
*avoided-purchase* are different money and are never added together; neither are currencies.

## Policy

A JSON file; whatever it leaves out has its default, anything unknown in it is an error. \`freeSkus\` replaces the shipped list.

\`\`\`json
${JSON.stringify(examplePolicy, null, 2)}
\`\`\`

${table(['Parameter', 'Default', 'Meaning'], parameterRows)}

## What ships with the product

- Catalogue: ${skus.length} SKUs and ${plans.length} service plans from Microsoft's published table, read on ${readOn}. A newer table is imported with
  \`trimtab catalog import\`, and one of some SKUs only laid over the shipped catalogue with \`--merge\`. Editions of one capability are ordered in families, so that a greater edition covers a lesser one; plans
  that nobody uses as such are covered by anything. By that table Microsoft 365 E7 contains Copilot; no other suite does.
- Given prices: at most 1000000000 a month for a seat; a greater one is refused with row, line and column.
- Reference prices, valid from ${referencePrices.validFrom}: ${referencePrices.note}

${table(
  ['SKU', `${referencePrices.currency} a month`],
  Object.entries(referencePrices.prices).map(([name, price]) => [`\`${name}\``, price]),
)}

- Free SKUs: ${shippedFreeSkus.map((name) => `\`${name}\``).join(', ')}.
`;
};
