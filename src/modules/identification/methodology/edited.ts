/** A text of a methodology with what a form changes; comments, order and the rule stay as they are. */
import { parseDocument } from 'yaml';

export type MethodologyEdits = {
  id: string;
  title: string;
  description: string;
  source: string;
  certainty: string;
  permittedUses: readonly string[];
  /** Values by the name of the parameter. */
  parameters: Readonly<Record<string, number>>;
  /** Certainties by the name of the parameter. */
  certainties: Readonly<Record<string, string>>;
  uncertainty?: unknown;
};

export function withEdits(text: string, { parameters, certainties, uncertainty, ...head }: MethodologyEdits): string {
  const document = parseDocument(text);
  for (const [key, value] of Object.entries(head)) document.set(key, value);
  for (const [name, value] of Object.entries(parameters)) document.setIn(['parameters', name, 'value'], value);
  for (const [name, value] of Object.entries(certainties)) document.setIn(['parameters', name, 'certainty'], value);
  if (uncertainty !== undefined) document.set('uncertainty', document.createNode(uncertainty));
  return document.toString({ lineWidth: 118 });
}
