/** Pupils of a folder whose codes name persons: what links works of several years. Nothing else is kept of a pupil. */
import { type Procedure, procedureId } from '#modules/assessments/index.ts';
import { personNamed, type ResultFile, type ResultSchool } from '#modules/results/index.ts';
import type { PupilResults } from '../effects/linked-pupils.ts';

/** `school` is a place in the schools of the file. */
export type PupilRow = { school: number; person: string; points: number };

export function namedPupils({ format, procedure, rows }: ResultFile): PupilRow[] {
  const points = procedure.kind === 'ЕГЭ' && procedure.subject !== 'МАБ' ? rows.givenMark : rows.total;
  return Array.from({ length: rows.count }, (_, row) => row).flatMap((row) => {
    const [person, own] = [personNamed(format, rows.pupil[row] ?? ''), points[row] as number];
    return person === null || rows.absent[row] === 1 || !(own >= 0)
      ? []
      : [{ school: rows.school[row] as number, person, points: own }];
  });
}

type PupilFile = { path: string; file: Pick<ResultFile, 'procedure' | 'schools'>; pupils: readonly PupilRow[] };

/** As with results, of two files that hold a school in one procedure the later one counts. */
export function pupilResults(
  files: readonly PupilFile[],
  keyOf: (school: ResultSchool, procedure: Procedure) => string,
): PupilResults[] {
  const found = new Map<string, { procedure: Procedure; schools: Map<string, { path: string; rows: PupilRow[] }> }>();
  for (const { path, file, pupils } of files) {
    if (pupils.length === 0) continue;
    const { procedure, schools } = file;
    const id = procedureId(procedure);
    const own = found.get(id) ?? { procedure, schools: new Map<string, { path: string; rows: PupilRow[] }>() };
    found.set(id, own);
    const keys = schools.map((school) => keyOf(school, procedure));
    for (const row of pupils) {
      const key = keys[row.school] as string;
      const known = own.schools.get(key);
      if (known?.path === path) known.rows.push(row);
      else own.schools.set(key, { path, rows: [row] });
    }
  }
  return [...found.values()].map(({ procedure, schools }) => {
    const rows = [...schools].flatMap(([school, own]) => own.rows.map((row) => ({ ...row, school })));
    return {
      procedure,
      school: rows.map(({ school }) => school),
      person: rows.map(({ person }) => person),
      points: rows.map(({ points }) => points),
    };
  });
}
