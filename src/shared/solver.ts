/** A variable of a linear programme. Bounds default to zero and no upper bound. */
export interface LinearColumn {
  /** What a unit of it adds to the objective: finite. */
  readonly cost: number;
  readonly lower?: number;
  /** `Number.POSITIVE_INFINITY`: none. */
  readonly upper?: number;
  readonly isInteger?: boolean;
}

/** A constraint `lower ≤ Σ coefficient · column ≤ upper`; infinities stand for no bound. */
export interface LinearRow {
  readonly lower: number;
  readonly upper: number;
  /** Places of columns, each at most once, with their coefficients. */
  readonly terms: readonly (readonly [column: number, coefficient: number])[];
}

export interface LinearProgramme {
  readonly sense: 'minimise' | 'maximise';
  readonly columns: readonly LinearColumn[];
  readonly rows: readonly LinearRow[];
}

/** A programme in CPLEX LP format; its columns come back by name. */
export interface LinearText {
  readonly lp: string;
}

export interface SolveOptions {
  /** Stops the search after so many seconds with the best answer so far. */
  readonly timeLimitSeconds?: number;
  /** Relative distance between answer and bound at which an integer search may stop; 0 unless told. */
  readonly relativeGap?: number;
}

/** `limit`: stopped early; values are the best answer so far, or empty when there is none. */
export type SolveStatus = 'optimal' | 'infeasible' | 'unbounded' | 'limit';

export interface LinearSolution {
  readonly status: SolveStatus;
  /** NaN without an answer. */
  readonly objective: number;
  /** No answer can be better than this: proven by the solver. */
  readonly bound: number;
  /** |objective − bound| ÷ |objective|; 0 when the answer is proven optimal. */
  readonly gap: number;
  /** Values in the order of the columns; empty without an answer. */
  readonly values: Float64Array;
  /** Names in the order of the columns, of a programme given as text; empty otherwise. */
  readonly names: readonly string[];
  /** Change of the objective by a unit of each row's bound; empty for programmes with integers. */
  readonly rowDuals: Float64Array;
}

/** A linear programme that rows are added to: each solve goes on from the answer before. */
export interface GrowingProgramme {
  addRows(rows: readonly LinearRow[]): void;
  solve(): Promise<LinearSolution>;
  /** Gives its memory back; it cannot be used afterwards. */
  close(): void;
}

/** Solves linear and mixed-integer programmes: the same programme has the same answer. */
export interface LinearSolver {
  solve(programme: LinearProgramme | LinearText, options?: SolveOptions): Promise<LinearSolution>;
}

/** A solver that also keeps programmes open. */
export interface GrowingSolver extends LinearSolver {
  /** Opens a programme without integers that will grow. The caller closes it. */
  grow(programme: LinearProgramme): GrowingProgramme;
}
