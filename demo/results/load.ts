/**
 * Results of the demo region straight into the database and the lake, as an import would leave them: a first start has no
 * time to write and read workbooks. The same region as `opora demo results` writes.
 */
import { procedureId, scaleFor, SHIPPED_SCALES } from '#modules/assessments/index.ts';
import type { Connection } from '#platform/database.ts';
import type { Services } from '#platform/context.ts';
import type { LakeColumn } from '#platform/lake-table.ts';
import { insertAll } from '../bulk.ts';
import type { DemoOrganisation } from '../organisations.ts';
import { olympiadOf, passportOf } from './context-files.ts';
import { emptyRows, gather, type GatheredSchool, maximumOf } from './gather.ts';
import { papersOf, procedureOf } from './index.ts';
import type { Paper } from './paper.ts';
import { describedWork } from './topics.ts';
import { world, type World, type WorldSchool } from './world.ts';
import { DIAGNOSTICS, type Work, WORKS } from './works.ts';

/** The fewest works that list schools over three years and let a cohort be followed to its state exam. */
const isShown = ({ kind, grade, subject }: Work): boolean =>
  (kind === 'ВПР' && ((subject === 'МА' && grade >= 7) || (subject === 'РУ' && grade === 8))) ||
  (kind === 'ОГЭ' && subject === 'МА');

export type DemoResults = { region: World; papers: Paper[]; parts: DemoPart[] };
type DemoPart = { paper: Paper; schools: Map<string, GatheredSchool>; lakeSha256: string };

/** The school of the made-up head has low results for three years: otherwise nobody could look at why a school is listed. */
function lower(region: World, login: string | null): void {
  const school = region.schools.find((one) => one.login === login);
  if (!school) return;
  school.truth = { kind: 'low' };
  school.effect = LOW_EFFECT;
}

const LOW_EFFECT = -1.5;

/** Written to the lake before the transaction: rows that nothing points at are collected. */
export async function demoResults(
  services: Pick<Services, 'lake'>,
  organisations: readonly DemoOrganisation[],
  years: number[],
  seed: number,
  lowSchool: string | null = null,
): Promise<DemoResults> {
  const region = world(organisations, years, seed);
  lower(region, lowSchool);
  const papers = papersOf(region, [...WORKS.filter(isShown), ...DIAGNOSTICS], years);
  const parts: DemoPart[] = [];
  for (const paper of papers) {
    const items = itemsIn(paper).length;
    const rows = emptyRows(paper.work.items.length);
    const schools = gather(region, paper, rows);
    const id = procedureId(procedureOf(paper));
    const keys = rows.school.map((school) => keyOf(school, paper));
    const columns: LakeColumn[] = [
      { name: 'procedure', type: 'text', values: keys.map(() => id) },
      { name: 'school', type: 'text', values: keys },
      { name: 'row', type: 'whole', values: keys.map((_, i) => i + 2) },
      { name: 'klass', type: 'text', values: rows.klass },
      { name: 'code', type: 'text', values: rows.code },
      { name: 'person', type: 'text', values: rows.person },
      { name: 'gender', type: 'byte', values: rows.gender },
      { name: 'variant', type: 'text', values: keys.map(() => '1') },
      { name: 'absent', type: 'byte', values: rows.absent },
      { name: 'total', type: 'double', values: rows.total },
      { name: 'given_mark', type: 'double', values: keys.map(() => Number.NaN) },
      { name: 'journal_mark', type: 'byte', values: rows.journal },
      ...rows.points.slice(0, items).flatMap((points, k): LakeColumn[] => [
        { name: `p${k + 1}`, type: 'float', values: points },
        { name: `s${k + 1}`, type: 'byte', values: rows.states[k] as number[] },
      ]),
    ];
    const { sha256 } = await services.lake.write({ name: 'results', rows: keys.length, columns }, ['school', 'row']);
    parts.push({ paper, schools, lakeSha256: sha256 });
  }
  return { region, papers, parts };
}

/** As a region's files name schools: `schoolKey` of results. */
function keyOf({ login, ogeCode, egeCode }: WorldSchool, { work }: Paper): string {
  if (work.kind === 'ОГЭ') return `oge-${ogeCode ?? login}`;
  if (work.kind === 'ЕГЭ') return `ege-${egeCode ?? login}`;
  return `fis-${login.slice(3)}`;
}

