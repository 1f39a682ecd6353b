import type { BillingAccount } from './model.ts';

/** The invented company of the sample: it makes laboratory instruments. */
export const companyName = 'Halcyon Instruments';

export const billingAccounts: readonly BillingAccount[] = [
  {
    cloud: 'aws',
    id: '204816730955',
    name: 'Halcyon Instruments Inc.',
    type: 'Management Account',
    currency: 'USD',
    contractFactor: '0.94',
  },
  {
    cloud: 'microsoft',
    id: '7c1f0a52-halcyon-us',
    name: 'Halcyon Instruments Inc.',
    type: 'Billing Profile',
    currency: 'USD',
    contractFactor: '1',
  },
  {
    cloud: 'microsoft',
    id: 'b83d6e19-halcyon-de',
    name: 'Halcyon Instruments GmbH',
    type: 'Billing Profile',
    currency: 'EUR',
    contractFactor: '0.95',
  },
  {
    cloud: 'google',
    id: '01A4F7-9C33D0-5E2B81',
    name: 'Halcyon Instruments Inc.',
    type: 'Billing Account',
    currency: 'USD',
    contractFactor: '0.97',
  },
];

/** Regions in use: name, what a price there is of the price in the cheapest region, and whether zones are named. */
export const regions: Readonly<
  Record<string, { readonly name: string; readonly factor: string; readonly zones: readonly string[] }>
> = {
  'us-east-1': {
    name: 'US East (N. Virginia)',
    factor: '1',
    zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  },
  'eu-central-1': { name: 'Europe (Frankfurt)', factor: '1.15', zones: ['eu-central-1a', 'eu-central-1b'] },
  eastus: { name: 'East US', factor: '1', zones: [] },
  germanywestcentral: { name: 'Germany West Central', factor: '1.12', zones: [] },
  'us-central1': { name: 'Iowa', factor: '1', zones: ['us-central1-a', 'us-central1-b'] },
  'europe-west3': { name: 'Frankfurt', factor: '1.2', zones: ['europe-west3-a', 'europe-west3-b'] },
};

/** Euros for one US dollar, by month of the sample: prices are in dollars, the German account pays euros. */
export const eurosPerDollar: readonly string[] = [
  '0.918',
  '0.924',
  '0.931',
  '0.927',
  '0.915',
  '0.909',
  '0.902',
  '0.897',
  '0.905',
  '0.911',
  '0.908',
  '0.899',
  '0.894',
];

/** What the web shop does in a month of the year, as a share of an ordinary month; January first. */
export const seasonOfYear: readonly number[] = [0.9, 0.92, 1, 1, 0.98, 0.95, 0.85, 0.85, 1, 1.05, 1.35, 1.55];
