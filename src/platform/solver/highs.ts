import highsModule, { type Highs, type Model, type ModelData, type VariableType } from 'highs';
import { AppError } from '../../shared/errors.ts';
import type {
  GrowingProgramme,
  GrowingSolver,
  LinearProgramme,
  LinearRow,
  LinearSolution,
  LinearText,
  SolveOptions,
  SolveStatus,
} from '../../shared/solver.ts';

// The declarations of the package describe its CommonJS build, which keeps the loader under `default`; an ES import
// gets the loader itself (highs 1.15.3, exports in package.json).
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** Rows, compressed as HiGHS takes them. */
const rowsOf = (rows: readonly LinearRow[], numCols: number) => {
  const starts = new Int32Array(rows.length + 1);
  for (const [place, { terms }] of rows.entries()) starts[place + 1] = (starts[place] ?? 0) + terms.length;
  return {
    rowLower: Float64Array.from(rows, ({ lower }) => lower),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols,
      starts,
      indices: Int32Array.from(rows.flatMap(({ terms }) => terms.map(([column]) => column))),
      values: Float64Array.from(rows.flatMap(({ terms }) => terms.map(([, coefficient]) => coefficient))),
    },
  };
};

/** The programme as HiGHS takes it. */
const modelOf = (highs: Highs, { sense, columns, rows }: LinearProgramme): ModelData => {
  const { objectiveSense, variableType } = highs.constants;
  const hasIntegers = columns.some(({ isInteger }) => isInteger === true);
  const typeOf = (isInteger: boolean | undefined): VariableType =>
    isInteger === true ? variableType.integer : variableType.continuous;
  return {
    numCols: columns.length,
    numRows: rows.length,
    sense: sense === 'minimise' ? objectiveSense.minimize : objectiveSense.maximize,
    colCost: Float64Array.from(columns, ({ cost }) => cost),
    colLower: Float64Array.from(columns, ({ lower }) => lower ?? 0),
    colUpper: Float64Array.from(columns, ({ upper }) => upper ?? highs.infinity),
    ...rowsOf(rows, columns.length),
    ...(hasIntegers ? { integrality: columns.map(({ isInteger }) => typeOf(isInteger)) } : {}),
  };
};

const statusOf = (highs: Highs, model: Model): SolveStatus => {
  const { modelStatus } = highs.constants;
  const status = model.getModelStatus();
  switch (status) {
    case modelStatus.optimal:
    case modelStatus.empty:
      return 'optimal';
    case modelStatus.infeasible:
      return 'infeasible';
    case modelStatus.unbounded:
    case modelStatus.unboundedOrInfeasible:
      return 'unbounded';
    case modelStatus.timeLimit:
    case modelStatus.iterationLimit:
    case modelStatus.solutionLimit:
      return 'limit';
    default:
      throw new AppError('internal', { detail: `The solver stopped with status ${status}.` });
  }
};

const none = new Float64Array(0);
const unanswered = {
  objective: Number.NaN,
  bound: Number.NaN,
  gap: Number.NaN,
  values: none,
  rowDuals: none,
};

const answerOf = (
  status: SolveStatus,
  model: Model,
  isMixed: boolean,
  empty: number,
): Omit<LinearSolution, 'names'> => {
  if (model.getModelStatus() === empty) return { ...unanswered, status, objective: 0, bound: 0, gap: 0 };
  if (status === 'infeasible' || status === 'unbounded') return { status, ...unanswered };
  const objective = model.getObjectiveValue();
  const bound = isMixed ? Number(model.info.get('mip_dual_bound')) : objective;
  if (status === 'limit' && !Number.isFinite(objective)) return { status, ...unanswered, bound };
  const distance = Math.abs(objective - bound);
  const { colValue, rowDual } = model.getSolution();
  return {
    status,
    objective,
    bound,
    gap: distance === 0 ? 0 : distance / Math.max(Math.abs(objective), Number.MIN_VALUE),
    values: Float64Array.from(colValue),
    rowDuals: isMixed ? none : Float64Array.from(rowDual),
  };
};

const solveBy = (
  highs: Highs,
  programme: LinearProgramme | LinearText,
  { timeLimitSeconds, relativeGap = 0 }: SolveOptions,
): LinearSolution =>
  highs.withModel(
    'lp' in programme ? { format: 'lp', data: programme.lp } : modelOf(highs, programme),
    (model): LinearSolution => {
      model.options.set({ output_flag: false, random_seed: 0, mip_rel_gap: relativeGap });
      if (relativeGap === 0) model.options.set({ mip_abs_gap: 0 });
      if (timeLimitSeconds !== undefined) model.options.set({ time_limit: timeLimitSeconds });
      model.run();
      const isMixed =
        'lp' in programme
          ? model.getLp().integrality?.some((type) => type !== highs.constants.variableType.continuous) ===
            true
          : programme.columns.some(({ isInteger }) => isInteger === true);
      const names =
        'lp' in programme
          ? Array.from({ length: model.getSolution().colValue.length }, (_, place) => model.getColName(place))
          : [];
      return {
        ...answerOf(statusOf(highs, model), model, isMixed, highs.constants.modelStatus.empty),
        names,
      };
    },
  );

/** Keeps a model open, so that the simplex goes on from its last basis when rows were added. */
const growingBy = (highs: Highs, programme: LinearProgramme): GrowingProgramme => {
  const model = highs.createModel(modelOf(highs, programme));
  model.options.set({ output_flag: false, random_seed: 0 });
  return {
    addRows: (rows) => {
      if (rows.length === 0) return;
      const { rowLower: lower, rowUpper: upper, matrix } = rowsOf(rows, programme.columns.length);
      // HiGHS wants the matrix of an addition to have as many rows as are added.
      model.addRows({ lower, upper, matrix });
    },
    solve: async () => {
      model.run();
      const answer = answerOf(statusOf(highs, model), model, false, highs.constants.modelStatus.empty);
      return { ...answer, names: [] };
    },
    close: () => model.dispose(),
  };
};

/**
 * HiGHS (highs.dev) compiled to WebAssembly. A solve runs on the calling thread until it is done: give a time limit
 * where other work waits. Values of integer columns come as the solver has them, within 1e-6 of whole numbers.
 *
 * @throws AppError `internal` when HiGHS cannot read or solve a programme at all
 */
export const createHighs = async (): Promise<GrowingSolver> => {
  const highs = await loadHighs();
  return {
    grow: (programme) => growingBy(highs, programme),
    solve: async (programme, options = {}) => {
      try {
        return solveBy(highs, programme, options);
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError('internal', {
          detail: `The solver could not work on the programme: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    },
  };
};
