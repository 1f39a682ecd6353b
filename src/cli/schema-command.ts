import { Command } from 'commander';
import { z } from 'zod';
import { runInProcess, withExitCodes } from './run-command.ts';

/** A command `schema`: prints the JSON Schema of what people write, defaults left out. */
export const schemaCommand = (description: string, schema: z.ZodType): Command =>
  withExitCodes(new Command('schema'))
    .description(description)
    .option('--json', 'changes nothing: a JSON Schema is JSON')
    .action(() =>
      runInProcess(async () => `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`),
    );
