/** The licence groups of every tenant: each of a different nature, since that decides how a seat can be taken back. */
export const licenceGroups = {
  officeE3: { name: 'LIC Office 365 E3', skus: ['ENTERPRISEPACK'], nature: 'static' },
  microsoftE3: { name: 'LIC Microsoft 365 E3', skus: ['SPE_E3'], nature: 'static' },
  microsoftE5: { name: 'LIC Microsoft 365 E5 (AD)', skus: ['SPE_E5'], nature: 'synced' },
  frontline: { name: 'LIC Frontline F3', skus: ['SPE_F1'], nature: 'dynamic' },
  analysts: { name: 'Analytics Community', skus: ['POWER_BI_PRO'], nature: 'mailEnabled' },
  phone: { name: 'LIC Sales with Phone', skus: ['SPE_E3', 'MCOEV'], nature: 'static' },
  copilot: { name: 'LIC Copilot', skus: ['Microsoft_365_Copilot'], nature: 'static' },
  /** The policy excludes it: seats of people on long leave are kept on purpose. */
  longLeave: { name: 'LIC Long Leave', skus: ['ENTERPRISEPACK'], nature: 'static' },
} as const;

export type GroupKey = keyof typeof licenceGroups;
export type GroupNature = (typeof licenceGroups)[GroupKey]['nature'];
