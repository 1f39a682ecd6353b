import type {
  AwsCommitment,
  AwsLine,
  AzureCommitment,
  AzureLine,
  GoogleCommitment,
  GoogleLine,
} from '../../../shared/commitments/apply.ts';
import type { GoogleCommitmentKind } from '../../../shared/commitments/apply-google.ts';
import { compileAws } from './aws.ts';
import { compileAzure } from './azure.ts';
import { compileGoogle } from './google.ts';
import { type HourOutcome, runHour } from './hour.ts';
import type { Programme } from './programme.ts';
import { roundingPlaces } from './quotient.ts';
import { parseUnits, powerOfTen, unitsAt } from './units.ts';

export type ApplicationInput = (
  | {
      readonly provider: 'aws';
      readonly lines: readonly AwsLine[];
      readonly commitments: readonly AwsCommitment[];
    }
  | {
      readonly provider: 'azure';
      readonly lines: readonly AzureLine[];
      readonly commitments: readonly AzureCommitment[];
    }
  | {
      readonly provider: 'gcp';
      readonly lines: readonly GoogleLine[];
      readonly commitments: readonly GoogleCommitment[];
      readonly order?: readonly GoogleCommitmentKind[] | undefined;
    }
) & {
  /** Decimals of the quantities that `applyHour` is given; at least 12, which is the default. */
  readonly quantityPlaces?: number | undefined;
};

export interface Application {
  /** Decimals of the quantities that `applyHour` is given. */
  readonly quantityPlaces: number;
  /** Decimals of rates; costs have these and those of the quantities. */
  readonly ratePlaces: number;
  /** Beside the lines, in units of `ratePlaces`. */
  readonly onDemandRates: readonly bigint[];
  /** What the commitments cost in every hour, used or not; in units of `ratePlaces`, beside the commitments. */
  readonly commitmentRates: readonly bigint[];
  /** Applies the commitments to one hour. Quantities stand beside the lines, in units of `quantityPlaces`. */
  applyHour(quantities: readonly bigint[]): HourOutcome;
}

const hourlyCostOf = (commitment: AwsCommitment | AzureCommitment | GoogleCommitment): readonly string[] => {
  switch (commitment.kind) {
    case 'reservedInstance':
    case 'reservation':
      return [commitment.hourlyRate, commitment.count];
    case 'resourceCommitment':
      return [commitment.hourlyRate, commitment.quantity];
    default:
      return [commitment.hourlyCommitment, '1'];
  }
};

/** Places that hold every rate, every commitment, and every commitment's cost of an hour. */
const ratePlacesOf = ({ lines, commitments }: ApplicationInput): number => {
  const ofLines = lines.flatMap(({ onDemandRate, rates }) =>
    [onDemandRate, ...Object.values(rates)].map((text) => (text === undefined ? 0 : parseUnits(text).places)),
  );
  const ofCommitments = commitments.map((commitment) =>
    hourlyCostOf(commitment).reduce((places, text) => places + parseUnits(text).places, 0),
  );
  return [...ofLines, ...ofCommitments].reduce((most, places) => Math.max(most, places), 0);
};

const compile = (input: ApplicationInput, ratePlaces: number): Programme => {
  if (input.provider === 'aws') return compileAws(input.lines, input.commitments, ratePlaces);
  if (input.provider === 'azure') return compileAzure(input.lines, input.commitments, ratePlaces);
  return compileGoogle(input.lines, input.commitments, { ratePlaces, order: input.order });
};

/**
 * Prepares commitments for lines of usage: which commitment may cover which line, and in what order, is worked out
 * here once, so that an hour costs little more than its covered lines. Amounts are texts that the scenario's schema
 * has checked.
 */
export const createApplication = (input: ApplicationInput): Application => {
  const quantityPlaces = Math.max(roundingPlaces, input.quantityPlaces ?? 0);
  const ratePlaces = ratePlacesOf(input);
  const programme = compile(input, ratePlaces);
  const rate = (text: string): bigint => unitsAt(parseUnits(text), ratePlaces);
  // Grows when a quotient that terminates needs more, and stays: other hours are likely to need it too.
  let places = quantityPlaces;
  return {
    quantityPlaces,
    ratePlaces,
    onDemandRates: input.lines.map(({ onDemandRate }) => rate(onDemandRate)),
    commitmentRates: input.commitments.map((commitment) => {
      const product = hourlyCostOf(commitment)
        .map(parseUnits)
        .reduce((left, right) => ({ units: left.units * right.units, places: left.places + right.places }));
      return unitsAt(product, ratePlaces);
    }),
    applyHour: (quantities) => {
      for (;;) {
        const factor = powerOfTen(places - quantityPlaces);
        const raised = places === quantityPlaces ? quantities : quantities.map((each) => each * factor);
        const { outcome, missingPlaces } = runHour(programme, raised, places, ratePlaces);
        if (missingPlaces === 0) return outcome;
        places += missingPlaces;
      }
    },
  };
};
