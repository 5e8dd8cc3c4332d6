/** The parts of an Office Open XML package and how they point to each other. */
import { AppError } from '#kernel/errors.ts';
import type { Budget } from './limits.ts';
import { childrenOf, parseXml } from './xml.ts';
import type { Archive } from './zip.ts';

export type Relation = { type: string; target: string; external: boolean };

/** By id. Addresses outside are only ever quoted, never opened. */
export function relationsOf(archive: Archive, part: string, budget: Budget): Map<string, Relation> {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const xml = archive.text(`${folder}_rels/${part.slice(slash + 1)}.rels`);
  const relations = new Map<string, Relation>();
  if (xml === null) return relations;
  for (const node of childrenOf(parseXml(xml, budget), 'rel:Relationship')) {
    const { Id, Type = '', Target = '', TargetMode } = node.attributes;
    const external = TargetMode === 'External';
    if (Id)
      relations.set(Id, {
        type: Type.slice(Type.lastIndexOf('/') + 1),
        target: external ? Target : resolve(folder, Target),
        external,
      });
  }
  return relations;
}

/** The main part: the document of a DOCX, the workbook of an XLSX. */
export function mainPart(archive: Archive, usual: string, budget: Budget): string {
  const relations = [...relationsOf(archive, '', budget).values()];
  const stated = relations.find((relation) => relation.type === 'officeDocument' && !relation.external)?.target;
  const name = stated && archive.has(stated) ? stated : usual;
  if (!archive.has(name)) throw new AppError('fileDamaged', { text: 'В файле нет основной части документа.' });
  return name;
}

export function partOfType(archive: Archive, relations: Map<string, Relation>, type: string): string | null {
  const target = [...relations.values()].find((relation) => relation.type === type && !relation.external)?.target;
  return target === undefined ? null : archive.text(target);
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path: string[] = [];
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}
