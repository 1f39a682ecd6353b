import { feature as account } from '../features/account/feature.ts';
import { feature as connections } from '../features/connections/feature.ts';
import { feature as explorer } from '../features/explorer/feature.ts';
import { feature as imports } from '../features/imports/feature.ts';
import { feature as licenceTerms } from '../features/licence-terms/feature.ts';
import { feature as licences } from '../features/licences/feature.ts';
import { feature as overview } from '../features/overview/feature.ts';
import { feature as session } from '../features/session/feature.ts';
import { feature as settings } from '../features/settings/feature.ts';
import type { Feature } from '../ui/feature.ts';

/** What the console consists of. An area without a feature here is absent from the navigation. */
export const features: readonly Feature[] = [
  session,
  account,
  overview,
  licences,
  licenceTerms,
  explorer,
  imports,
  connections,
  settings,
];
