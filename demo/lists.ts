/**
 * One list of the demo region through its life: a run, a draft, the word of the municipalities, an order, the start of
 * support, and a school that has left and is watched. Made by the commands that people use, on days gone by.
 */
import { scopeOf } from '#kernel/actor.ts';
import { addDays } from '#kernel/dates.ts';
import {
  addSchoolByHand,
  agree,
  answerRemark,
  approveList,
  createListFromRun,
  executeRun,
  listDetail,
  releaseSchools,
  remark,
  requestRun,
  sendForAgreement,
  startSupport,
} from '#modules/identification/index.ts';
import { fixedClock } from '#platform/clock.ts';
import type { Ctx, Services } from '#platform/context.ts';
import { newId } from '#platform/token.ts';
import type { DemoAccount } from './accounts.ts';
import type { DemoOrganisation } from './organisations.ts';

type Region = {
  organisations: readonly DemoOrganisation[];
  accounts: readonly DemoAccount[];
  on: string;
  year: number;
};

export async function demoList(services: Services, region: Region): Promise<void> {
  const { organisations, accounts, on, year } = region;
  const as = (key: string, daysAgo: number) => ctxOf(services, region, `demo-${key}`, daysAgo);
  const place = organisations.find(({ kind }) => kind === 'region');
  const headsSchool = accounts.find(({ role }) => role === 'school-head')?.organisationId ?? 0;
  if (!place) return;

  const analyst = as('analyst', 70);
  const runId = await requestRun(analyst, { regionId: place.id, methodology: { shipped: 'federal-2025' }, year });
  await executeRun(analyst, runId);
  const listId = await createListFromRun(analyst, {
    runId,
    title: `Школы с низкими образовательными результатами, ${year} год`,
  });
  const drafted = await listDetail(analyst.actor, analyst.db, listId);
  if (!drafted.schools.some(({ organisationId }) => organisationId === headsSchool))
    await addSchoolByHand(analyst, {
      listId,
      organisationId: headsSchool,
      reason: 'Два года нет учителя математики; школа и муниципалитет просят о поддержке.',
    });

  await sendForAgreement(as('analyst', 65), { listId, dueOn: addDays(on, -50) });
  const { schools, agreements } = await listDetail(analyst.actor, analyst.db, listId);
  const heads = schools.find(({ organisationId }) => organisationId === headsSchool);
  const municipality = as('municipality', 60);
  if (heads)
    await remark(municipality, {
      listId,
      listSchoolId: heads.id,
      kind: 'comment',
      text: 'Просим начать с математики: ставка учителя свободна второй год.',
    });
  const own = municipality.actor.assignments[0]?.organisationId;
  if (agreements.some(({ municipalityId }) => municipalityId === own))
    await agree(municipality, { listId, municipalityId: own ?? 0 });
  const [asked] = (await listDetail(analyst.actor, analyst.db, listId)).remarks;
  const answering = as('region', 58);
  if (asked)
    await answerRemark(answering, {
      listId,
      remarkId: asked.id,
      answer: 'Учтём: вакансию внесём в программу земского учителя.',
      accepted: null,
    });
  const late = as('region', 49);
  for (const { municipalityId } of agreements)
    if (municipalityId !== own)
      await agree(late, { listId, municipalityId, reason: 'Ответа к сроку нет, замечаний по телефону нет.' });

  const body = 'Министерство образования Приозёрской области';
  const signatory = { post: 'Министр', name: 'И. О. Пример' };
  await approveList(as('region', 45), listId, { number: '312-О', date: addDays(on, -45), body, signatory });
  const entered = schools.filter(({ included, organisationId }) => included && organisationId !== null);
  const leaving = entered.findLast(({ organisationId }) => organisationId !== headsSchool);
  await startSupport(as('region', 40), {
    listId,
    listSchoolIds: entered.map(({ id }) => id),
    diagnosisDueOn: addDays(on, 20),
    modelPlanId: null,
  });
  if (leaving)
    await releaseSchools(as('region', 5), {
      listId,
      listSchoolIds: [leaving.id],
      reason: 'Школа реорганизуется; поддержку продолжит школа, в которую переходят ученики.',
      order: { number: '358-О', date: addDays(on, -5), body, signatory },
    });
}

/** A person of the demo region at work some days ago. */
function ctxOf(services: Services, { organisations, accounts, on }: Region, id: string, daysAgo: number): Ctx {
  const account = accounts.find((one) => one.id === id);
  const place = organisations.find((one) => one.id === account?.organisationId);
  if (!account || !place) throw new Error(`The demo region has no ${id}`);
  const { name, email, role } = account;
  const actor = { userId: id, name, email, assignments: [{ role, organisationId: place.id, path: place.path }] };
  return {
    ...services,
    clock: fixedClock(`${addDays(on, -daysAgo)}T09:00:00.000Z`),
    actor,
    scope: scopeOf(actor),
    requestId: newId(),
    source: 'демонстрация',
  };
}
