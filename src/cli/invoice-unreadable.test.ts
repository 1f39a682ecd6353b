import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { example, folder, io } from '../../test/support/invoice-files.ts';
import { AppError } from '../shared/errors.ts';
import { checkInvoiceFile, renderInvoiceFile } from './invoice-work.ts';
import { exitCodeOf } from './run-command.ts';

describe('a file that cannot be checked is named, with line, reason and remedy:', () => {
  const failureOf = async (content: string): Promise<AppError> => {
    const file = join(folder, 'unreadable.xml');
    await writeFile(file, content);
    const failure: unknown = await checkInvoiceFile(file, io).catch((error: unknown) => error);
    if (!(failure instanceof AppError)) throw new Error('it was read');
    return failure;
  };
  const ubl = (): Promise<string> =>
    renderInvoiceFile(example('standard'), { format: 'ubl', output: '-' }, io);
  const cii = (): Promise<string> =>
    renderInvoiceFile(example('standard'), { format: 'cii', output: '-' }, io);

  const unreadable: readonly (readonly [what: string, content: () => Promise<string>, expected: RegExp])[] = [
    ['an empty file', async () => '', /unreadable\.xml: This is not readable XML: there is nothing in it\./],
    [
      'a file that is cut off within an element',
      async () => (await ubl()).slice(0, 1500).replace(/<[^>]*$/, ''),
      /unreadable\.xml, line \d\d: .*the text ends before <ca?b?c:\w+> is closed/,
    ],
    [
      'a file that is cut off within a tag',
      async () => (await ubl()).replace(/(<\/cbc:Issue)[\s\S]*/, '$1'),
      /unreadable\.xml, line \d: .*the text ends within a tag/,
    ],
    ['an element that is not closed', async () => '<Invoice>\n', /line 1: .*before <Invoice> is closed/],
    ['tags that cross', async () => '<a>\n<b></a></b>', /unreadable\.xml, line 2: .*closing tag/],
    ['a PDF', async () => '%PDF-1.7\n…', /line 1: .*begins with "%PDF-1\.7", not with an element/],
    ['a comment alone', async () => '<!-- a -->', /no element in it/],
    ['CII', cii, /unreadable\.xml: This is neither .* but CII: its root element is <CrossIndustryInvoice>/],
    ['another document', async () => '<Order xmlns="urn:x"/>', /but <Order>/],
    ['two documents', async () => '<Invoice></Invoice><Invoice></Invoice>', /line 1: .*root/],
    ['two empty documents', async () => '<Invoice/><Order/>', /more than one root element/],
  ];

  it.each(unreadable)('%s', async (_what, content, expected) => {
    const failure = await failureOf(await content());
    expect(failure.detail).toMatch(expected);
    expect(failure.detail).not.toMatch(/undefined|\[/);
    expect(failure.fix).toBeTruthy();
    expect(exitCodeOf(failure.code)).toBe(2);
  });
});
