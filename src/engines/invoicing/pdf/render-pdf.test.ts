import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { exampleInput, fullDocument } from '../../../../test/support/invoice-documents.ts';
import { AppError } from '../../../shared/errors.ts';
import { invoiceDocumentSchema } from '../../../shared/invoicing/invoice-document.ts';
import { calculateInvoice } from '../calculate-invoice.ts';
import { renderPdf } from './render-pdf.ts';
import type { InvoiceFonts } from './typeface.ts';

const require = createRequire(import.meta.url);
/** A font with letters that no alphabet has. */
const icons = 'node_modules/@fluentui/react-icons/lib-cjs/utils/fonts/FluentSystemIcons-Regular.ttf';

let fonts: InvoiceFonts;
beforeAll(async () => {
  const inter = (file: string) => readFile(require.resolve(`@expo-google-fonts/inter/${file}.ttf`));
  fonts = {
    regular: await inter('400Regular/Inter_400Regular'),
    strong: await inter('600SemiBold/Inter_600SemiBold'),
  };
});

type Input = ReturnType<typeof exampleInput>;

const print = async (change: (input: Input) => void, given: InvoiceFonts = fonts): Promise<string> => {
  const input = exampleInput('standard');
  change(input);
  const facts = calculateInvoice(invoiceDocumentSchema.parse(input), 'en16931');
  return (await renderPdf(facts, given)).toString('latin1');
};

const bytesOf = (hex: string): string =>
  [...hex.matchAll(/..../g)].map(([unit]) => String.fromCharCode(Number.parseInt(unit, 16))).join('');

const streamsOf = (pdf: string): readonly string[] =>
  [...pdf.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, body = '']) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return body;
    }
  });

/** Glyph → letters, of the fonts in the order in which the document holds them. */
const lettersOf = (streams: readonly string[]): ReadonlyMap<number, string>[] =>
  streams
    .filter((stream) => stream.includes('beginbfrange'))
    .map((stream) => {
      const [, list = ''] = /\[([\s\S]*?)\]/.exec(stream) ?? [];
      return new Map([...list.matchAll(/<([0-9a-f]+)>/gi)].map(([, hex = ''], at) => [at, bytesOf(hex)]));
    });

interface Piece {
  readonly x: number;
  readonly y: number;
  readonly glyphs: readonly number[];
}

/** What each page draws, and how high above its foot. */
const piecesOf = (streams: readonly string[]): readonly (readonly Piece[])[] =>
  streams
    .filter((stream) => / Tf\b/.test(stream))
    .map((stream) =>
      [...stream.matchAll(/1 0 0 1 (\S+) (\S+) Tm[\s\S]*?\[(.*?)\] TJ/g)].map(
        ([, x = '', y = '', drawn = '']) => ({
          x: Number(x),
          y: Number(y),
          glyphs: [...drawn.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) =>
            [...hex.matchAll(/..../g)].map(([unit]) => Number.parseInt(unit, 16)),
          ),
        }),
      ),
    );

const refusal = async (work: Promise<unknown>): Promise<AppError> => {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (error instanceof AppError) return error;
  throw new Error('it was printed');
};

const pagesIn = (pdf: string): number => (pdf.match(/\/Type \/Page\n/g) ?? []).length;

/** The foot begins 788 points below the top of A4: nothing of the invoice stands between that and the next page. */
const footTop = 841.89 - 788;
const bodyIsAboveFoot = (pdf: string): boolean =>
  piecesOf(streamsOf(pdf)).every((pieces) => {
    const inFoot = pieces.filter(({ y }) => y < footTop);
    return inFoot.length <= 4 && pieces.every(({ y }) => y > 12);
  });

describe('letters', () => {
  it('that no typeface has are refused with their place, never printed as boxes', async () => {
    const error = await refusal(
      print((input) => {
        input.buyer.name = '株式会社日本';
      }),
    );
    expect(error.code).toBe('invalid_input');
    expect(error.meta).toMatchObject({ path: 'buyer.name', found: '株式会社日本' });
    expect(error.detail).toContain('株 (U+682A)');
    expect(error.fix).toContain('--font');
  });

  it('that another typeface has are printed with it', async () => {
    const icon = '\uf101';
    const others = [await readFile(icons)];
    const draw = (given: InvoiceFonts) =>
      print((input) => {
        input.buyer.name = `Cloud ${icon}`;
      }, given);
    expect((await refusal(draw(fonts))).meta).toMatchObject({ path: 'buyer.name' });
    const pdf = await draw({ ...fonts, others });
    expect(pdf).toContain('FluentSystemIcons');
    expect(pdf.match(/\/FontFile2 /g)).toHaveLength(3);
  });

  it('that nobody sees are left out, and ligatures are taken apart', async () => {
    const pdf = await print((input) => {
      input.buyer.name = 'Of\u00adﬁce\u200b \u202eabc\ufeff';
    });
    expect(pagesIn(pdf)).toBe(1);
  });

  it('of Greek, Cyrillic and every Latin alphabet of the EU are there', async () => {
    const pdf = await print((input) => {
      input.buyer.name = 'ΆΈΐώς Ђћџђ Щъыьэюя ĄĘŁŃŚŹŻ ČĎĚŇŘŠŤŮŽ ĀĒĢĪĶĻŅŪ ŐŰ ȘȚĂÂÎ ĠĦŻ ÆØÅ ÞÐ ß ẞ';
    });
    expect(pagesIn(pdf)).toBe(1);
    const glyphs = piecesOf(streamsOf(pdf))
      .flat()
      .flatMap((piece) => piece.glyphs);
    expect(glyphs.length).toBeGreaterThan(100);
    expect(glyphs).not.toContain(0);
  });
});

