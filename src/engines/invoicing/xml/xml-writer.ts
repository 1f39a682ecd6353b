/** One element of XML: its name, attributes, and either text or elements. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly content: string | readonly XmlElement[];
}

/** What may stand inside an element: nothing, elements, or lists of them. */
export type XmlChildren = readonly (XmlElement | undefined | readonly XmlElement[])[];

type Attributes = Readonly<Record<string, string | undefined>>;

/** An element with text; nothing where there is no text: neither Peppol (R008) nor CII takes empty elements. */
export const leaf = (
  name: string,
  text: string | undefined,
  attributes: Attributes = {},
): XmlElement | undefined =>
  text === undefined || text === '' ? undefined : { name, attributes, content: text };

/** An element with elements; nothing where none of them is there. */
export const branch = (
  name: string,
  children: XmlChildren,
  attributes: Attributes = {},
): XmlElement | undefined => {
  const content = children.flat().filter((child) => child !== undefined);
  return content.length === 0 ? undefined : { name, attributes, content };
};

/** Elements of a list, without those that are empty. */
export const each = <T>(
  items: readonly T[],
  write: (item: T, at: number) => XmlElement | undefined,
): readonly XmlElement[] => items.map(write).filter((element) => element !== undefined);

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (found) => escapes[found] ?? found);

const attributesText = (attributes: Attributes): string =>
  Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(value).replaceAll('\n', '&#10;')}"`)
    .join('');

const write = ({ name, attributes, content }: XmlElement, indent: string, into: string[]): void => {
  const start = `${indent}<${name}${attributesText(attributes)}>`;
  if (typeof content === 'string') {
    into.push(`${start}${escapeXml(content)}</${name}>`);
    return;
  }
  into.push(start);
  for (const child of content) write(child, `${indent}  `, into);
  into.push(`${indent}</${name}>`);
};

/** The document as text: UTF-8, two blanks of indent, the same text for the same elements. */
export const xmlText = (root: XmlElement): string => {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  write(root, '', lines);
  return `${lines.join('\n')}\n`;
};
