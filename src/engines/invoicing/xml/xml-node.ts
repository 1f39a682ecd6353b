import { XMLParser } from 'fast-xml-parser';
import { AppError } from '../../../shared/errors.ts';
import { type XmlProblem, xmlProblemOf } from './xml-problem.ts';

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

const unreadable = ({ reason, line }: XmlProblem, cause?: unknown): AppError =>
  new AppError('invalid_input', {
    detail: `This is not readable XML: ${reason}.`,
    fix: 'Give the XML file of the invoice itself, whole; where it is damaged, export or download it again.',
    ...(line === undefined ? {} : { meta: { line } }),
    cause,
  });

/**
 * Reads XML into nodes. A document type is refused: an invoice has none, and it is where entity attacks live.
 *
 * @throws AppError `invalid_input`, with the line in `meta` where it is at one
 */
export const parseXml = (xml: string): XmlNode => {
  const problem = xmlProblemOf(xml);
  if (problem) throw unreadable(problem);
  let document: unknown;
  try {
    document = parser.parse(xml);
  } catch (error) {
    throw unreadable({ reason: error instanceof Error ? error.message : String(error) }, error);
  }
  const roots = isNode(document) ? Object.values(document).flat().filter(isNode).length : 0;
  if (!isNode(document) || roots === 0) throw unreadable({ reason: 'there is no element in it' });
  // The validator overlooks a second one that is empty, and nobody would see that it was left out.
  if (roots > 1) throw unreadable({ reason: 'there is more than one root element in it' });
  return document;
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
