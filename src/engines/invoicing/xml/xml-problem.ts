import { XMLValidator } from 'fast-xml-parser';

/** Why a text is no readable XML, in words for the person who has the file, and where. */
export interface XmlProblem {
  readonly reason: string;
  /** From 1; undefined where it is about the whole text. */
  readonly line?: number;
}

const lastLineOf = (xml: string): number => xml.trimEnd().split(/\r\n|\r|\n/).length;

/** A tag may be as long as the file. */
const longestShown = 120;
const beginningOf = (text: string): string =>
  text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;

/** The validator lists the elements that are still open as JSON: `Invalid '["Invoice", "cac:Party"]' found.` */
const openElementIn = (message: string): string | undefined =>
  /^Invalid '\[.*"([^"]+)"\s*\]' found\.$/s.exec(message)?.[1] ??
  /^Unclosed tag '(.+)'\.$/.exec(message)?.[1];

const describe = (xml: string, message: string, line: number | undefined): XmlProblem => {
  const open = openElementIn(message);
  if (open !== undefined)
    return {
      reason: `the text ends before <${beginningOf(open)}> is closed, as in a file that is cut off`,
      line: lastLineOf(xml),
    };
  if (xml.lastIndexOf('<') > xml.lastIndexOf('>'))
    return { reason: 'the text ends within a tag, as in a file that is cut off', line: lastLineOf(xml) };
  const given = beginningOf(message.replace(/\.$/, ''));
  const reason =
    given === '' ? 'its form is not that of XML' : `${given.charAt(0).toLowerCase()}${given.slice(1)}`;
  return line === undefined ? { reason } : { reason, line };
};

/** What is wrong with the form of a text that should be XML; undefined where nothing is. */
export const xmlProblemOf = (xml: string): XmlProblem | undefined => {
  const content = xml.replace(/^\ufeff/, '').trimStart();
  if (content === '') return { reason: 'there is nothing in it' };
  if (!content.startsWith('<')) {
    const [beginning = ''] = content.split(/[\r\n]/);
    return {
      reason: `it begins with ${JSON.stringify(beginningOf(beginning))}, not with an element`,
      line: 1,
    };
  }
  if (/<!DOCTYPE/i.test(content)) return { reason: 'a document type is not allowed in an invoice' };
  const result = XMLValidator.validate(xml);
  if (result === true) return undefined;
  const { msg, line } = result.err;
  if (msg === 'Start tag expected.') return { reason: 'there is no element in it' };
  return describe(xml, msg, Number.isInteger(line) ? line : undefined);
};
