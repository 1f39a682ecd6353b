import { XMLParser } from 'fast-xml-parser';
import { AppError } from '../../../shared/errors.ts';

/** An element that was read: its children by name (without prefix), each name a list. */
export type XmlNode = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is XmlNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  alwaysCreateTextNode: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

const unreadable = (reason: string, cause?: unknown): AppError =>
  new AppError('invalid_input', {
    detail: `This is not readable XML: ${reason}.`,
    fix: 'Export the document again.',
    cause,
  });

/**
 * Reads XML into nodes. A document type is refused: an invoice has none, and it is where entity attacks live.
 *
 * @throws AppError `invalid_input`
 */
export const parseXml = (xml: string): XmlNode => {
  if (/<!DOCTYPE/i.test(xml)) throw unreadable('a document type is not allowed in an invoice');
  try {
    const root: unknown = parser.parse(xml, true);
    if (isNode(root)) return root;
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error), error);
  }
  throw unreadable('there is no element');
};

/** The elements below, one name after the other. */
export const all = (node: XmlNode | undefined, ...path: readonly string[]): readonly XmlNode[] =>
  path.reduce<readonly XmlNode[]>(
    (nodes, name) => nodes.flatMap((each) => [each[name]].flat().filter(isNode)),
    node ? [node] : [],
  );

export const first = (node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined =>
  all(node, ...path)[0];

/** The text of an element; nothing where it is empty. */
export const textOf = (node: XmlNode | undefined, ...path: readonly string[]): string | undefined => {
  const value = first(node, ...path)?.['#text'];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const attribute = (node: XmlNode | undefined, name: string): string | undefined => {
  const value = node?.[`@${name}`];
  return typeof value === 'string' ? value : undefined;
};
