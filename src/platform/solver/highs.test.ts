import { describe, expect, it } from 'vitest';
import { createHighs } from './highs.ts';

const solver = await createHighs();
const infinity = Number.POSITIVE_INFINITY;

describe('HiGHS', () => {
  it('solves a mixed-integer programme and proves it', async () => {
    const solution = await solver.solve({
      sense: 'maximise',
      columns: [
        { cost: 30, isInteger: true },
        { cost: 50, isInteger: true },
      ],
      rows: [
        {
          lower: -infinity,
          upper: 40,
          terms: [
            [0, 1],
            [1, 2],
          ],
        },
        {
          lower: -infinity,
          upper: 50,
          terms: [
            [0, 2],
            [1, 1],
          ],
        },
      ],
    });
    expect(solution).toMatchObject({ status: 'optimal', objective: 1100, bound: 1100, gap: 0 });
    expect([...solution.values]).toEqual([20, 10]);
  });

  it('gives the duals of a linear programme, and its columns by name when it is text', async () => {
    const solution = await solver.solve({
      lp: 'Maximize\n obj: 3 x + 5 y\nSubject To\n a: x <= 4\n b: 2 y <= 12\n c: 3 x + 2 y <= 18\nEnd',
    });
    expect(solution).toMatchObject({ status: 'optimal', objective: 36, bound: 36, names: ['x', 'y'] });
    expect([...solution.values]).toEqual([2, 6]);
    // Hillier and Lieberman, the Wyndor Glass example: shadow prices 0, 3/2 and 1.
    expect([...solution.rowDuals].map((dual) => Math.abs(dual))).toEqual([0, 1.5, 1]);
  });

  it('says when nothing satisfies the rows, and when nothing bounds the objective', async () => {
    const column = { cost: 1, isInteger: true, upper: 1 };
    const limited = await solver.solve({
      sense: 'minimise',
      columns: [column],
      rows: [{ lower: 2, upper: infinity, terms: [[0, 1]] }],
    });
    expect(limited.status).toBe('infeasible');
    expect((await solver.solve({ sense: 'maximise', columns: [{ cost: 1 }], rows: [] })).status).toBe(
      'unbounded',
    );
  });

  it('answers a programme without columns', async () => {
    expect(await solver.solve({ sense: 'minimise', columns: [], rows: [] })).toMatchObject({
      status: 'optimal',
      objective: 0,
    });
  });

  it('refuses text that is no programme', async () => {
    await expect(solver.solve({ lp: 'this is not one' })).rejects.toMatchObject({ code: 'internal' });
  });
});