export async function insertDemoResults(
  services: Pick<Services, 'files'>,
  db: Connection,
  organisations: readonly DemoOrganisation[],
  { region, papers, parts }: DemoResults,
  on: string,
): Promise<void> {
  const regionId = organisations.find(({ kind }) => kind === 'region')?.id ?? 0;
  const at = `${on}T00:00:00Z`;
  const note = Buffer.from('Результаты вымышленного региона. Файлов не было: строки созданы программой.\n');
  const fileSha256 = await services.files.put(note);
  await db
    .insertInto('files')
    .values({ sha256: fileSha256, size: note.length, content_type: 'text/plain; charset=utf-8' })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  const { id: importId } = await db
    .insertInto('result_imports')
    .values({ organisation_id: regionId, state: 'applied', created_at: at, applied_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  const byLogin = new Map(organisations.map(({ fis_oko_login, id }) => [fis_oko_login, id]));
  await insertContexts(db, region, [...new Set(papers.map(({ year }) => year))], { regionId, at, byLogin });
  for (const [position, part] of parts.entries()) {
    const { paper, schools } = part;
    const procedure = procedureOf(paper);
    const all = [...schools.values()];
    const sum = (of: (own: GatheredSchool) => number) => all.reduce((total, own) => total + of(own), 0);
    const named = {
      organisation_id: regionId,
      procedure_id: procedureId(procedure),
      assessment: procedure.kind,
      subject: procedure.subject,
      year: procedure.year,
      round: procedure.round,
      paper_grade: procedure.paperGrade,
      pupil_grade: procedure.pupilGrade,
      schools: all.length,
      pupils: sum(({ n }) => n),
      absent: sum(({ absent }) => absent),
    };
    const { id: partId } = await db
      .insertInto('result_parts')
      .values({
        ...named,
        file_sha256: fileSha256,
        file_name: `Вымышленный регион, файл ${position + 1}`,
        lake_sha256: part.lakeSha256,
        format: paper.work.kind === 'ДКР' ? 'oneroster' : 'vpr-2022',
        linkable: paper.work.kind === 'ДКР',
        items: JSON.stringify(itemsIn(paper)),
        maximum: maximumOf(paper),
        reference_entries: JSON.stringify(scaleUsed(paper)),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await insertAll(
      db,
      'school_results',
      all.map((own) => rollUp(own, partId, paper, byLogin.get(own.school.login) ?? null)),
    );
    const { id: setId } = await db
      .insertInto('result_sets')
      .values({
        ...named,
        version: 1,
        state: 'current',
        import_id: importId,
        below: paper.work.kind === 'ДКР' ? null : sum(({ below }) => below),
        created_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.insertInto('result_set_parts').values({ set_id: setId, part_id: partId }).execute();
    if (itemsIn(paper).length === 0) continue;
    await db
      .insertInto('assessment_references')
      .values({
        kind: 'work',
        region_id: regionId,
        assessment: procedure.kind,
        subject: procedure.subject,
        paper_grade: procedure.paperGrade,
        year: procedure.year,
        content: JSON.stringify(describedWork(paper.work)),
        source: 'Описание вымышленной работы',
        reason: 'создано программой',
        version: 1,
        created_at: at,
      })
      .execute();
  }
}

type Placed = { regionId: number; at: string; byLogin: ReadonlyMap<string | null, number> };

/** Social passports of all years and the Olympiad of the last: every school of the region told of itself. */
async function insertContexts(
  db: Connection,
  region: World,
  years: readonly number[],
  { regionId, at, byLogin }: Placed,
): Promise<void> {
  const known = region.schools.filter(({ known, login }) => known && byLogin.has(login));
  const common = (school: WorldSchool, year: number) => ({
    region_id: regionId,
    school_key: `fis-${school.login.slice(3)}`,
    organisation_id: byLogin.get(school.login) ?? null,
    year,
    recorded_at: at,
  });
  await insertAll(
    db,
    'school_contexts',
    years.flatMap((year) =>
      known.map((school) => ({
        ...common(school, year),
        source: 'passport',
        facts: { name: school.name, schoolYear: year - 1, ...passportOf(region, school, year) },
      })),
    ),
  );
  const last = Math.max(...years);
  await insertAll(
    db,
    'olympiad_participations',
    known.flatMap((school) => {
      const rows = olympiadOf(region, school, last);
      return (['РУ', 'МА'] as const).flatMap((subject) => {
        const own = rows.filter((row) => row.subject === subject);
        const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((total, row) => total + of(row), 0);
        const participants = sum((row) => row.participants);
        if (participants === 0) return [];
        const winners = Math.min(
          participants,
          sum((row) => row.winners + row.prizes),
        );
        return [{ ...common(school, last), stage: 'school', subject, participants, winners }];
      });
    }),
  );
}

/** As an import would have chosen it. */
function scaleUsed(paper: Paper) {
  const { scale } = scaleFor(procedureOf(paper), SHIPPED_SCALES, { maximum: paper.work.scale[3] });
  return scale ? [{ kind: 'scale', id: 0, version: 0, year: scale.year }] : [];
}

/** A register tells one total a pupil. */
const itemsIn = ({ work }: Paper): Work['items'] => (work.kind === 'ДКР' ? [] : work.items);

function rollUp(own: GatheredSchool, partId: number, paper: Paper, organisationId: number | null) {
  const { school, journal } = own;
  return {
    part_id: partId,
    school_key: keyOf(school, paper),
    school_name: school.name,
    municipality: school.municipality.name,
    organisation_id: school.known ? organisationId : null,
    n: own.n,
    absent: own.absent,
    // No scale gives marks to a diagnostic work.
    below: paper.work.kind === 'ДКР' ? null : own.below,
    marks: paper.work.kind === 'ЕГЭ' || paper.work.kind === 'ДКР' ? null : own.marks,
    sum: own.sum,
    sum_of_squares: own.sumOfSquares,
    maximum: maximumOf(paper),
    histogram: own.histogram,
    item_sums: own.itemSums.slice(0, itemsIn(paper).length),
    item_counts: own.itemCounts.slice(0, itemsIn(paper).length),
    journal: journal && [journal.lower, journal.same, journal.higher],
  };
}
