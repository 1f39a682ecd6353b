import type { z } from 'zod';
import type { CallOf, Endpoint } from '../../../shared/endpoint.ts';

/**
 * What a caller passes. Contracts of an organisation do not repeat `organisationId` in their params, because
 * the dispatcher resolves it; the path needs it all the same.
 */
export interface CallInput<E extends Endpoint> extends Omit<CallOf<E>, 'params'> {
  readonly params?: Readonly<Record<keyof z.input<E['params']> & string, string>> & {
    readonly organisationId?: string;
  };
}
