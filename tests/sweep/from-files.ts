/**
 * The whole way of a made-up region: files are written, read as a region's folder is, schools identified and results
 * checked; what was read is held against what was written.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoOrganisations } from '#demo/organisations.ts';
import { seededRandom } from '#demo/random.ts';
import { generateResults, type TruthFile } from '#demo/results/index.ts';
import { WORKS } from '#demo/results/works.ts';
import { procedureId, procedureTitle } from '#modules/assessments/index.ts';
import { readFolder } from '#modules/identification/folder/read-folder.ts';
import type { IdentificationData } from '#modules/identification/index.ts';
import type { IntegrityWork } from '#modules/integrity/contract.ts';
import { cutsFromMarks } from '#modules/integrity/queries/works.ts';
import { joined, underSuccessors } from './joined.ts';

export type FromFiles = {
  truth: TruthFile;
  data: IdentificationData;
  works: IntegrityWork[];
  /** Written and read, by procedure: pupils and those below. */
  compared: { id: string; written: number; read: number; belowWritten: number; belowRead: number }[];
  seconds: { write: number; read: number };
};

export async function regionFromFiles(folder: string, schools: number, seed: number): Promise<FromFiles> {
  const started = performance.now();
  const organisations = demoOrganisations(seededRandom(seed), schools);
  const truth = await generateResults(join(folder, 'results'), {
    schools,
    years: 3,
    from: 2020,
    seed,
    works: 'core',
    organisations,
  });
  const written = performance.now();
  const register = join(folder, 'register.csv');
  const successors = new Map(
    truth.schools.flatMap(({ login, truth: own }) => (own?.kind === 'merged' ? [[login, own.into] as const] : [])),
  );
  const lines = organisations
    .filter(({ kind }) => kind === 'school')
    .map(({ fis_oko_login: login, school_type: type, oge_code: oge, ege_code: ege }) =>
      [login, type, oge, ege, successors.get(login ?? '') ?? ''].map((value) => value ?? '').join(';'),
    );
  await writeFile(register, `Логин;Тип;Код ОГЭ;Код ЕГЭ;Преемник\n${lines.join('\n')}\n`);
  const data = await readFolder(join(folder, 'results'), [register]);
  const read = performance.now();
  return {
    truth,
    data,
    works: worksOf(data),
    compared: truth.procedures.map(({ id, rows, absent, below }) => {
      const own = data.results.filter((result) => result.procedureId === id);
      return {
        id,
        written: rows - absent,
        read: own.reduce((sum, { n }) => sum + n, 0),
        belowWritten: below,
        belowRead: own.reduce((sum, result) => sum + (result.below ?? 0), 0),
      };
    }),
    seconds: { write: (written - started) / 1000, read: (read - written) / 1000 },
  };
}

/** Roll-ups do not keep the order of journal marks: that one sign is left out here. */
function worksOf({ procedures, results, schools }: IdentificationData): IntegrityWork[] {
  const successors = new Map(schools.flatMap(({ key, successor }) => (successor ? [[key, successor] as const] : [])));
  const byProcedure = Map.groupBy(results, (result) => result.procedureId);
  return procedures.flatMap((procedure): IntegrityWork[] => {
    const id = procedureId(procedure);
    const own = byProcedure.get(id) ?? [];
    const items = WORKS.find(
      ({ kind, grade, subject }) =>
        kind === procedure.kind && grade === procedure.paperGrade && subject === procedure.subject,
    )?.items;
    if (own.length === 0 || !items) return [];
    return [
      {
        procedureId: id,
        title: procedureTitle(procedure),
        assessment: procedure.kind,
        subject: procedure.subject,
        year: procedure.year,
        paperGrade: procedure.paperGrade,
        maximum: own[0]?.maximum ?? 0,
        cuts: cutsFromMarks(own),
        items,
        schools: new Map(
          [
            ...underSuccessors(
              own.map((result) => [result.school, result] as const),
              successors,
            ),
          ].map(([school, rows]) => [school, { ...joined(rows), rankCorrelation: null }]),
        ),
      },
    ];
  });
}
