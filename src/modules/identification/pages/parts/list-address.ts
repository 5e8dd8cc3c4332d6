/** The list that an address names, with what its pages share. */
import type { Ctx } from '#platform/context.ts';
import { type ListDetail, listDetail } from '../../queries/lists.ts';
import { mayReadLists } from '../../policy.ts';
import { idOf, instantWords, LISTS_CRUMB } from './address.ts';

/** Head of the frame: small enough to travel to every page of the list. */
export type ListFrameData = {
  id: number;
  title: string;
  year: number;
  state: ListDetail['list']['state'];
  origin: ListDetail['list']['origin'];
  schools: number;
  remarks: number;
  permittedUse: string;
  abilities: ListDetail['abilities'];
  /** Schools read their own row; they have no list of lists to go back to. */
  readsLists: boolean;
};

export async function listAt(
  ctx: Ctx,
  params: Record<string, string | undefined>,
): Promise<{ detail: ListDetail; frame: ListFrameData }> {
  const detail = await listDetail(ctx.actor, ctx.db, idOf(params, 'listId'));
  const { list, remarks, abilities } = detail;
  return {
    detail,
    frame: {
      id: list.id,
      title: list.title,
      year: list.year,
      state: list.state,
      origin: list.origin,
      schools: list.schools,
      remarks: remarks.length,
      permittedUse: list.permittedUse,
      abilities,
      readsLists: mayReadLists(ctx.actor),
    },
  };
}

export function listCrumbs({ frame }: { frame: ListFrameData }) {
  return [...(frame.readsLists ? [LISTS_CRUMB] : []), { label: frame.title, to: `/identification/lists/${frame.id}` }];
}

export function remarksWritten(detail: ListDetail, timeZone: string) {
  const schools = new Map(detail.schools.map((school) => [school.id, school]));
  return detail.remarks.map(({ createdAt, answeredAt, ...remark }) => ({
    ...remark,
    at: instantWords(createdAt, timeZone),
    answeredAt: answeredAt === null ? null : instantWords(answeredAt, timeZone),
    school: schools.get(remark.listSchoolId)?.name ?? '',
    municipality: schools.get(remark.listSchoolId)?.municipality ?? null,
  }));
}
export type WrittenRemark = ReturnType<typeof remarksWritten>[number];
