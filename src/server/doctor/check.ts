/** What a check found; `fix` says what to do where something is wrong. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly fix?: string;
}

/** One thing that `trimtab doctor` looks at. It never changes anything. */
export interface Check {
  readonly name: string;
  run(): Promise<Omit<Finding, 'check'>>;
}

export const ok = (detail: string): Omit<Finding, 'check'> => ({ state: 'ok', detail });
export const warning = (detail: string, fix: string): Omit<Finding, 'check'> => ({
  state: 'warning',
  detail,
  fix,
});
export const failed = (detail: string, fix: string): Omit<Finding, 'check'> => ({
  state: 'failed',
  detail,
  fix,
});

/** Runs checks one after the other; one that throws has failed. */
export const runChecks = async (checks: readonly Check[]): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const { name, run } of checks) {
    const found = await run().catch((error: unknown) => {
      const fix = (error as { fix?: string }).fix ?? 'Mend this and run `trimtab doctor` again.';
      return failed((error as Error).message, fix);
    });
    findings.push({ check: name, ...found });
  }
  return findings;
};
