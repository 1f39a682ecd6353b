import type { RunKind } from '../ui/feature.ts';
import { features } from './features.ts';

const kinds = new Map(features.flatMap((feature) => feature.runKinds ?? []).map((each) => [each.kind, each]));

/** What a feature says about a kind of job. */
export const runKindOf = (kind: string): RunKind | undefined => kinds.get(kind);
