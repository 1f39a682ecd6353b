import { makeStyles, tokens } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiProblem, asProblem } from '../../../ui/api/problem.ts';
import { ProblemBar } from '../../../ui/feedback/problem-bar.tsx';

/** Rows of a file that the server refused (src/features/licences/prices/read-price-file.ts). */
const rowsSchema = z.array(z.object({ row: z.number(), column: z.string().nullable(), problem: z.string() }));

const useStyles = makeStyles({
  scroll: { maxHeight: '240px', overflowY: 'auto' },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200 },
  head: {
    textAlign: 'left',
    padding: '4px 8px 4px 0',
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  cell: {
    padding: '4px 8px 4px 0',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** Why a price list was refused: each wrong row with its column, or the problem as a whole. */
export const ImportProblem = ({ error }: { readonly error: unknown }) => {
  const { t } = useTranslation('licence-terms');
  const styles = useStyles();
  const problem = asProblem(error);
  const rows = rowsSchema.safeParse(problem.meta.rows).data ?? [];
  if (rows.length === 0) return <ProblemBar error={error} />;
  const { code, status, fix, requestId } = problem;
  const title = t('import.refused', { count: rows.length });
  const short = new ApiProblem({
    ...{ code, status, title, detail: `${title}. ${t('import.nothingChanged')}`, requestId },
    ...(fix === undefined ? {} : { fix }),
  });
  return (
    <>
      <ProblemBar error={short} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={title}>
        <table className={styles.table}>
          <thead>
            <tr>
              {(['row', 'column', 'problem'] as const).map((head) => (
                <th key={head} scope="col" className={styles.head}>
                  {t(`import.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, column, problem: said }) => (
              <tr key={`${row} ${column} ${said}`}>
                <td className={styles.cell}>{row}</td>
                <td className={styles.cell}>{column ?? ''}</td>
                <td className={styles.cell}>{said}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
};
