/** The register for programs. */
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { endpoint, id, idParameter, listOf, PAGE, pathId, words } from '#platform/api/endpoint.ts';
import { KINDS, SCHOOL_TYPES, SETTLEMENT_TYPES } from './domain/tree.ts';
import { listed } from './queries/listed.ts';
import { type OrganisationRow, organisationById } from './queries/organisations.ts';

const GROUP = 'Организации';
const STATUSES = ['open', 'closed', 'merged'] as const;

const organisation = z.object({
  id,
  kind: z.enum(KINDS),
  parentId: id.nullable().describe('Вышестоящая организация; null у региона'),
  path: z.string().describe('Номера организаций от региона до этой: «1.4.27.»'),
  name: z.string(),
  shortName: z.string(),
  schoolType: z.enum(SCHOOL_TYPES).nullable(),
  settlementType: z.enum(SETTLEMENT_TYPES).nullable(),
  number: z.string().nullable(),
  fisOkoLogin: z.string().nullable().describe('Логин ФИС ОКО'),
  ogeCode: z.string().nullable(),
  egeCode: z.string().nullable(),
  inn: z.string().nullable(),
  ogrn: z.string().nullable(),
  address: z.string().nullable(),
  status: z.enum(STATUSES),
  openedOn: z.iso.date().nullable(),
  closedOn: z.iso.date().nullable(),
  successorId: id.nullable().describe('К какой организации присоединена'),
});

const named = z.object({ id, shortName: z.string() });

const organisations = endpoint({
  id: 'organisations',
  path: '/organisations',
  group: GROUP,
  summary: 'Список организаций',
  description: 'В порядке дерева: сначала органы управления, затем школы. С text — сначала самые похожие.',
  right: 'organisations:read',
  query: z.strictObject({
    ...PAGE,
    text: words(200).default('').describe('Часть названия, номер или код'),
    kind: z.enum(KINDS).optional(),
    schoolType: z.enum(SCHOOL_TYPES).optional(),
    settlementType: z.enum(SETTLEMENT_TYPES).optional(),
    status: z.enum(STATUSES).optional(),
    within: idParameter.optional().describe('Номер организации: всё, что ниже неё'),
  }),
  answer: listOf(organisation.extend({ schools: z.number().int().describe('Действующих школ ниже') })),
  async run({ scope, db }, { query: { limit, offset, within, ...filter } }) {
    const place = within === undefined ? undefined : await known(within);
    const { rows, total } = await listed(scope, db, { ...filter, below: place?.path }, { limit, offset });
    return { total, limit, offset, items: rows };

    async function known(organisationId: number): Promise<OrganisationRow> {
      const found = await organisationById(scope, db, organisationId);
      if (!found) throw new AppError('notFound', { text: 'Такой организации нет или она вам не видна.' });
      return found;
    }
  },
});

const one = endpoint({
  id: 'organisation',
  path: '/organisations/{organisationId}',
  group: GROUP,
  summary: 'Одна организация',
  right: 'organisations:read',
  answer: organisation.extend({
    aliases: z.array(z.string()).describe('Другие названия'),
    above: z.array(named.extend({ kind: z.enum(KINDS) })).describe('Вышестоящие, начиная с региона'),
    successor: named.nullable(),
    predecessors: z.array(named.extend({ closedOn: z.iso.date().nullable() })).describe('Присоединённые к ней'),
  }),
  async run({ scope, db }, { path }) {
    const found = await organisationById(scope, db, pathId(path, 'organisationId'));
    if (!found) throw new AppError('notFound', { text: 'Такой организации нет или она вам не видна.' });
    return found;
  },
});

export const endpoints = [organisations, one];