describe('long content', () => {
  const long = (words: number): string => 'Lorem ipsum '.repeat(words).trim();

  it.each<[what: string, change: (input: Input) => void]>([
    [
      'remarks over pages',
      (input) => {
        input.notes = [long(400), Array(600).fill('x').join('\n')];
      },
    ],
    [
      'a description that is higher than a page',
      (input) => {
        for (const line of input.lines) {
          line.description = long(150);
          line.note = Array(300).fill('x').join('\n');
        }
      },
    ],
    [
      'a hundred allowances',
      (input) => {
        input.allowances = Array.from({ length: 100 }, (_, at) => ({
          amount: '1.00',
          reason: `${long(4)} ${at}`,
          tax: { category: 'S' as const, rate: '21' },
        }));
      },
    ],
    [
      'payment terms of many lines',
      (input) => {
        input.payment = { ...input.payment, terms: Array(500).fill('x').join('\n') };
      },
    ],
    [
      'a hundred preceding invoices',
      (input) => {
        input.precedingInvoices = Array.from({ length: 100 }, (_, at) => ({
          number: `${'9'.repeat(190)}${at}`,
        }));
      },
    ],
  ])('%s goes on over pages and never over the foot', async (_what, change) => {
    const pdf = await print(change);
    expect(pagesIn(pdf)).toBeGreaterThan(1);
    expect(bodyIsAboveFoot(pdf)).toBe(true);
  });

  it('names and figures without end stay in their column', async () => {
    const pdf = await print((input) => {
      input.seller.name = 'W'.repeat(200);
      input.buyer.name = 'W'.repeat(200);
      input.number = 'N'.repeat(200);
      for (const line of input.lines) {
        line.quantity = '123456789012345.123456789012345678';
        line.price = { net: '999999999999999.999999999999999999' };
      }
    });
    expect(bodyIsAboveFoot(pdf)).toBe(true);
  });
});

/** Places where a line of text begins less than a small line above the next one of its column. */
const collisionsIn = (pdf: string): readonly string[] =>
  piecesOf(streamsOf(pdf)).flatMap((pieces) =>
    pieces.flatMap((piece) =>
      pieces
        .filter(({ x, y }) => x === piece.x && y < piece.y && piece.y - y < 7)
        .map(({ x, y }) => `${x} ${y} ${piece.y}`),
    ),
  );

describe('everything that a document can say', () => {
  it.each(['en', 'de', 'nl', 'fr'] as const)(
    'stands beside each other in %s, nothing upon another',
    async (language) => {
      const facts = calculateInvoice({ ...fullDocument(), language }, 'peppol');
      expect(collisionsIn((await renderPdf(facts, fonts)).toString('latin1'))).toEqual([]);
    },
  );
});

describe('what is printed', () => {
  const textOf = (pdf: string): string => {
    const streams = streamsOf(pdf);
    const maps = lettersOf(streams);
    return piecesOf(streams)
      .flat()
      .map(({ glyphs }) => maps.map((map) => glyphs.map((glyph) => map.get(glyph) ?? '').join('')).join('|'))
      .join('\n');
  };
  const reversed = (input: Input): void => {
    for (const line of input.lines) line.quantity = `-${line.quantity}`;
  };

  it('names the day of the supply, which the law wants on an invoice', async () => {
    const text = textOf(
      await print((input) => {
        input.delivery = { date: '2026-09-14' };
      }),
    );
    expect(text).toContain('Leverdatum');
    expect(text).toContain('14 september 2026');
  });

  it('is in favour of the customer on an invoice below zero, without a day to pay by', async () => {
    const text = textOf(await print(reversed));
    expect(text).toContain('Te ontvangen');
    expect(text).toContain('€\u00a06.111,83');
    expect(text).not.toContain('−€');
    expect(text).not.toContain('Te betalen');
  });

  it('that comes back has no account to pay to, nor a link, and keeps its terms', async () => {
    const account = 'NL91 ABNA 0417 1643 00';
    const linked = (input: Input): void => {
      input.payment = {
        ...input.payment,
        terms: 'Wordt verrekend.',
        onlineLink: 'https://pay.example/1',
      };
    };
    expect(textOf(await print(linked))).toContain(account);
    for (const type of ['invoice', 'creditNote'] as const) {
      const text = textOf(
        await print((input) => {
          linked(input);
          input.type = type;
          if (type === 'invoice') reversed(input);
          else input.precedingInvoices = [{ number: '1' }];
        }),
      );
      expect(text).not.toContain(account);
      expect(text).not.toContain('pay.example');
      expect(text).toContain('Wordt verrekend.');
    }
  });

  it('is to be paid on a credit note below zero', async () => {
    const text = textOf(
      await print((input) => {
        reversed(input);
        input.type = 'creditNote';
        input.precedingInvoices = [{ number: '1' }];
      }),
    );
    expect(text).toContain('Te betalen');
    expect(text).not.toContain('Gecrediteerd');
  });

  it('a German correction is not called Gutschrift, which is what a buyer writes', async () => {
    const text = textOf(
      await print((input) => {
        input.language = 'de';
        input.type = 'creditNote';
        input.precedingInvoices = [{ number: '1' }];
      }),
    );
    expect(text).toContain('Rechnungskorrektur');
  });
});
